// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/engine/data/safetensors.h"

namespace assay {

/// Parameters that share a weight decay and a pace.
struct ParameterGroup {
  NamedTensors parameters;
  double weightDecay = 0;
  double rateFactor = 1;          ///< of the step's learning rate
};

struct OptimizerOptions {
  std::string kind = "adamw";     ///< "adamw", "sgd" or "adagrad"
  double momentum = 0.9;          ///< sgd
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;   ///< adamw
};

/// Updates parameters in place with ATen's fused kernels: one call for all tensors of a group.
/// A parameter without a gradient is left alone. Row-sparse gradients are made dense, except by Adagrad, which then
/// touches only their rows.
class ASSAY_ENGINE_API Optimizer {
 public:
  virtual ~Optimizer();
  virtual void step(double learningRate) = 0;
  /// Moments and step counts by name; shares storage, so restoring into it restores the optimizer.
  virtual NamedTensors state() const = 0;

  void zeroGradients();   ///< takes them away
  /// Every parameter has one of zeros, which keeps its place in memory.
  void makeGradientsZero();
  /// Of all parameters that have one, to be measured and scaled in place; of a row-sparse one the rows it holds.
  std::vector<at::Tensor> gradients() const;

 protected:
  explicit Optimizer(std::vector<ParameterGroup> groups) : groups_(std::move(groups)) {}
  std::vector<ParameterGroup> groups_;
};

/// Throws Error{BadOption} for an unknown kind.
ASSAY_ENGINE_API std::unique_ptr<Optimizer> makeOptimizer(const OptimizerOptions& options,
                                                          std::vector<ParameterGroup> groups);

/// Scales the gradients so that their common 2-norm is at most `maxNorm` (0: only measures). Returns the
/// norm before; a norm that is not finite leaves them as they are.
ASSAY_ENGINE_API double clipGradients(const std::vector<at::Tensor>& gradients, double maxNorm);

}  // namespace assay
