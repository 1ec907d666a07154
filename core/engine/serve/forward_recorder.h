// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/engine/device/recording_budget.h"

namespace assay {

/// What a network says of one input after another, on a GPU from a recording once shapes return (RecordingBudget says when): a batch of one is hundreds of
/// kernels of some microseconds, and starting them one by one takes longer than they do. A recording holds the memory of one pass as long as the recorder lives. One thread at a time.
class ASSAY_ENGINE_API ForwardRecorder {
 public:
  using Tensors = std::vector<at::Tensor>;
  /// Of tensors of the device, tensors of the device that share nothing with them or each other; only queues work of it, and reads nothing else but what keeps its place, as weights do.
  using Forward = std::function<Tensors(const Tensors& inputs)>;

  /// An empty `record`: everything runs as usual.
  ForwardRecorder(c10::Device device, RecordWork record) : budget_(device, record), isRecording_(record != nullptr) {}

  /// What `forward` says of the inputs, in tensors that later calls leave as they are. `what` tells apart functions, and the same one with weights at other places. Without gradients.
  Tensors run(const std::string& what, const Tensors& inputs, const Forward& forward);

  int64_t recordings() const { return budget_.recordings(); }

 private:
  struct Recording {
    Tensors inputs, outputs;   ///< that the work reads and writes
    std::unique_ptr<RecordedWork> work;
  };

  RecordingBudget budget_;
  const bool isRecording_;
  std::map<std::string, Recording> recordings_;
};

}  // namespace assay
