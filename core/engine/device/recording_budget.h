// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/core/Stream.h>

#include "core/engine/device/recorded_work.h"

namespace assay {

/// What of work that returns is worth recording: each recording holds memory of its own, and what came once may not come again. After three ordinary rounds
/// of a key the fourth is due; at most four are recorded, and none after two recordings that failed. One thread at a time.
class ASSAY_ENGINE_API RecordingBudget {
 public:
  RecordingBudget(c10::Device device, RecordWork record) : side_(sideStreamOf(device)), record_(std::move(record)) {}

  /// Where work is rehearsed and recorded; none on a CPU.
  const std::optional<c10::Stream>& side() const { return side_; }
  /// Of a key that has no recording: false where it is to be done as usual once more, which is counted.
  bool isDue(const std::string& key);
  /// None where it failed: a warning says why, and the work is still to be done.
  std::unique_ptr<RecordedWork> record(const std::string& key, const std::function<void()>& work);
  int64_t recordings() const { return recorded_; }

 private:
  const std::optional<c10::Stream> side_;
  const RecordWork record_;
  std::map<std::string, int> rehearsals_;
  int64_t recorded_ = 0, failed_ = 0;
};

/// Types, shapes and strides: equal for tensors that a recording can take one after another.
ASSAY_ENGINE_API std::string shapesOf(const std::vector<at::Tensor>& tensors);

}  // namespace assay
