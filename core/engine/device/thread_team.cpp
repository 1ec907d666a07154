// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/thread_team.h"

#include <dlfcn.h>

#include <optional>

#include <c10/util/ParallelGuard.h>
#include <torch/torch.h>

namespace assay {

void useOneThreadHere() {
  at::get_num_threads();   // runs torch's own per-thread set-up first, or it would undo ours
  using SetThreads = void (*)(int);   // OpenMP's setting is per thread, while at::set_num_threads would change the whole process
  if (const auto setThreads = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"))) setThreads(1);
  // Loops of our own libraries have a per-thread set-up each, which would undo that at the first of them: to torch we are inside a loop already.
  thread_local std::optional<c10::ParallelGuard> inside;
  if (!inside) inside.emplace(true);
}

}  // namespace assay
