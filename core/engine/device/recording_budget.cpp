// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/recording_budget.h"

#include <sstream>

#include <torch/torch.h>

#include "core/base/log_text.h"

namespace assay {
namespace {

constexpr int rehearsalsNeeded = 3;    // libraries choose their kernels, and memory is found
constexpr int64_t mostRecordings = 4, mostFailures = 2;
constexpr std::size_t mostKeys = 256;  // beyond them all are forgotten: what returns is soon known again

}  // namespace

bool RecordingBudget::isDue(const std::string& key) {
  if (rehearsals_.size() >= mostKeys && !rehearsals_.contains(key)) rehearsals_.clear();
  int& done = rehearsals_[key];
  if (done >= rehearsalsNeeded && recorded_ < mostRecordings && failed_ < mostFailures) return true;
  ++done;
  return false;
}

std::unique_ptr<RecordedWork> RecordingBudget::record(const std::string& key, const std::function<void()>& work) {
  try {
    std::unique_ptr<RecordedWork> recording = record_(work);
    ++recorded_;
    return recording;
  } catch (const std::exception& fault) {
    logWarning(std::string("work of the GPU cannot be recorded as a CUDA graph and is queued kernel by kernel: ") + fault.what());
    rehearsals_[key] = 1;   // not the next time again
    ++failed_;
    return nullptr;
  }
}

std::string shapesOf(const std::vector<at::Tensor>& tensors) {
  std::ostringstream text;
  for (const at::Tensor& tensor : tensors) text << tensor.scalar_type() << tensor.sizes() << tensor.strides() << ' ';
  return text.str();
}

}  // namespace assay
