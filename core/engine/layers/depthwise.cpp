// SPDX-License-Identifier: Apache-2.0
#include "core/engine/layers/depthwise.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include "core/engine/layers/lanes.h"

namespace assay {

namespace {

constexpr int64_t blockLanes = 2, blockChannels = blockLanes * laneCount;   // a line of the cache: what one pixel gives

/// A batch of maps, channels last.
struct Maps {
  const float* values;
  int64_t images, height, width, channels;

  explicit Maps(const at::Tensor& maps)
      : values(maps.const_data_ptr<float>()), images(maps.size(0)), height(maps.size(2)), width(maps.size(3)), channels(maps.size(1)) {}
  const float* at(int64_t image, int64_t y, int64_t x, int64_t channel) const { return values + ((image * height + y) * width + x) * channels + channel; }
};

/// Adds to a row of `side` taps what a row of `count` results says of it: given[i] times x[i * stride + tap].
template <int64_t side>
ASSAY_LANES inline void addRow(const float* given, const float* x, int64_t count, int64_t channels, int64_t stride, float* taps) {
  Lanes sums[side][blockLanes];
  for (int64_t k = 0; k < side; ++k)
    for (int64_t i = 0; i < blockLanes; ++i) sums[k][i] = lanesAt(taps + k * blockChannels + i * laneCount);
  for (int64_t n = 0; n < count; ++n, given += channels, x += stride * channels)
    for (int64_t k = 0; k < side; ++k)
      for (int64_t i = 0; i < blockLanes; ++i) sums[k][i] += lanesAt(given + i * laneCount) * lanesAt(x + k * channels + i * laneCount);
  for (int64_t k = 0; k < side; ++k)
    for (int64_t i = 0; i < blockLanes; ++i) lanesAt(taps + k * blockChannels + i * laneCount) = sums[k][i];
}

/// taps [side][side][blockChannels] of the channels from `first` on.
template <int64_t side>
ASSAY_LANES void sumTaps(const Maps& given, const Maps& x, int64_t stride, int64_t first, float* taps) {
  for (int64_t image = 0; image < given.images; ++image)
    for (int64_t y = 0; y < given.height; ++y)
      for (int64_t k = 0; k < side; ++k)
        addRow<side>(given.at(image, y, 0, first), x.at(image, y * stride + k, 0, first), given.width, given.channels, stride, taps + k * side * blockChannels);
}

/// [C,1,K,K]
template <int64_t side>
at::Tensor filterGradient(const at::Tensor& given, const at::Tensor& x, int64_t stride) {
  const Maps results(given), seen(x);
  const at::Tensor taps = at::zeros({seen.channels / blockChannels, side, side, blockChannels});
  at::parallel_for(0, taps.size(0), 1, [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; ++block) sumTaps<side>(results, seen, stride, block * blockChannels, taps.data_ptr<float>() + block * side * side * blockChannels);
  });
  return taps.permute({0, 3, 1, 2}).reshape({seen.channels, 1, side, side});
}

struct Depthwise : torch::autograd::Function<Depthwise> {
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, const at::Tensor& weight, int64_t stride) {
    context->save_for_backward({x, weight});
    context->saved_data["stride"] = stride;
    return at::convolution(x, weight, {}, {stride, stride}, {0, 0}, {1, 1}, false, {0, 0}, x.size(1));
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list outer) {
    TORCH_CHECK(!at::GradMode::is_enabled(), "depthwise convolutions of a CPU have no gradients of gradients");
    const auto saved = context->get_saved_variables();
    const at::Tensor &x = saved[0], &weight = saved[1], given = outer[0].contiguous(at::MemoryFormat::ChannelsLast);
    const int64_t stride = context->saved_data["stride"].toInt();
    at::Tensor ofX, ofWeight;
    if (context->needs_input_grad(0))
      ofX = std::get<0>(at::convolution_backward(given, x, weight, at::OptionalIntArrayRef(), {stride, stride}, {0, 0}, {1, 1}, false, {0, 0}, x.size(1), {true, false, false}));
    if (context->needs_input_grad(1)) ofWeight = weight.size(2) == 3 ? filterGradient<3>(given, x, stride) : filterGradient<5>(given, x, stride);
    return {ofX, ofWeight, at::Tensor()};
  }
};

}  // namespace

bool suitsDepthwise(const at::Tensor& x, const at::Tensor& weight) {
  if (!x.is_cpu() || x.scalar_type() != at::kFloat || weight.scalar_type() != at::kFloat || x.dim() != 4 || weight.dim() != 4) return false;
  if (!x.is_contiguous(at::MemoryFormat::ChannelsLast) || weight.size(0) != x.size(1) || weight.size(1) != 1 || x.size(1) % blockChannels != 0) return false;
  return weight.size(2) == weight.size(3) && (weight.size(2) == 3 || weight.size(2) == 5) && hasLanes();
}

at::Tensor depthwiseConvolution(const at::Tensor& x, const at::Tensor& weight, int64_t stride) { return Depthwise::apply(x, weight, stride); }

}  // namespace assay
