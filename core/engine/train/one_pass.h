// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/train/trainer.h"

namespace assay {

/// A run of a model that learns in one pass: fit, judge, save, with the events and the checkpoint of any run. Begun anew when it is resumed before
/// it was done. Throws Error{BadOption} among several ranks.
TrainResult fitInOnePass(ModelType& model, const RunDirectory& run, EventWriter& events, const CancelToken& cancel);

}  // namespace assay
