// SPDX-License-Identifier: Apache-2.0
// A model type of a few weights for tests of the trainer: linear, batch norm, dropout, linear on 64 made-up
// samples, so that buffers, the random generator and the average all matter for the final weights.
#pragma once

#include <functional>

#include "core/engine/plugin/model_type.h"
#include "core/job/run_directory.h"

namespace assay::test {

struct TinyOptions {
  int64_t inputs = 4;                                  ///< another number gives other tensor shapes
  int64_t samples = 64;
  std::function<void(int64_t call)> onLoss;            ///< before each loss; may ask to stop
  std::function<bool(int64_t call)> isLossBroken;      ///< true: this loss is NaN
  std::function<void()> onEvaluate;
};

std::unique_ptr<ModelType> makeTinyModel(const TinyOptions& options = {});

/// common options for a run of few steps without clock, one thread, FP32; `changes` on top.
OptionValues quickOptions(const OptionValues& changes = {});

/// A run directory in `folder` for the tiny model.
RunDirectory makeRun(const std::filesystem::path& folder, const OptionValues& changes = {}, uint64_t seed = 0);

/// Trains the tiny model from the run's state to its end or to a stop; returns the final state.
RunState trainTiny(const RunDirectory& run, const TinyOptions& options = {}, const CancelToken& cancel = {});

/// Every byte of the newest checkpoint's tensors, by file and name.
std::map<std::string, std::string> checkpointBytes(const RunDirectory& run);

}  // namespace assay::test
