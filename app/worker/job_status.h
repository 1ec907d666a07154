// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "core/job/event_log.h"
#include "core/job/run_directory.h"

namespace assay {

/// Keeps state.json and the "state" events of a job true while `body` runs, however it ends. The status is
/// "running" from the start; body fills in device, seconds and metrics, and returns how it ended.
/// A fault is written as "failed" and rises again.
void runJob(const RunDirectory& job, EventWriter& events, const std::function<RunState(RunStatus&)>& body);

/// From now on the log also goes to the job's log.txt, unless a supervisor sends stderr there already.
void logIntoJob(const RunDirectory& job);

}  // namespace assay
