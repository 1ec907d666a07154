// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/optimizers.h"

#include <cmath>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/train/adagrad.h"

namespace assay {
namespace {

/// AdamW and SGD move every row anyway.
at::Tensor denseGradient(const at::Tensor& weight) {
  return weight.grad().is_sparse() ? weight.grad().to_dense() : weight.grad();
}

/// Decoupled weight decay, Loshchilov and Hutter 2019.
class AdamW final : public Optimizer {
 public:
  AdamW(const OptimizerOptions& options, std::vector<ParameterGroup> groups)
      : Optimizer(std::move(groups)), options_(options) {
    for (const ParameterGroup& group : groups_) {
      Moments& moments = moments_.emplace_back();
      for (const NamedTensor& parameter : group.parameters) {
        moments.first.push_back(at::zeros_like(parameter.tensor));
        moments.second.push_back(at::zeros_like(parameter.tensor));
        moments.steps.push_back(at::zeros({}, parameter.tensor.options().dtype(at::kFloat).requires_grad(false)));
      }
    }
  }

  void step(double learningRate) override {
    const at::NoGradGuard noGradients;
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      std::vector<at::Tensor> weights, gradients, first, second, steps;
      for (std::size_t i = 0; i < groups_[g].parameters.size(); ++i) {
        const at::Tensor& weight = groups_[g].parameters[i].tensor;
        if (!weight.grad().defined()) continue;
        weights.push_back(weight);
        gradients.push_back(denseGradient(weight));
        first.push_back(moments_[g].first[i]);
        second.push_back(moments_[g].second[i]);
        steps.push_back(moments_[g].steps[i]);
      }
      if (weights.empty()) continue;
      at::_foreach_add_(steps, 1);
      at::_fused_adamw_(weights, gradients, first, second, {}, steps,
                        learningRate * groups_[g].rateFactor, options_.beta1, options_.beta2, groups_[g].weightDecay,
                        options_.epsilon, /*amsgrad=*/false, /*maximize=*/false);
    }
  }

  NamedTensors state() const override {
    NamedTensors result;
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      for (std::size_t i = 0; i < groups_[g].parameters.size(); ++i) {
        const std::string& name = groups_[g].parameters[i].name;
        result.push_back({"first/" + name, moments_[g].first[i]});
        result.push_back({"second/" + name, moments_[g].second[i]});
        result.push_back({"steps/" + name, moments_[g].steps[i]});
      }
    }
    return result;
  }

 private:
  struct Moments {
    std::vector<at::Tensor> first, second, steps;
  };
  OptimizerOptions options_;
  std::vector<Moments> moments_;
};

class Sgd final : public Optimizer {
 public:
  Sgd(const OptimizerOptions& options, std::vector<ParameterGroup> groups)
      : Optimizer(std::move(groups)), options_(options) {
    for (const ParameterGroup& group : groups_) {
      auto& velocities = velocities_.emplace_back();
      for (const NamedTensor& parameter : group.parameters) velocities.push_back(at::zeros_like(parameter.tensor));
    }
  }

  void step(double learningRate) override {
    const at::NoGradGuard noGradients;
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      std::vector<at::Tensor> weights, gradients, velocities;
      for (std::size_t i = 0; i < groups_[g].parameters.size(); ++i) {
        const at::Tensor& weight = groups_[g].parameters[i].tensor;
        if (!weight.grad().defined()) continue;
        weights.push_back(weight);
        gradients.push_back(denseGradient(weight));
        if (options_.momentum > 0) velocities.push_back(velocities_[g][i]);
      }
      if (weights.empty()) continue;
      // Velocities start at zero, so no step is special: 0 * momentum + gradient is the first velocity.
      at::_fused_sgd_(weights, gradients, velocities, groups_[g].weightDecay, options_.momentum,
                      learningRate * groups_[g].rateFactor, /*dampening=*/0, /*nesterov=*/false, /*maximize=*/false, /*is_first_step=*/false);
    }
  }

  NamedTensors state() const override {
    NamedTensors result;
    for (std::size_t g = 0; g < groups_.size(); ++g)
      for (std::size_t i = 0; i < groups_[g].parameters.size(); ++i)
        result.push_back({"velocity/" + groups_[g].parameters[i].name, velocities_[g][i]});
    return result;
  }

 private:
  OptimizerOptions options_;
  std::vector<std::vector<at::Tensor>> velocities_;
};

}  // namespace

Optimizer::~Optimizer() = default;

void Optimizer::zeroGradients() {
  for (ParameterGroup& group : groups_)
    for (NamedTensor& parameter : group.parameters) parameter.tensor.mutable_grad().reset();
}

void Optimizer::makeGradientsZero() {
  const at::NoGradGuard noGradients;
  std::vector<at::Tensor> there;
  for (ParameterGroup& group : groups_) {
    for (NamedTensor& parameter : group.parameters) {
      at::Tensor& gradient = parameter.tensor.mutable_grad();
      if (gradient.defined()) there.push_back(gradient);
      else gradient = at::zeros_like(parameter.tensor);
    }
  }
  if (!there.empty()) at::_foreach_zero_(there);
}

namespace {

/// The gradient's numbers, to be changed in place: of a row-sparse one its rows, each once.
at::Tensor numbersOf(const at::Tensor& parameter) {
  if (!parameter.grad().is_sparse()) return parameter.grad();
  at::Tensor& gradient = parameter.mutable_grad();
  gradient = gradient.coalesce();
  return gradient._values();
}

}  // namespace

std::vector<at::Tensor> Optimizer::gradients() const {
  std::vector<at::Tensor> result;
  for (const ParameterGroup& group : groups_)
    for (const NamedTensor& parameter : group.parameters)
      if (parameter.tensor.grad().defined()) result.push_back(numbersOf(parameter.tensor));
  return result;
}

std::unique_ptr<Optimizer> makeOptimizer(const OptimizerOptions& options, std::vector<ParameterGroup> groups) {
  if (options.kind == "adamw") return std::make_unique<AdamW>(options, std::move(groups));
  if (options.kind == "sgd") return std::make_unique<Sgd>(options, std::move(groups));
  if (options.kind == "adagrad") return makeAdagrad(std::move(groups));
  throw Error(Code::BadOption, "`" + options.kind + "` is none of adamw, sgd, adagrad", "trainer.optimizer");
}

double clipGradients(const std::vector<at::Tensor>& gradients, double maxNorm) {
  if (gradients.empty()) return 0;
  const at::NoGradGuard noGradients;
  const std::vector<at::Tensor> norms = at::_foreach_norm(gradients, 2);
  const double norm = at::stack(norms).norm().item<double>();
  if (maxNorm > 0 && std::isfinite(norm) && norm > maxNorm) at::_foreach_mul_(gradients, maxNorm / norm);
  return norm;
}

}  // namespace assay
