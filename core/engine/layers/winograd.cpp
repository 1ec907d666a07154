// SPDX-License-Identifier: Apache-2.0
#include "core/engine/layers/winograd.h"

#include <algorithm>
#include <limits>
#include <vector>

#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include "core/engine/layers/lanes.h"
#include "core/engine/layers/winograd_kernels.h"

namespace assay {

using namespace winograd;

namespace {

constexpr int64_t chunkTiles = 9 * blockTiles;   // at most so many are transformed, multiplied and transformed back together
constexpr int64_t gradientTiles = 2 * chunkTiles, gradientParts = 8;   // sums of a filter's gradient: whatever the number of threads
constexpr int64_t fewestTiles = 64;       // below, transforming the filters costs what the fewer multiplications save
constexpr int64_t fewestChannels = 32;

/// G (x) G: what turns the nine values of a filter into 36.
const at::Tensor& filterTransform() {
  static const at::Tensor both = [] {
    const at::Tensor g = at::tensor({1 / 4.0, 0.0, 0.0, -1 / 6.0, -1 / 6.0, -1 / 6.0, -1 / 6.0, 1 / 6.0, -1 / 6.0, 1 / 24.0, 1 / 12.0, 1 / 6.0, 1 / 24.0, -1 / 12.0, 1 / 6.0, 0.0, 0.0, 1.0}, at::kDouble)
                             .view({inSide, filterSide});
    return at::kron(g, g).to(at::kFloat);
  }();
  return both;
}

/// [36][C * O]
at::Tensor transformedFilters(const at::Tensor& weight) {
  return at::mm(filterTransform(), weight.permute({2, 3, 1, 0}).reshape({filterSide * filterSide, weight.size(1) * weight.size(0)}));
}

/// Tiles of a chunk, so that each thread has one; they do not touch each other, so their number changes no bit.
int64_t chunkOf(int64_t tiles) {
  const int64_t share = (tiles + at::get_num_threads() - 1) / at::get_num_threads();
  return std::clamp((share + blockTiles - 1) / blockTiles * blockTiles, blockTiles, chunkTiles);
}

/// The tiles of a batch of maps, row by row.
struct Tiling {
  int64_t images, height, width;
  int64_t rows = (height + outSide - 1) / outSide, columns = (width + outSide - 1) / outSide;

  explicit Tiling(const at::Tensor& maps) : images(maps.size(0)), height(maps.size(2)), width(maps.size(3)) {}
  int64_t count() const { return images * rows * columns; }

  /// Calls visit(i, pixel) for each of the side x side pixels of tile `t`, from `before` above and left of its results; pixel: its number in the batch, -1
  /// outside its map.
  template <class Visit>
  void forPixels(int64_t t, int64_t side, int64_t before, Visit visit) const {
    const int64_t image = t / (rows * columns), place = t % (rows * columns);
    const int64_t top = place / columns * outSide - before, left = place % columns * outSide - before;
    for (int64_t i = 0; i < side * side; ++i) {
      const int64_t y = top + i / side, x = left + i % side;
      const bool isInside = x >= 0 && y >= 0 && x < width && y < height;
      visit(i, isInside ? (image * height + y) * width + x : -1);
    }
  }
};

/// The channels of pixels of a batch, zeros beyond the edges.
class Pixels {
 public:
  explicit Pixels(const at::Tensor& maps) : tiling(maps), channels(maps.size(1)), from_(maps.const_data_ptr<float>()), zeros_(std::size_t(channels), 0.0f) {}

  /// Transforms `count` tiles from number `first` to [36][room][channels].
  void transformInputs(int64_t first, int64_t count, int64_t room, float* to) const { transformAll<inSide, 1>(transformInput, first, count, room, to); }
  void transformGradients(int64_t first, int64_t count, int64_t room, float* to) const { transformAll<outSide, 0>(transformOutputGradient, first, count, room, to); }

  const Tiling tiling;
  const int64_t channels;

 private:
  template <int64_t side, int64_t before, class Transform>
  void transformAll(Transform transform, int64_t first, int64_t count, int64_t room, float* to) const {
    const float* origins[side * side];
    for (int64_t t = 0; t < count; ++t) {
      tiling.forPixels(first + t, side, before, [&](int64_t i, int64_t pixel) { origins[i] = pixel < 0 ? zeros_.data() : from_ + pixel * channels; });
      transform(origins, channels, to + t * channels, room * channels);
    }
  }

