// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/normalisation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/imaging/transform.h"

namespace assay::detector {

namespace {

constexpr double enoughContrast = 100;     // of 255
constexpr double binaryShare = 0.01;       // pixels that a binary image may have between black and white

struct Histogram {
  std::vector<int64_t> counts;
  int64_t total = 0;

  explicit Histogram(std::size_t bins) : counts(bins) {}
  void add(const Image& image) {
    const std::size_t values = image.byteCount() / (image.bitDepth() == 16 ? 2 : 1);
    for (int y = 0; y < image.height(); ++y) {
      const std::size_t perRow = values / std::size_t(image.height());
      for (std::size_t i = 0; i < perRow; ++i)
        ++counts[image.bitDepth() == 16 ? image.row16(y)[i] : image.row(y)[i]];
    }
    total += int64_t(values);
  }
  double quantile(double share) const {
    int64_t below = 0;
    for (std::size_t v = 0; v < counts.size(); ++v)
      if ((below += counts[v]) >= share * double(total)) return double(v);
    return double(counts.size() - 1);
  }
  double shareBetween(double low, double high) const {
    int64_t inside = 0;
    for (std::size_t v = std::size_t(std::ceil(low)); v < counts.size() && double(v) <= high; ++v) inside += counts[v];
    return double(inside) / double(std::max<int64_t>(total, 1));
  }
};

Image stretched(const Image& image, double low, double high, bool invert) {
  Image out(image.width(), image.height(), image.channels());
  std::vector<uint8_t> table(image.bitDepth() == 16 ? 65536 : 256);
  for (std::size_t v = 0; v < table.size(); ++v) {
    const double t = std::clamp((double(v) - low) / (high - low), 0.0, 1.0);
    table[v] = uint8_t(std::lround(255 * (invert ? 1 - t : t)));
  }
  const std::size_t perRow = std::size_t(image.width()) * std::size_t(image.channels());
  for (int y = 0; y < image.height(); ++y)
    for (std::size_t i = 0; i < perRow; ++i)
      out.row(y)[i] = table[image.bitDepth() == 16 ? image.row16(y)[i] : image.row(y)[i]];
  return out;
}

}  // namespace

Image Normalisation::apply(const Image& decoded) const {
  Image image = grey ? toGrey(decoded) : toRgb(decoded);
  // A model fitted on one depth still reads the other.
  const double depthFactor = image.bitDepth() == depth ? 1.0 : depth == 8 ? 257.0 : 1 / 257.0;
  if (image.bitDepth() == 16 || low != 0 || high != 255 || invert)
    image = stretched(image, low * depthFactor, high * depthFactor, invert);
  if (scale == 1) return image;
  return resize(image, std::max(1, int(std::lround(image.width() * scale))),
                std::max(1, int(std::lround(image.height() * scale))), Sampling::Area);
}

Json Normalisation::toJson() const {
  return Json{{"low", low}, {"high", high}, {"invert", invert}, {"binary", binary}, {"grey", grey}, {"depth", depth}, {"scale", scale}};
}

Normalisation Normalisation::fromJson(const Json& json, const std::string& where) {
  Normalisation n;
  n.low = member<double>(json, "low", where);
  n.high = member<double>(json, "high", where);
  n.invert = member<bool>(json, "invert", where);
  n.binary = member<bool>(json, "binary", where);
  n.grey = member<bool>(json, "grey", where);
  n.depth = json.contains("depth") ? int(member<int64_t>(json, "depth", where)) : n.high > 255 ? 16 : 8;   // older checkpoints do not say
  n.scale = member<double>(json, "scale", where);
  require(n.depth == 8 || n.depth == 16, "normalisation must be of 8 or 16 bits", where);
  require(n.high > n.low && n.scale > 0 && n.scale <= 1, "normalisation must have low < high and a scale in (0, 1]",
          where);
  return n;
}

Normalisation measureNormalisation(const std::vector<Image>& images, bool forceGrey) {
  Normalisation n;
  const bool sixteen = std::any_of(images.begin(), images.end(), [](const Image& i) { return i.bitDepth() == 16; });
  n.grey = forceGrey || std::all_of(images.begin(), images.end(), [](const Image& i) { return i.channels() == 1; });
  n.depth = sixteen ? 16 : 8;
  Histogram histogram(sixteen ? 65536 : 256);
  for (const Image& image : images)
    if ((image.bitDepth() == 16) == sixteen) histogram.add(n.grey ? toGrey(image) : toRgb(image));
  if (histogram.total == 0) return n;
  const double low = histogram.quantile(0.005), high = histogram.quantile(0.995);
  if (sixteen || high - low < enoughContrast) {
    n.low = low;
    n.high = std::max(high, low + 1);
  }
  const double span = n.high - n.low;
  n.binary = histogram.shareBetween(n.low + 0.2 * span, n.high - 0.2 * span) < binaryShare;
  return n;
}

}  // namespace assay::detector
