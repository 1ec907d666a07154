// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/thread_team.h"

#include <dlfcn.h>

#include <torch/torch.h>

namespace assay {

void useOneThreadHere() {
  at::get_num_threads();   // runs torch's own per-thread set-up first, or it would undo ours
  using SetThreads = void (*)(int);   // OpenMP's setting is per thread, while at::set_num_threads would change the whole process
  if (const auto setThreads = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"))) setThreads(1);
}

}  // namespace assay
