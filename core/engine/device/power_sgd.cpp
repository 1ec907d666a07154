// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/power_sgd.h"

#include <limits>

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include "core/base/random_seed.h"

namespace assay {
namespace {

/// One parameter's matrix and what is remembered of it.
struct Factor {
  std::string name;
  at::Tensor error;    ///< [n, m]; undefined: this parameter travels as it is
  at::Tensor right;    ///< [m, r], Q of the paper
};

/// Gram-Schmidt, column by column: the columns are few.
void orthogonalise(at::Tensor& columns) {
  constexpr double tiny = 1e-30;   // only against a division by zero: gradients may be small
  for (int64_t c = 0; c < columns.size(1); ++c) {
    at::Tensor column = columns.select(1, c);
    column.div_(column.norm().clamp_min(tiny));
    if (c + 1 == columns.size(1)) break;
    at::Tensor rest = columns.narrow(1, c + 1, columns.size(1) - c - 1);
    rest.sub_(at::outer(column, at::mv(rest.t(), column)));
  }
}

/// Numbers that travel in one message, each tensor with a place of its own.
class Message {
 public:
  Message(const std::vector<std::vector<int64_t>>& shapes, const at::TensorOptions& options) {
    int64_t count = 0;
    for (const auto& shape : shapes) count += c10::multiply_integers(shape);
    flat_ = at::empty({count}, options);
    int64_t at = 0;
    for (const auto& shape : shapes) {
      const int64_t size = c10::multiply_integers(shape);
      parts_.push_back(flat_.narrow(0, at, size).view(shape));
      at += size;
    }
  }
  at::Tensor& part(std::size_t i) { return parts_[i]; }
  const at::Tensor& flat() const { return flat_; }

 private:
  at::Tensor flat_;
  std::vector<at::Tensor> parts_;
};

class PowerSgd final : public GradientReduction {
 public:
  PowerSgd(std::unique_ptr<RankSum> sum, const NamedTensors& parameters, const ReductionOptions& options) : sum_(std::move(sum)), rank_(options.rank) {
    at::Generator random = at::detail::createCPUGenerator(deriveSeed(options.seed, "power sgd"));
    for (const NamedTensor& parameter : parameters) {
      Factor factor{parameter.name, {}, {}};
      const at::Tensor& weight = parameter.tensor;
      const int64_t rows = weight.dim() < 2 ? 0 : weight.size(0), columns = rows > 0 ? weight.numel() / rows : 0;
      const int64_t rank = std::min({rank_, rows, columns});
      if (rank > 0 && (rows + columns) * rank * 2 <= rows * columns) {
        factor.error = at::zeros({rows, columns}, weight.options().requires_grad(false).dtype(at::kFloat));
        factor.right = at::randn({columns, rank}, random).to(weight.device());
      }
      factors_.push_back(std::move(factor));
    }
  }

  void average(const GradientBucket& bucket) override {
    std::vector<Thin> thin;
    std::vector<at::Tensor> whole;
    std::vector<std::vector<int64_t>> lefts, rights;
    for (std::size_t i = 0; i < bucket.parameters.size(); ++i) {
      Factor& factor = factors_[bucket.parameters[i]];
      if (!factor.error.defined()) {
        whole.push_back(bucket.gradients[i]);
        continue;
      }
      thin.push_back({&factor, bucket.gradients[i], bucket.gradients[i].reshape(factor.error.sizes()).to(at::kFloat) + factor.error});
      lefts.push_back({factor.error.size(0), factor.right.size(1)});
      rights.push_back({factor.error.size(1), factor.right.size(1)});
    }
    for (const at::Tensor& gradient : whole) lefts.push_back({gradient.numel()});
    const at::TensorOptions numbers = bucket.flat.options().dtype(at::kFloat);
    Message first(lefts, numbers), second(rights, numbers);
    for (std::size_t k = 0; k < thin.size(); ++k) at::mm_out(first.part(k), thin[k].matrix, thin[k].factor->right);
    for (std::size_t k = 0; k < whole.size(); ++k) first.part(thin.size() + k).copy_(whole[k].reshape({-1}));
    mean(first.flat());
    for (std::size_t k = 0; k < whole.size(); ++k) whole[k].copy_(first.part(thin.size() + k).view(whole[k].sizes()));
    if (thin.empty()) return;
    const at::Tensor isFinite = first.flat().isfinite().all();   // the same on every rank: it is what all have received
    if (isFinite.is_cpu() && !isFinite.item<bool>()) {           // on a GPU nobody waits for the answer, and NaN goes its way through the products
      for (Thin& each : thin) each.gradient.fill_(std::numeric_limits<double>::quiet_NaN());
      return;
    }
    for (std::size_t k = 0; k < thin.size(); ++k) {
      orthogonalise(first.part(k));
      at::mm_out(second.part(k), thin[k].matrix.t(), first.part(k));
    }
    mean(second.flat());
    for (std::size_t k = 0; k < thin.size(); ++k) finish(thin[k], first.part(k), second.part(k), isFinite);
  }

  NamedTensors state() const override {
    NamedTensors result;
    for (const Factor& factor : factors_) {
      if (!factor.error.defined()) continue;
      result.push_back({"error/" + factor.name, factor.error});
      result.push_back({"projection/" + factor.name, factor.right});
    }
    return result;
  }

 private:
  /// A gradient that travels as two thin matrices, with what is owed from before.
  struct Thin {
    Factor* factor;
    at::Tensor gradient, matrix;
  };

  static void finish(Thin& thin, const at::Tensor& left, const at::Tensor& right, const at::Tensor& isFinite) {
    // A direction in which nothing was found in this step keeps its projection, or it would find nothing ever after.
    const at::Tensor isFound = right.norm(2, 0, /*keepdim=*/true).gt(0).logical_and_(isFinite);
    thin.factor->right.copy_(at::where(isFound, right, thin.factor->right));
    const at::Tensor approximation = at::mm(left, right.t());
    if (isFinite.is_cpu()) at::sub_out(thin.factor->error, thin.matrix, approximation);
    else thin.factor->error.copy_(at::where(isFinite, thin.matrix - approximation, thin.factor->error));   // what is owed survives a step that is skipped
    thin.gradient.copy_((isFinite.is_cpu() ? approximation : at::where(isFinite, approximation, std::numeric_limits<double>::quiet_NaN())).view(thin.gradient.sizes()));
  }

  void mean(const at::Tensor& flat) {
    sum_->sum(flat);
    at::Tensor(flat).div_(sum_->ranks());
    bytesSent_ += sum_->bytesFor(double(flat.nbytes()));
  }

  const std::unique_ptr<RankSum> sum_;
  const int64_t rank_;
  std::vector<Factor> factors_;
};

}  // namespace

std::unique_ptr<GradientReduction> makePowerSgd(std::unique_ptr<RankSum> sum, const NamedTensors& parameters, const ReductionOptions& options) {
  require(options.rank > 0, "the rank must be 1 or more", "distributed.compression_rank", Code::BadOption);
  return std::make_unique<PowerSgd>(std::move(sum), parameters, options);
}

}  // namespace assay
