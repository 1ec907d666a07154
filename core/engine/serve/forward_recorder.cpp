// SPDX-License-Identifier: Apache-2.0
#include "core/engine/serve/forward_recorder.h"

#include <torch/torch.h>

namespace assay {
namespace {

ForwardRecorder::Tensors copies(const ForwardRecorder::Tensors& tensors) {
  ForwardRecorder::Tensors all;
  for (const at::Tensor& tensor : tensors) all.push_back(tensor.clone());
  return all;
}

}  // namespace

ForwardRecorder::Tensors ForwardRecorder::run(const std::string& what, const Tensors& inputs, const Forward& forward) {
  const torch::NoGradGuard noGradients;
  if (!isRecording_) return forward(inputs);
  const std::string key = what + ' ' + shapesOf(inputs);
  auto known = recordings_.find(key);
  if (known == recordings_.end()) {
    const SideWork side(budget_.side());
    if (!budget_.isDue(key)) return forward(inputs);
    Tensors own = copies(inputs);                 // may want memory that is not there
    known = recordings_.try_emplace(key).first;   // whose place is the work's
    Recording& made = known->second;
    made.inputs = std::move(own);
    made.work = budget_.record(key, [&made, forward] { made.outputs = forward(made.inputs); });
    if (!made.work) {
      recordings_.erase(known);
      return forward(inputs);
    }
  }
  Recording& recording = known->second;
  for (std::size_t i = 0; i < inputs.size(); ++i) recording.inputs[i].copy_(inputs[i]);
  recording.work->replay();
  return copies(recording.outputs);
}

}  // namespace assay
