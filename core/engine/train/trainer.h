// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/cancel_token.h"
#include "core/engine/plugin/model_type.h"
#include "core/job/event_log.h"
#include "core/job/run_directory.h"

namespace assay {

struct TrainResult {
  RunState state = RunState::Done;     ///< Done or Stopped
  int64_t steps = 0;
  double seconds = 0;                  ///< training wall time, all resumptions
  std::map<std::string, double> metrics;   ///< last validation
};

/// The loop for every model type: loader, forward, backward, clip, optimiser, EMA, schedule, events,
/// checkpoints, validation. Resumes from the run's newest good checkpoint when there is one; on a CPU,
/// with a length in epochs or steps, the resumed run's weights equal the uninterrupted ones bit by bit.
class ASSAY_ENGINE_API Trainer {
 public:
  Trainer(ModelType& model, const RunDirectory& run, EventWriter& events);
  ~Trainer();
  /// Returns Stopped, with a checkpoint on disk, when `cancel` or the run's stop file asks.
  TrainResult run(const CancelToken& cancel);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay
