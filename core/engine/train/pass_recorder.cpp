// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/pass_recorder.h"

#include <torch/torch.h>

namespace assay {
namespace {

std::vector<at::Tensor> valuesOf(const std::vector<at::Tensor*>& tensors) {
  std::vector<at::Tensor> all;
  for (const at::Tensor* tensor : tensors) all.push_back(*tensor);
  return all;
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
  const std::string key = variant + ' ' + shapesOf(valuesOf(tensors));
  auto known = recordings_.find(key);
  if (known == recordings_.end()) {
    const SideWork side(budget_.side());
    if (!budget_.isDue(key)) return pass(*batch);
    known = recordings_.try_emplace(key).first;   // whose place is the work's
    Recording& made = known->second;
    made.work = budget_.record(key, [&made, batch = batch.get(), pass] { made.terms = pass(*batch); });
    if (!made.work) {
      recordings_.erase(known);
      return pass(*batch);
    }
    made.batch = std::move(batch);
  } else {
    copyTensors(*batch, *known->second.batch);
  }
  known->second.work->replay();
  ++replays_;
  return known->second.terms;
}

}  // namespace assay
