// SPDX-License-Identifier: Apache-2.0
// The plugin interface. A plugin is a shared library beside its plugin.yaml that exports
// assayPluginAbi and assay_plugin_register. torch objects cross this border, so it is a checked
// same-toolchain ABI: manifest first, then the numbers compiled into the library, then register.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/json.h"
#include "core/base/progress.h"
#include "core/engine/data/batch_source.h"
#include "core/job/run_spec.h"
#include "core/labels/snapshot.h"

namespace torch::nn {
class Module;
}

namespace assay {

/// Terms of a training loss; `total` is what is differentiated, parts are what people look at.
struct LossTerms {
  at::Tensor total;                                          ///< scalar
  std::vector<std::pair<std::string, at::Tensor>> parts;     ///< detached scalars, without "total"
};

/// A typed result that front ends know how to draw: body["kind"] is one of "boxes", "curve",
/// "confusion", "scatter", "table". Written to artifacts/<name>.json.
struct Artifact {
  std::string name;
  Json body;
};

struct EvaluationResult {
  int64_t count = 0;                          ///< items evaluated
  std::map<std::string, double> metrics;      ///< names of the manifest
  std::vector<Artifact> artifacts;
  std::vector<double> milliseconds = {};      ///< of each item that was looked at alone, in their order, from the decoded input to what is said of it; empty: not measured
};

/// A training that comes before the run's own, of the same plugin on the same data with some options changed: without a part of the labels, to be
/// judged by it; or a teacher of unlabelled data. The changes must leave it with no rehearsal of its own.
struct Rehearsal {
  std::string name;                     ///< a plain file name
  OptionValues changes;
};

/// What a model is made from. References stay valid for the model's life.
struct ModelContext {
  const RunSpec& spec;
  const Snapshot& data;
  std::filesystem::path resources;      ///< resourceFolder(): pretrained weights lie in pretrained/
  std::filesystem::path cache;          ///< private folder for decoded data; may be deleted any time
  int threads = 1;                      ///< what the loader may use
  std::map<std::string, Json> rehearsed = {};   ///< in a training: by name, what each of rehearsals() told; empty before they were made
  Progress progress = {};               ///< for long preparations, in trainingSource() above all: tells the run's events, throws Error{Stopped} when asked to stop
};

/// One model with its data and loss: what a plugin author writes. Created per job by the factory that
/// the plugin registers. Calls come from one thread, except BatchSource::makeBatch.
class ASSAY_ENGINE_API ModelType {
 public:
  virtual ~ModelType();

  /// Parameter and buffer names are checkpoint keys, and so a public contract of the plugin.
  virtual torch::nn::Module& network() = 0;

  /// Training samples; made on first call. Throws Error{BadInput} when there is nothing to learn from.
  virtual std::shared_ptr<const BatchSource> trainingSource() = 0;

  /// True for models that learn in one pass over the data and not by steps, as one that remembers what is normal: `fit` is then called in place of
  /// all training, with the network in evaluation mode on its device, and trainingSource and loss never.
  virtual bool learnsInOnePass() const;
  /// What is learnt goes into the network's tensors and metadata(). Throws Error{Stopped} when `progress` is cancelled.
  virtual void fit(const Progress& progress);

  /// Forward pass and loss; the network is in training mode on the batch's device.
  virtual LossTerms loss(const Batch& batch) = 0;

  /// Metrics on a split; the network is in evaluation mode, without gradients, with the weights to judge.
  virtual EvaluationResult evaluate(Split split, const Progress& progress) = 0;

  /// One input to one output: {"image":...,"reference":...} or {"row":{...}}. Throws Error{BadInput}.
  virtual Json predict(const Json& input) = 0;

  /// Called once after training with the final weights, in evaluation mode: choose thresholds and the
  /// like on held-out data. What must survive goes into metadata().
  virtual void calibrate(const Progress& progress);

  /// Trainings that come before this one, each made once, judged and thrown away. None by default; one process alone makes them.
  virtual std::vector<Rehearsal> rehearsals() const;
  /// Asked of the model of a rehearsal, with the weights that it learnt, in evaluation mode: what the run's own model must know of it.
  virtual Json tell(const std::string& rehearsal, const Progress& progress);

  /// What a reader of the model's figures must be told and would not guess, as where its labels come from: subject and statement, in English.
  virtual std::vector<std::pair<std::string, std::string>> disclosures() const;

  /// Small state beside the weights (thresholds, normalisation, vocabulary); saved with each checkpoint.
  virtual Json metadata() const;
  virtual void restoreMetadata(const Json& metadata);

  /// True for parameters that must not be decayed; the default exempts every tensor with one dimension.
  virtual bool exemptFromDecay(const std::string& parameterName, const at::Tensor& parameter) const;

  /// Share of the step's learning rate that a parameter gets, 0 or more; 1 by default. Weights that were
  /// trained before want a smaller one than those that start from nothing.
  virtual double rateFactor(const std::string& parameterName) const;

  /// Several ranks that train together need no code of a plugin's: its loss is a mean over the batch (Batch::weight), and
  /// their gradients are averaged. These two only save time and traffic. Whether a loss always reaches every parameter
  /// that learns; false costs a look at the graph in each step.
  virtual bool usesEveryParameter() const;
  /// Whether the gradient holds only the rows that a batch touched (at::embedding with sparse = true).
  virtual bool hasSparseGradient(const std::string& parameterName) const;
};

using ModelFactory = std::function<std::unique_ptr<ModelType>(const ModelContext&)>;

/// Where assay_plugin_register puts its factory.
class ASSAY_ENGINE_API PluginRegistry {
 public:
  /// Throws Error{BadPlugin} for an id that is taken.
  void add(std::string id, ModelFactory factory);
  const ModelFactory* find(std::string_view id) const;

 private:
  std::map<std::string, ModelFactory, std::less<>> factories_;
};

}  // namespace assay

/// Numbers compiled into the library, compared with the manifest and with the worker's own.
struct AssayPluginAbi {
  int abi;
  const char* torch;
  const char* id;
  const char* version;
};

/// Use once in one source file of the plugin: ASSAY_PLUGIN("detector", "1.0.0") { registry.add(...); }
#define ASSAY_PLUGIN(ID, VERSION)                                                               \
  extern "C" ASSAY_EXPORT const AssayPluginAbi assayPluginAbi{                                  \
      ::assay::pluginAbi, ::assay::engineTorchVersion, ID, VERSION};                            \
  extern "C" ASSAY_EXPORT void assay_plugin_register(::assay::PluginRegistry& registry)
