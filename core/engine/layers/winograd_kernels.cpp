// SPDX-License-Identifier: Apache-2.0
#include "core/engine/layers/winograd_kernels.h"

#include "core/engine/layers/lanes.h"

namespace assay::winograd {

namespace {

constexpr int64_t pairLanes = 2 * laneCount;
constexpr int64_t blockChannels = 4;   // of a filter's gradient, summed in registers at a time

/// One line of six through B^T; `step` apart.
ASSAY_LANES inline void transformInputLine(Lanes* to, const Lanes* from, int64_t step) {
  const Lanes a = from[0], b = from[step], c = from[2 * step], d = from[3 * step], e = from[4 * step], f = from[5 * step];
  const Lanes even = e - 4 * c, odd = d - 4 * b, evenHalf = e - c, oddHalf = 2 * (d - b);
  to[0] = 4 * a - 5 * c + e;
  to[step] = even + odd;
  to[2 * step] = even - odd;
  to[3 * step] = evenHalf + oddHalf;
  to[4 * step] = evenHalf - oddHalf;
  to[5 * step] = 4 * b - 5 * d + f;
}

/// One line of six products through A^T to four results.
ASSAY_LANES inline void transformOutputLine(Lanes* to, int64_t toStep, const Lanes* from, int64_t step) {
  const Lanes near = from[step] + from[2 * step], nearOdd = from[step] - from[2 * step];
  const Lanes far = from[3 * step] + from[4 * step], farOdd = from[3 * step] - from[4 * step];
  to[0] = from[0] + near + far;
  to[toStep] = nearOdd + 2 * farOdd;
  to[2 * toStep] = near + 4 * far;
  to[3 * toStep] = nearOdd + 8 * farOdd + from[5 * step];
}

/// One line of four through A to six.
ASSAY_LANES inline void transformGradientLine(Lanes* to, int64_t toStep, const Lanes* from, int64_t step) {
  const Lanes a = from[0], b = from[step], c = from[2 * step], d = from[3 * step];
  const Lanes even = a + c, odd = b + d, evenFar = a + 4 * c, oddFar = 2 * b + 8 * d;
  to[0] = a;
  to[toStep] = even + odd;
  to[2 * toStep] = even - odd;
  to[3 * toStep] = evenFar + oddFar;
  to[4 * toStep] = evenFar - oddFar;
  to[5 * toStep] = d;
}

enum class Store { Set, Add };

/// to [rows][count registers] = (or +=) the sum over `depth` of a[row * rowStep + k * depthStep] times a row of b.
template <int64_t rows, int64_t count, Store store>
ASSAY_LANES inline void multiplyBlock(const float* a, int64_t rowStep, int64_t depthStep, const float* b, int64_t bStep, int64_t depth, float* to, int64_t toStep) {
  Lanes sums[rows][count];
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t i = 0; i < count; ++i) sums[r][i] = Lanes{};   // braces at the array would clear memory that it never has
  for (int64_t k = 0; k < depth; ++k)
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t i = 0; i < count; ++i) sums[r][i] += a[r * rowStep + k * depthStep] * lanesAt(b + k * bStep + i * laneCount);
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t i = 0; i < count; ++i) {
      Lanes& place = lanesAt(to + r * toStep + i * laneCount);
      place = store == Store::Add ? place + sums[r][i] : sums[r][i];
    }
}

}  // namespace

ASSAY_LANES void transformInput(const float* const* pixels, int64_t channels, float* out, int64_t plane) {
  for (int64_t c = 0; c < channels; c += laneCount) {
    Lanes tile[positions], half[positions];
    for (int64_t i = 0; i < positions; ++i) tile[i] = lanesAt(pixels[i] + c);
    for (int64_t x = 0; x < inSide; ++x) transformInputLine(half + x, tile + x, inSide);
    for (int64_t y = 0; y < inSide; ++y) transformInputLine(tile + inSide * y, half + inSide * y, 1);
    for (int64_t i = 0; i < positions; ++i) lanesAt(out + i * plane + c) = tile[i];
  }
}

ASSAY_LANES void transformOutputGradient(const float* const* pixels, int64_t channels, float* out, int64_t plane) {
  for (int64_t c = 0; c < channels; c += laneCount) {
    Lanes given[outCells], half[inSide * outSide], tile[positions];
    for (int64_t i = 0; i < outCells; ++i) given[i] = lanesAt(pixels[i] + c);
    for (int64_t x = 0; x < outSide; ++x) transformGradientLine(half + x, outSide, given + x, outSide);
    for (int64_t y = 0; y < inSide; ++y) transformGradientLine(tile + inSide * y, 1, half + outSide * y, 1);
    for (int64_t i = 0; i < positions; ++i) lanesAt(out + i * plane + c) = tile[i];
  }
}

ASSAY_LANES void transformOutput(const float* in, int64_t plane, int64_t channels, const float* bias, float least, float* const* pixels) {
  for (int64_t c = 0; c < channels; c += laneCount) {
    Lanes tile[positions], half[outSide * inSide], out[outCells];
    for (int64_t i = 0; i < positions; ++i) tile[i] = lanesAt(in + i * plane + c);
    for (int64_t x = 0; x < inSide; ++x) transformOutputLine(half + x, inSide, tile + x, inSide);
    for (int64_t y = 0; y < outSide; ++y) transformOutputLine(out + outSide * y, 1, half + inSide * y, 1);
    const Lanes& offset = lanesAt(bias + c);
    for (int64_t i = 0; i < outCells; ++i) {
      if (pixels[i] == nullptr) continue;
      const Lanes value = out[i] + offset;
      lanesAt(pixels[i] + c) = value < least ? least + Lanes{} : value;   // what is no number stays so
    }
  }
}

ASSAY_LANES void multiply(const float* seen, const float* filters, int64_t tiles, int64_t in, int64_t out, float* products) {
  for (int64_t o = 0; o < out; o += pairLanes)
    for (int64_t t = 0; t < tiles; t += blockTiles)
      if (out - o >= pairLanes) multiplyBlock<blockTiles, 2, Store::Set>(seen + t * in, in, 1, filters + o, out, in, products + t * out + o, out);
      else multiplyBlock<blockTiles, 1, Store::Set>(seen + t * in, in, 1, filters + o, out, in, products + t * out + o, out);
}

ASSAY_LANES void addProducts(const float* seen, const float* given, int64_t tiles, int64_t in, int64_t out, float* sums) {
  for (int64_t o = 0; o < out; o += pairLanes)
    for (int64_t c = 0; c < in; c += blockChannels)
      if (out - o >= pairLanes) multiplyBlock<blockChannels, 2, Store::Add>(seen + c, 1, in, given + o, out, tiles, sums + c * out + o, out);
      else multiplyBlock<blockChannels, 1, Store::Add>(seen + c, 1, in, given + o, out, tiles, sums + c * out + o, out);
}

}  // namespace assay::winograd
