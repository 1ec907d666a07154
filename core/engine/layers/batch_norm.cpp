// SPDX-License-Identifier: Apache-2.0
#include "core/engine/layers/batch_norm.h"

#include <torch/torch.h>

#include "core/engine/device/process_group.h"

namespace assay {
namespace {

at::Tensor perChannel(const at::Tensor& values) { return values.view({1, -1, 1, 1}); }

/// Mean, variance and number of values per channel over all ranks, out of each one's own (Chan, Golub, LeVeque 1979): sums of
/// squares would lose the small differences.
struct Statistics {
  at::Tensor mean, variance;   ///< [C], variance divided by the count
  double count = 0;
};

Statistics overRanks(ProcessGroup& ranks, const at::Tensor& x) {
  const int64_t channels = x.size(1);
  const double own = double(x.numel() / channels);
  const auto [variance, mean] = at::var_mean(x, at::IntArrayRef{0, 2, 3}, /*correction=*/at::Scalar(0));
  const at::Tensor part = at::cat({mean, variance, at::full({1}, own, mean.options())}), all = at::empty({ranks.size(), 2 * channels + 1}, part.options());
  ranks.gather(part, all.view({-1}));
  const at::Tensor counts = all.narrow(1, 2 * channels, 1), means = all.narrow(1, 0, channels), variances = all.narrow(1, channels, channels);
  Statistics result;
  result.count = counts.sum().item<double>();
  result.mean = (means * counts).sum(0) / result.count;
  result.variance = ((variances + (means - result.mean).square()) * counts).sum(0) / result.count;
  return result;
}

struct SharedNorm : torch::autograd::Function<SharedNorm> {
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, const at::Tensor& gain, const at::Tensor& bias,
                            const at::Tensor& mean, const at::Tensor& inverse, double count) {
    context->save_for_backward({x, gain, mean, inverse});
    context->saved_data["count"] = count;
    return (x - perChannel(mean)) * perChannel(inverse * gain) + perChannel(bias);
  }

  /// Ioffe and Szegedy 2015, with both sums over the whole batch. Gradients of gain and bias are this rank's, as those of any layer.
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list outer) {
    const auto saved = context->get_saved_variables();
    const at::Tensor &x = saved[0], &gain = saved[1], &mean = saved[2], &inverse = saved[3], &gradient = outer[0];
    const int64_t channels = x.size(1);
    const at::Tensor normal = (x - perChannel(mean)) * perChannel(inverse);
    const at::Tensor ofBias = gradient.sum(at::IntArrayRef{0, 2, 3}), ofGain = (gradient * normal).sum(at::IntArrayRef{0, 2, 3});
    const at::Tensor sums = at::cat({ofBias, ofGain});
    currentRanks()->sum(sums);
    sums.div_(context->saved_data["count"].toDouble());
    const at::Tensor ofInput = (gradient - perChannel(sums.narrow(0, 0, channels)) - normal * perChannel(sums.narrow(0, channels, channels))) *
                               perChannel(inverse * gain);
    return {ofInput, ofGain, ofBias, {}, {}, {}};
  }
};

}  // namespace

at::Tensor BatchNorm2dImpl::forward(const at::Tensor& input) {
  ProcessGroup* ranks = currentRanks();
  if (ranks == nullptr || !is_training()) return torch::nn::BatchNorm2dImpl::forward(input);
  _check_input_dim(input);
  const at::Tensor x = input.to(at::kFloat);
  Statistics batch;
  {
    const at::NoGradGuard noGradients;
    batch = overRanks(*ranks, x);
    num_batches_tracked.add_(1);
    const double momentum = options.momentum().value_or(1.0 / num_batches_tracked.item<double>());
    running_mean.lerp_(batch.mean, momentum);
    running_var.lerp_(batch.variance * (batch.count / std::max(batch.count - 1, 1.0)), momentum);
  }
  return SharedNorm::apply(x, weight, bias, batch.mean, at::rsqrt(batch.variance + options.eps()), batch.count).to(input.scalar_type());
}

}  // namespace assay
