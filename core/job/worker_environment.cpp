// SPDX-License-Identifier: Apache-2.0
#include "core/job/worker_environment.h"

#include <cstdlib>

namespace assay {

void setWorkerEnvironment() {
  constexpr const char* spins = "5000";   // tens of microseconds: the usual wait on an idle machine is shorter
  if (std::getenv("OMP_WAIT_POLICY") == nullptr) setenv("GOMP_SPINCOUNT", spins, /*overwrite=*/0);
}

}  // namespace assay
