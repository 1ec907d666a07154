// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/pass_recorder.h"

#include <sstream>

#include <torch/torch.h>

#include "core/base/log_text.h"

namespace assay {
namespace {

constexpr int rehearsalsNeeded = 3;    // libraries choose their kernels, and memory is found
constexpr int64_t mostRecordings = 4;  // each holds its own memory
constexpr int64_t mostFailures = 2;
constexpr std::size_t mostShapes = 256;   // of batches that never come twice nothing need be known

std::string shapesOf(const std::vector<at::Tensor*>& tensors) {
  std::ostringstream text;
  for (const at::Tensor* tensor : tensors) text << tensor->scalar_type() << tensor->sizes() << tensor->strides() << ' ';
  return text.str();
}

void copyTensors(Batch& from, Batch& to) {
  const at::NoGradGuard noGradients;
  const std::vector<at::Tensor*> sources = from.fixedTensors(), targets = to.fixedTensors();
  for (std::size_t i = 0; i < sources.size(); ++i) targets[i]->copy_(*sources[i]);
}

}  // namespace

LossTerms PassRecorder::run(std::unique_ptr<Batch> batch, const std::string& variant, const Pass& pass) {
  const std::vector<at::Tensor*> tensors = batch->fixedTensors();
  if (tensors.empty()) return pass(*batch);
  const std::string key = variant + ' ' + shapesOf(tensors);
  if (shapes_.size() >= mostShapes && !shapes_.contains(key)) return pass(*batch);
  Shape& shape = shapes_[key];
  if (shape.work) {
    copyTensors(*batch, *shape.batch);
  } else {
    const SideWork side(side_);
    if (!isWorthRecording(shape) || !tryRecord(shape, batch, pass)) {
      ++shape.rehearsals;
      return pass(*batch);
    }
  }
  shape.work->replay();
  ++replays_;
  return shape.terms;
}

bool PassRecorder::isWorthRecording(const Shape& shape) const {
  return shape.rehearsals >= rehearsalsNeeded && recorded_ < mostRecordings && failed_ < mostFailures;
}

bool PassRecorder::tryRecord(Shape& shape, std::unique_ptr<Batch>& batch, const Pass& pass) {
  try {
    shape.work = record_([&shape, batch = batch.get(), pass] { shape.terms = pass(*batch); });
    shape.batch = std::move(batch);
    ++recorded_;
    return true;
  } catch (const std::exception& fault) {
    logWarning(std::string("a training step cannot be recorded as a CUDA graph and is queued kernel by kernel: ") + fault.what());
    shape.terms = {};
    shape.rehearsals = 0;   // not at the next batch again
    ++failed_;
    return false;
  }
}

}  // namespace assay
