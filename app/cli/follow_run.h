// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/command.h"
#include "core/job/run_directory.h"

namespace assay {

/// What Ctrl-C means while a run is shown.
enum class OnInterrupt { StopTheRun, LeaveTheRun };
enum class History { Show, Skip };

/// Shows a run's events until it ends. StopTheRun: the first Ctrl-C asks it to stop, the second leaves.
/// Returns {"run","state","minutes","device","metrics"} with exit code 5 unless the run is done.
/// Throws the run's own Error when it failed.
Answer followRun(const RunDirectory& run, Console& console, OnInterrupt onInterrupt, History history);

}  // namespace assay
