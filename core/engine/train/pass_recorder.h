// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "core/engine/data/batch_source.h"
#include "core/engine/device/recording_budget.h"
#include "core/engine/plugin/model_type.h"

namespace assay {

/// Forward and backward passes over batches whose shapes return: after some ordinary passes of a shape one is recorded (RecordingBudget says when), and from then on
/// its batches are copied into the recorded one's tensors and the recording is repeated. Batches without fixed tensors (Batch::fixedTensors) run as usual.
class ASSAY_ENGINE_API PassRecorder {
 public:
  /// Loss of a batch, with its gradients added to what the parameters hold; these must be there beforehand and keep their places.
  /// The terms are detached.
  using Pass = std::function<LossTerms(Batch& batch)>;

  PassRecorder(c10::Device device, RecordWork record) : budget_(device, std::move(record)) {}

  /// `variant` tells apart passes that differ in more than their batch. The terms are valid until the next call.
  LossTerms run(std::unique_ptr<Batch> batch, const std::string& variant, const Pass& pass);

  int64_t recordings() const { return budget_.recordings(); }
  /// How many of the passes were repeated from a recording.
  int64_t replays() const { return replays_; }

 private:
  struct Recording {
    std::unique_ptr<Batch> batch;   ///< whose tensors the work reads
    LossTerms terms;
    std::unique_ptr<RecordedWork> work;
  };

  RecordingBudget budget_;
  std::map<std::string, Recording> recordings_;
  int64_t replays_ = 0;
};

}  // namespace assay