  const float* from_;
  std::vector<float> zeros_;
};

void transformOutputs(const Tiling& tiling, int64_t first, int64_t count, const float* products, int64_t channels, const float* bias, float least, float* to) {
  float* targets[outCells];
  for (int64_t t = 0; t < count; ++t) {
    tiling.forPixels(first + t, outSide, 0, [&](int64_t i, int64_t pixel) { targets[i] = pixel < 0 ? nullptr : to + pixel * channels; });
    transformOutput(products + t * channels, chunkTiles * channels, channels, bias, least, targets);
  }
}

/// [36][C][O]: how the loss changes with the transformed filters.
at::Tensor gradientOfFilters(const at::Tensor& x, const at::Tensor& given) {
  const Pixels inputs(x), gradients(given);
  const int64_t in = inputs.channels, out = gradients.channels, tiles = inputs.tiling.count();
  const int64_t chunks = (tiles + gradientTiles - 1) / gradientTiles, parts = std::min(chunks, gradientParts);
  const at::Tensor sums = at::zeros({parts, positions, in, out});
  at::parallel_for(0, parts, 1, [&](int64_t begin, int64_t end) {
    const at::Tensor seen = at::empty({positions, gradientTiles, in}), meant = at::empty({positions, gradientTiles, out});
    float *const s = seen.data_ptr<float>(), *const m = meant.data_ptr<float>();
    for (int64_t part = begin; part < end; ++part)
      for (int64_t first = part * gradientTiles; first < tiles; first += parts * gradientTiles) {
        const int64_t count = std::min(gradientTiles, tiles - first);
        inputs.transformInputs(first, count, gradientTiles, s);
        gradients.transformGradients(first, count, gradientTiles, m);
        for (int64_t p = 0; p < positions; ++p)
          addProducts(s + p * gradientTiles * in, m + p * gradientTiles * out, count, in, out, sums.data_ptr<float>() + (part * positions + p) * in * out);
      }
  });
  return sums.sum(0);
}

struct Winograd : torch::autograd::Function<Winograd> {
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, const at::Tensor& weight) {
    context->save_for_backward({x, weight});
    return winogradConvolution(x, weight, at::zeros({weight.size(0)}), /*isRectified=*/false);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list outer) {
    TORCH_CHECK(!at::GradMode::is_enabled(), "convolutions of a CPU with fewer multiplications have no gradients of gradients");
    const c10::impl::ExcludeDispatchKeyGuard fullPrecision(c10::DispatchKeySet(c10::DispatchKey::AutocastCPU));
    const auto saved = context->get_saved_variables();
    const at::Tensor &x = saved[0], &weight = saved[1], given = outer[0].contiguous(at::MemoryFormat::ChannelsLast);
    const int64_t in = weight.size(1), out = weight.size(0);
    at::Tensor ofX, ofWeight;
    if (context->needs_input_grad(0)) ofX = winogradConvolution(given, weight.flip({2, 3}).transpose(0, 1), at::zeros({in}), /*isRectified=*/false);
    if (context->needs_input_grad(1)) {
      const at::Tensor nine = at::mm(filterTransform().t(), gradientOfFilters(x, given).view({positions, in * out}));
      ofWeight = nine.view({filterSide, filterSide, in, out}).permute({3, 2, 0, 1}).contiguous(weight.suggest_memory_format());
    }
    return {ofX, ofWeight};
  }
};

}  // namespace

bool suitsWinograd(const at::Tensor& x, const at::Tensor& weight) {
  if (!x.is_cpu() || x.scalar_type() != at::kFloat || weight.scalar_type() != at::kFloat || x.dim() != 4 || weight.dim() != 4) return false;
  if (at::autocast::is_autocast_enabled(at::kCPU) || !x.is_contiguous(at::MemoryFormat::ChannelsLast)) return false;
  const int64_t out = weight.size(0), in = weight.size(1);
  if (weight.size(2) != filterSide || weight.size(3) != filterSide || in != x.size(1) || in % laneCount != 0 || out % laneCount != 0) return false;
  return std::min(in, out) >= fewestChannels && Tiling(x).count() >= fewestTiles && hasLanes();
}

at::Tensor winogradConvolution(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, bool isRectified) {
  const Pixels inputs(x);
  const Tiling& tiling = inputs.tiling;
  const int64_t in = inputs.channels, out = weight.size(0), step = chunkOf(tiling.count()), chunks = (tiling.count() + step - 1) / step;
  const at::Tensor filters = transformedFilters(weight), offsets = bias.contiguous();
  const at::Tensor result = at::empty({tiling.images, out, tiling.height, tiling.width}, x.options(), at::MemoryFormat::ChannelsLast);
  const float least = isRectified ? 0 : -std::numeric_limits<float>::infinity();
  at::parallel_for(0, chunks, 1, [&](int64_t begin, int64_t end) {
    const at::Tensor seen = at::zeros({positions, chunkTiles, in}), products = at::empty({positions, chunkTiles, out});
    float *const s = seen.data_ptr<float>(), *const m = products.data_ptr<float>();
    for (int64_t chunk = begin; chunk < end; ++chunk) {
      const int64_t first = chunk * step, count = std::min(step, tiling.count() - first);
      inputs.transformInputs(first, count, chunkTiles, s);
      for (int64_t p = 0; p < positions; ++p) multiply(s + p * chunkTiles * in, filters.const_data_ptr<float>() + p * in * out, count, in, out, m + p * chunkTiles * out);
      transformOutputs(tiling, first, count, m, out, offsets.const_data_ptr<float>(), least, result.data_ptr<float>());
    }
  });
  return result;
}

at::Tensor differentiableWinograd(const at::Tensor& x, const at::Tensor& weight) { return Winograd::apply(x, weight); }

}  // namespace assay
