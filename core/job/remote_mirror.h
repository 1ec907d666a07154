// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/cancel_token.h"
#include "core/job/run_directory.h"

namespace assay {

/// Brings a run on another machine home: stages and starts it when that has not happened, copies its events and state as they come,
/// passes a stop request on, fetches artifacts and checkpoint at the end. A lost connection is tried again for as long as it takes. May be
/// killed and started again: the copy goes on where it ended. Returns the run's final state, or Created when `cancel` asked: the
/// job goes on without us. Throws Error{Environment} for what keeps the job from starting, after writing it down.
ASSAY_CORE_API RunState mirrorRun(const RunDirectory& run, const CancelToken& cancel);

}  // namespace assay
