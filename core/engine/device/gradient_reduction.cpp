// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/gradient_reduction.h"

#include <torch/torch.h>

#include "core/engine/device/power_sgd.h"

namespace assay {
namespace {

class FullReduction final : public GradientReduction {
 public:
  explicit FullReduction(std::unique_ptr<RankSum> sum) : sum_(std::move(sum)) {}
  void average(const GradientBucket& bucket) override {
    sum_->sum(bucket.flat);
    at::Tensor flat = bucket.flat;
    flat.div_(sum_->ranks());
    bytesSent_ += sum_->bytesFor(double(flat.nbytes()));
  }

 private:
  const std::unique_ptr<RankSum> sum_;
};

/// Half the bytes. Divided before the sum, so that FP16 does not overflow for many ranks.
class HalfReduction final : public GradientReduction {
 public:
  HalfReduction(std::unique_ptr<RankSum> sum, at::ScalarType type) : sum_(std::move(sum)), type_(type) {}
  void average(const GradientBucket& bucket) override {
    const at::Tensor half = (bucket.flat / sum_->ranks()).to(type_);
    sum_->sum(half);
    at::Tensor flat = bucket.flat;
    flat.copy_(half);
    bytesSent_ += sum_->bytesFor(double(half.nbytes()));
  }

 private:
  const std::unique_ptr<RankSum> sum_;
  const at::ScalarType type_;
};

}  // namespace

GradientReduction::~GradientReduction() = default;

std::unique_ptr<GradientReduction> makeReduction(std::unique_ptr<RankSum> sum, const NamedTensors& parameters, const ReductionOptions& options) {
  if (options.compression == "none") return std::make_unique<FullReduction>(std::move(sum));
  if (options.compression == "bf16") return std::make_unique<HalfReduction>(std::move(sum), at::kBFloat16);
  if (options.compression == "fp16") return std::make_unique<HalfReduction>(std::move(sum), at::kHalf);
  require(options.compression == "power_sgd", "`" + options.compression + "` is none of none, bf16, fp16, power_sgd", "distributed.compression",
          Code::BadOption);
  return makePowerSgd(std::move(sum), parameters, options);
}

}  // namespace assay
