// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/anomaly_map.h"

#include <algorithm>
#include <cmath>

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr double jitter = 1;            // standard deviations: new clean images of magnetic tiles stand 1.24 apart and .5 higher than held-out ones
constexpr float channelScale = 1.0f / (4 * anomalyStep);

Image usual(int width, int height) {
  Image map(width, height, 1);
  std::fill_n(map.data(), map.byteCount(), uint8_t(usualAnomaly));
  return map;
}

}  // namespace

Image greyOfPlaces(const at::Tensor& placeScores) {
  const at::Tensor grey = (placeScores * anomalyStep + usualAnomaly).round().clamp(0, 255).to(at::kCPU, at::kByte).contiguous();
  Image map(int(grey.size(1)), int(grey.size(0)), 1);
  std::copy_n(grey.data_ptr<uint8_t>(), map.byteCount(), map.data());
  return map;
}

Image anomalyOf(const Image& map, int width, int height) {
  if (map.empty()) return usual(width, height);
  return sampleCrop(viewOf(map), {double(map.width()) / width, 0, 0, 0, double(map.height()) / height, 0}, width, height);
}

Image anomalyOfCrop(const PlaneView& map, const CropView& view, int pictureWidth, int pictureHeight) {
  if (map.pixels == nullptr) return usual(view.size, view.size);
  Affine toMap = view.toPicture();
  for (std::size_t i = 0; i < 3; ++i) {
    toMap[i] *= double(map.width) / pictureWidth;
    toMap[i + 3] *= double(map.height) / pictureHeight;
  }
  return sampleCrop(map, toMap, view.size, view.size);
}

void jitterAnomaly(Image& map, Random& random) {
  const int shift = int(std::lround(anomalyStep * random.uniform(-jitter, jitter)));
  std::transform(map.data(), map.data() + map.byteCount(), map.data(), [shift](uint8_t v) { return uint8_t(std::clamp(v + shift, 0, 255)); });
}

void writeAnomalyChannel(const Image& map, int stride, float* out) {
  const uint8_t* from = map.data();
  for (std::size_t i = 0; i < map.byteCount(); ++i, out += stride) *out = float(from[i] - usualAnomaly) * channelScale;
}

}  // namespace assay::detector
