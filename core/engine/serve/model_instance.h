// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/engine/device/device_plan.h"
#include "core/engine/plugin/plugin_loader.h"
#include "core/job/run_directory.h"

namespace assay {

enum class Weights {
  Fresh,            ///< initialised from the run's seed: for training
  LastCheckpoint    ///< what the run learnt, ready to judge and predict
};

/// A run's model brought to life in this process: spec, dataset version, plugin, device, weights.
class ASSAY_ENGINE_API ModelInstance {
 public:
  /// Throws Error{NotFound} when the plugin, the dataset version or (LastCheckpoint) a good checkpoint is
  /// not there; Error{BadInput} when the checkpoint is of another plugin, version or shape.
  ModelInstance(const RunDirectory& run, Weights weights, Progress progress = {}, std::map<std::string, Json> rehearsed = {});
  ~ModelInstance();

  const RunSpec& spec() const { return spec_; }
  const Snapshot& data() const { return data_; }
  const DevicePlan& plan() const { return plan_; }
  ModelType& model() { return *model_; }

  /// One input through the plugin, in evaluation mode and without gradients. What the plugin throws and is
  /// no Error becomes Error{JobFailed}.
  Json predict(const Json& input);

 private:
  void loadWeights(const RunDirectory& run);

  RunSpec spec_;
  Snapshot data_;
  DevicePlan plan_;
  LoadedPlugin plugin_;
  ModelContext context_;
  std::unique_ptr<ModelType> model_;
};

/// -1, 0, 1 for dotted numbers: "1.10.0" is after "1.9". Throws Error{BadInput} for anything else.
ASSAY_ENGINE_API int compareVersions(const std::string& a, const std::string& b);

}  // namespace assay
