// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <c10/core/Stream.h>

#include "core/engine/data/batch_source.h"
#include "core/engine/device/recorded_work.h"
#include "core/engine/plugin/model_type.h"

namespace assay {

/// Forward and backward passes over batches whose shapes return: after three ordinary passes of a shape the fourth is recorded, and from then on
/// its batches are copied into the recorded one's tensors and the recording is repeated. Batches without fixed tensors
/// (Batch::fixedTensors), shapes beyond four recordings, and all of them after two recordings that failed run as usual.
class ASSAY_ENGINE_API PassRecorder {
 public:
  /// Loss of a batch, with its gradients added to what the parameters hold; these must be there beforehand and keep their places.
  /// The terms are detached.
  using Pass = std::function<LossTerms(Batch& batch)>;

  PassRecorder(c10::Device device, RecordWork record) : side_(sideStreamOf(device)), record_(std::move(record)) {}

  /// `variant` tells apart passes that differ in more than their batch. The terms are valid until the next call.
  LossTerms run(std::unique_ptr<Batch> batch, const std::string& variant, const Pass& pass);

  int64_t recordings() const { return recorded_; }
  /// How many of the passes were repeated from a recording.
  int64_t replays() const { return replays_; }

 private:
  struct Shape {
    int rehearsals = 0;
    std::unique_ptr<Batch> batch;   ///< whose tensors the work reads
    LossTerms terms;
    std::unique_ptr<RecordedWork> work;
  };
  bool isWorthRecording(const Shape& shape) const;
  bool tryRecord(Shape& shape, std::unique_ptr<Batch>& batch, const Pass& pass);

  const std::optional<c10::Stream> side_;
  const RecordWork record_;
  std::map<std::string, Shape> shapes_;
  int64_t recorded_ = 0, failed_ = 0, replays_ = 0;
};

}  // namespace assay
