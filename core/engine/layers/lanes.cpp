// SPDX-License-Identifier: Apache-2.0
#include "core/engine/layers/lanes.h"

#include "core/engine/device/cpu_info.h"

namespace assay {

bool hasLanes() {
#if defined(__x86_64__)
  static const bool has = cpuInfo().has("avx2") && cpuInfo().has("fma");
  return has;
#elif defined(__i386__)
  return false;
#else
  return true;
#endif
}

}  // namespace assay
