// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/pair_augment.h"

#include <cmath>
#include <cstdlib>

namespace assay::detector {

namespace {

constexpr double saltShare = 0.004;   // of a salted crop's pixels

void thresholdInPlace(Image& image) {
  for (std::size_t i = 0; i < image.byteCount(); ++i) image.data()[i] = image.data()[i] > 127 ? 255 : 0;
}

void sprinkle(Image& image, Random& random) {
  const int64_t pixels = int64_t(image.byteCount());
  for (int64_t n = int64_t(saltShare * double(pixels)); n > 0; --n) {
    uint8_t& pixel = image.data()[random.below(pixels)];
    pixel = pixel > 127 ? 0 : 255;
  }
}

void changeLight(Image& image, double gain, double offset) {
  uint8_t table[256];
  for (int v = 0; v < 256; ++v) table[v] = uint8_t(std::clamp(int(std::lround((v - 127.5) * gain + 127.5 + offset)), 0, 255));
  for (std::size_t i = 0; i < image.byteCount(); ++i) image.data()[i] = table[image.data()[i]];
}

/// Sum of four uniforms from one draw: near enough to a normal, and four times cheaper.
void addNoise(Image& image, double deviation, Random& random) {
  if (deviation <= 0) return;
  const double scale = deviation / (65536 * std::sqrt(4.0 / 12));
  for (std::size_t i = 0; i < image.byteCount(); ++i) {
    const uint64_t bits = random.next();
    const double sum = double(bits & 0xffff) + double((bits >> 16) & 0xffff) + double((bits >> 32) & 0xffff) + double(bits >> 48);
    image.data()[i] = uint8_t(std::clamp(int(std::lround(image.data()[i] + (sum - 131070) * scale)), 0, 255));
  }
}

void augmentGrey(CropPair& crop, const PairAugmentOptions& options, Random& random) {
  const auto jitter = [&](double width) { return random.uniform(-width, width); };
  const double gain = 1 + jitter(options.brightness), offset = 255 * jitter(options.brightness);
  // Mostly the same light on both, a little of its own on each.
  changeLight(crop.test, gain * (1 + jitter(options.brightness / 3)), offset + 255 * jitter(options.brightness / 3));
  changeLight(crop.reference, gain, offset);
  if (random.chance(0.5)) addNoise(crop.test, 255 * options.noise * random.uniform(), random);
  if (random.chance(0.5)) addNoise(crop.reference, 255 * options.noise * random.uniform(), random);
}

}  // namespace

void augmentPair(CropPair& crop, const PairAugmentOptions& options, Random& random) {
  if (options.binary) {
    thresholdInPlace(crop.test);
    thresholdInPlace(crop.reference);
  }
  if (random.chance(options.morphology)) {
    Image& image = random.chance(0.5) ? crop.test : crop.reference;
    image = random.chance(0.5) ? dilate(image, 1) : erode(image, 1);
  }
  if (random.chance(options.salt)) sprinkle(random.chance(0.5) ? crop.test : crop.reference, random);
  if (!options.binary) augmentGrey(crop, options, random);
}

void writePairChannels(const Image& test, const Image& reference, float* out) {
  const Image high = dilate(reference, 2), low = erode(reference, 2);
  constexpr float unit = 1.0f / 255;
  const uint8_t *t = test.data(), *r = reference.data(), *h = high.data(), *l = low.data();
  for (std::size_t i = 0; i < test.byteCount(); ++i, out += pairChannels) {
    out[0] = float(t[i]) * unit - 0.5f;
    out[1] = float(r[i]) * unit - 0.5f;
    out[2] = float(std::abs(int(t[i]) - int(r[i]))) * unit;
    out[3] = float(std::max(int(t[i]) - int(h[i]), 0) - std::max(int(l[i]) - int(t[i]), 0)) * unit;
  }
}

}  // namespace assay::detector
