// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/export.h"

namespace assay {

struct ASSAY_ENGINE_API CpuInfo {
  std::string model;                    ///< "AMD EPYC 9B14"; "unknown CPU" when the system does not say
  int cores = 1;                        ///< usable by this process (affinity mask)
  std::vector<std::string> features;    ///< of avx2, fma, avx512f, avx512_bf16, avx512_fp16, amx_bf16, ...
  bool has(const std::string& feature) const;
};

/// Read once per process from /proc/cpuinfo and the affinity mask.
ASSAY_ENGINE_API const CpuInfo& cpuInfo();

}  // namespace assay
