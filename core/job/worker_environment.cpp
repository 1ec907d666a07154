// SPDX-License-Identifier: Apache-2.0
#include "core/job/worker_environment.h"

#include <cstdlib>

namespace assay {

void setWorkerEnvironment() {
  constexpr const char* spins = "30000";   // about a millisecond: an idle machine seldom waits longer
  if (std::getenv("OMP_WAIT_POLICY") == nullptr) setenv("GOMP_SPINCOUNT", spins, /*overwrite=*/0);
}

}  // namespace assay
