// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/adagrad.h"

#include <torch/torch.h>

namespace assay {
namespace {

constexpr double epsilon = 1e-10;

class Adagrad final : public Optimizer {
 public:
  explicit Adagrad(std::vector<ParameterGroup> groups) : Optimizer(std::move(groups)) {
    for (const ParameterGroup& group : groups_) {
      Sums& sums = sums_.emplace_back();
      for (const NamedTensor& parameter : group.parameters) {
        sums.squares.push_back(at::zeros_like(parameter.tensor));
        // The fused kernel wants step counts; without a decay of the rate over steps it makes nothing of them.
        sums.steps.push_back(at::zeros({}, parameter.tensor.options().dtype(at::kFloat).requires_grad(false)));
      }
    }
  }

  void step(double learningRate) override {
    const at::NoGradGuard noGradients;
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      const double rate = learningRate * groups_[g].rateFactor;
      std::vector<at::Tensor> weights, gradients, squares, steps;
      for (std::size_t i = 0; i < groups_[g].parameters.size(); ++i) {
        const at::Tensor& weight = groups_[g].parameters[i].tensor;
        if (!weight.grad().defined()) continue;
        if (weight.grad().is_sparse()) {
          stepRows(weight, weight.grad(), sums_[g].squares[i], rate, groups_[g].weightDecay);
          continue;
        }
        weights.push_back(weight);
        gradients.push_back(weight.grad());
        squares.push_back(sums_[g].squares[i]);
        steps.push_back(sums_[g].steps[i]);
      }
      if (!weights.empty())
        at::_fused_adagrad_(weights, gradients, squares, steps, rate, /*lr_decay=*/0, groups_[g].weightDecay, epsilon,
                            /*maximize=*/false);
    }
  }

  NamedTensors state() const override {
    NamedTensors result;
    for (std::size_t g = 0; g < groups_.size(); ++g)
      for (std::size_t i = 0; i < groups_[g].parameters.size(); ++i)
        result.push_back({"squares/" + groups_[g].parameters[i].name, sums_[g].squares[i]});
    return result;
  }

 private:
  struct Sums {
    std::vector<at::Tensor> squares, steps;
  };

  static void stepRows(at::Tensor weight, const at::Tensor& sparse, at::Tensor& squares, double rate, double weightDecay) {
    const at::Tensor whole = sparse.coalesce(), rows = whole._indices()[0];
    at::Tensor gradient = whole._values();
    if (weightDecay != 0) gradient = gradient.add(weight.index_select(0, rows), weightDecay);
    const at::Tensor sums = squares.index_select(0, rows).addcmul_(gradient, gradient);
    squares.index_copy_(0, rows, sums);
    weight.index_copy_(0, rows, weight.index_select(0, rows).addcdiv_(gradient, sums.sqrt().add_(epsilon), -rate));
  }

  std::vector<Sums> sums_;
};

}  // namespace

std::unique_ptr<Optimizer> makeAdagrad(std::vector<ParameterGroup> groups) { return std::make_unique<Adagrad>(std::move(groups)); }

}  // namespace assay
