// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/plane_view.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace assay::detector {

namespace {

constexpr int one = 1 << 16;      // positions in 16.16 fixed point: exact steps, no rounding per pixel

struct Cursor {
  int64_t x, y;
};

template <int channels>
void sampleRow(const PlaneView& plane, Cursor at, int64_t stepX, int64_t stepY, int width, uint8_t* out) {
  const int64_t lastX = int64_t(plane.width - 1) * one, lastY = int64_t(plane.height - 1) * one;
  for (int i = 0; i < width; ++i, at.x += stepX, at.y += stepY) {
    const int64_t x = std::clamp<int64_t>(at.x, 0, lastX), y = std::clamp<int64_t>(at.y, 0, lastY);
    const int x0 = int(x >> 16), y0 = int(y >> 16);
    const int x1 = std::min(x0 + 1, plane.width - 1), y1 = std::min(y0 + 1, plane.height - 1);
    const int fx = int(x & 0xffff) >> 8, fy = int(y & 0xffff) >> 8;
    const uint8_t *upper = plane.row(y0), *lower = plane.row(y1);
    for (int c = 0; c < channels; ++c) {
      const int top = upper[x0 * channels + c] * (256 - fx) + upper[x1 * channels + c] * fx;
      const int low = lower[x0 * channels + c] * (256 - fx) + lower[x1 * channels + c] * fx;
      out[i * channels + c] = uint8_t((top * (256 - fy) + low * fy + (1 << 15)) >> 16);
    }
  }
}

}  // namespace

Image sampleCrop(const PlaneView& plane, const Affine& m, int width, int height) {
  Image out(width, height, plane.channels);
  const auto fixed = [](double v) { return int64_t(std::llround(v * one)); };
  for (int y = 0; y < height; ++y) {
    // Pixel centres lie at +.5; positions below are relative to centres again.
    const Cursor at{fixed(m[0] * 0.5 + m[1] * (y + 0.5) + m[2] - 0.5), fixed(m[3] * 0.5 + m[4] * (y + 0.5) + m[5] - 0.5)};
    if (plane.channels == 1) sampleRow<1>(plane, at, fixed(m[0]), fixed(m[3]), width, out.row(y));
    else sampleRow<3>(plane, at, fixed(m[0]), fixed(m[3]), width, out.row(y));
  }
  return out;
}

Image cutOut(const PlaneView& plane, int x, int y, int width, int height) {
  const int x1 = std::clamp(x, 0, plane.width - 1), x2 = std::clamp(x + width, x1 + 1, plane.width);
  const int y1 = std::clamp(y, 0, plane.height - 1), y2 = std::clamp(y + height, y1 + 1, plane.height);
  Image out(x2 - x1, y2 - y1, plane.channels);
  for (int row = y1; row < y2; ++row)
    std::memcpy(out.row(row - y1), plane.row(row) + std::size_t(x1) * std::size_t(plane.channels), out.rowBytes());
  return out;
}

}  // namespace assay::detector
