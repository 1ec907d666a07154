// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/trainer.h"

#include "core/engine/train/one_pass.h"
#include "core/engine/train/training_run.h"

namespace assay {

struct Trainer::Impl {
  ModelType& model;
  const RunDirectory& run;
  EventWriter& events;
};

Trainer::Trainer(ModelType& model, const RunDirectory& run, EventWriter& events)
    : impl_(new Impl{model, run, events}) {}

Trainer::~Trainer() = default;

TrainResult Trainer::run(const CancelToken& cancel) {
  if (impl_->model.learnsInOnePass()) return fitInOnePass(impl_->model, impl_->run, impl_->events, cancel);
  TrainingRun training(impl_->model, impl_->run, impl_->events, cancel);
  while (!training.isOver()) {
    if (training.isStopWanted()) return training.leave();
    training.step();
    training.evaluateIfDue();
    training.checkpointIfDue();
  }
  return training.finish();
}

}  // namespace assay
