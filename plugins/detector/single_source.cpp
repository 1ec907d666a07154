// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/single_source.h"

#include <array>
#include <cmath>

#include <torch/torch.h>

#include "plugins/detector/anomaly_map.h"
#include "plugins/detector/mask_head.h"
#include "plugins/detector/mask_plane.h"

namespace assay::detector {

namespace {

constexpr int pasteMargin = 4;         // px around a label that come with it and fade into the new place: all of the defect is there, however thin
constexpr int outlineMargin = 2;       // px around a defect that come with it
constexpr int pasteAttempts = 8;
constexpr double smallOverhang = 0.1;  // most of a crop is picture: many pictures are no larger than one crop

/// Gain, offset and gamma by one table.
void changeLight(Image& picture, double strength, Random& random) {
  const double gain = 1 + random.uniform(-2, 2) * strength, offset = 255 * random.uniform(-1, 1) * strength;
  const double gamma = std::exp(random.uniform(-2, 2) * strength);
  std::array<uint8_t, 256> table;
  for (std::size_t v = 0; v < table.size(); ++v) {
    const double bent = 255 * std::pow(double(v) / 255, gamma);
    table[v] = uint8_t(std::clamp((bent - 127.5) * gain + 127.5 + offset, 0.0, 255.0));
  }
  for (std::size_t i = 0; i < picture.byteCount(); ++i) picture.data()[i] = table[picture.data()[i]];
}

/// Weight of the pasted pixel: rises from the rectangle's edge to 1 where the label begins.
double featherAt(int x, int y, int width, int height) {
  const int edge = std::min({x, y, width - 1 - x, height - 1 - y});
  return std::min((edge + 1) / double(pasteMargin + 1), 1.0);
}

Box grown(const Box& box, double margin) { return {box.x1 - margin, box.y1 - margin, box.x2 + margin, box.y2 + margin}; }

/// Likewise from the outline of the defect to its inside, where its pixels are known: its surroundings stay behind.
Image featheredOutline(const Image& mask) {
  const Image grown = dilate(mask, outlineMargin);
  Image weights(mask.width(), mask.height(), 1);
  for (int y = 0; y < mask.height(); ++y)
    for (int x = 0; x < mask.width(); ++x) {
      int sum = 0, count = 0;
      for (int v = std::max(y - outlineMargin, 0); v <= std::min(y + outlineMargin, mask.height() - 1); ++v)
        for (int u = std::max(x - outlineMargin, 0); u <= std::min(x + outlineMargin, mask.width() - 1); ++u, ++count) sum += grown.row(v)[u];
      weights.row(y)[x] = uint8_t(sum / count);
    }
  return weights;
}

/// Weights of a rectangle in a view of a plane of masks: what may be a defect comes along; empty where nothing of it is one.
Image outlineIn(const PlaneView& plane, const CropView& view, int x, int y, int width, int height) {
  const Image all = sampleCrop(plane, view.toPicture(), view.size, view.size);
  Image mask = cutOut(viewOf(all), x, y, width, height);
  std::transform(mask.data(), mask.data() + mask.byteCount(), mask.data(), [](uint8_t v) { return uint8_t(v >= unclearPixel / 2 ? defectPixel : cleanPixel); });
  const bool isKnown = std::find(mask.data(), mask.data() + mask.byteCount(), defectPixel) != mask.data() + mask.byteCount();
  return isKnown ? featheredOutline(mask) : Image();
}

/// A patch lies over its picture's edge where the label does: what would be there is repeated pixels of the defect.
bool isWithin(const Box& picture, int x, int y) { return x + 0.5 >= picture.x1 && x + 0.5 <= picture.x2 && y + 0.5 >= picture.y1 && y + 0.5 <= picture.y2; }

/// How much of a patch's pixel is the defect: as far as its outline says, without one all but the margin.
double defectShareAt(const Image& patch, const Image& outline, int x, int y) {
  if (!outline.empty()) return outline.row(y)[x] / 255.0;
  return featherAt(x, y, patch.width(), patch.height()) < 1 ? 0 : 1;
}

/// By how much the surroundings of a patch are darker than its new place, for each channel: a defect keeps its contrast wherever it is pasted.
std::array<double, colourChannels> lightBetween(const Image& picture, const Image& patch, const Image& outline, const Box& known, int x, int y) {
  std::array<double, colourChannels> light{};
  const int channels = patch.channels();
  double total = 0;
  for (int row = 0; row < patch.height(); ++row)
    for (int column = 0; column < patch.width(); ++column) {
      const double share = isWithin(known, column, row) ? 1 - defectShareAt(patch, outline, column, row) : 0;
      total += share;
      for (int c = 0; c < channels; ++c) light[std::size_t(c)] += share * (picture.row(y + row)[(x + column) * channels + c] - patch.row(row)[column * channels + c]);
    }
  for (double& difference : light) difference = total > 0 ? difference / total : 0;
  return light;
}

/// `outline`: weights of featheredOutline(), or empty; `known`: what of the patch its picture has shown; `light`: added to the patch.
void blend(Image& picture, const Image& patch, const Image& outline, const Box& known, int x, int y, const std::array<double, colourChannels>& light) {
  const int channels = picture.channels();
  for (int row = 0; row < patch.height(); ++row)
    for (int column = 0; column < patch.width(); ++column) {
      if (!isWithin(known, column, row)) continue;
      const double weight = featherAt(column, row, patch.width(), patch.height()) * (outline.empty() ? 1 : outline.row(row)[column] / 255.0);
      for (int c = 0; c < channels; ++c) {
        uint8_t& to = picture.row(y + row)[(x + column) * channels + c];
        const double from = std::clamp(patch.row(row)[column * channels + c] + light[std::size_t(c)], 0.0, 255.0);
        to = uint8_t(std::lround(weight * from + (1 - weight) * to));
      }
    }
}

/// The cells of `from` whose pixels were moved by (dx, dy) into `place`.
void pasteMask(std::vector<float>& mask, const std::vector<float>& from, int size, int dx, int dy, const Box& place) {
  const int side = size / maskStride;
  const auto cell = [](double px) { return int(std::lround(px / maskStride)); };
  for (int y = cell(place.y1); y < std::min(cell(place.y2), side); ++y)
    for (int x = cell(place.x1); x < std::min(cell(place.x2), side); ++x) {
      const int fromX = std::clamp(x - cell(dx), 0, side - 1), fromY = std::clamp(y - cell(dy), 0, side - 1);
      mask[std::size_t(y * side + x)] = from[std::size_t(fromY * side + fromX)];
    }
}

}  // namespace

void writeSingleChannels(const Image& picture, const Image& anomaly, float* out) {
  const std::size_t count = std::size_t(picture.width()) * std::size_t(picture.height());
  const int channels = picture.channels(), step = channels == 1 ? 0 : 1, stride = colourChannels + (anomaly.empty() ? 0 : 1);
  if (!anomaly.empty()) writeAnomalyChannel(anomaly, stride, out + colourChannels);
  const uint8_t* from = picture.data();
  for (std::size_t i = 0; i < count; ++i, from += channels, out += stride)
    for (int c = 0; c < colourChannels; ++c) out[c] = float(from[c * step]) * (1.0f / 255);
}

SingleSource::SingleSource(std::shared_ptr<const TrainingSet> set, const DetectorOptions& options, int classCount,
                           std::vector<LevelSpec> levels)
    : set_(std::move(set)), options_(options), chooser_(*set_, classCount, options.crop, smallOverhang),
      levels_(std::move(levels)) {
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> byClass(static_cast<std::size_t>(classCount));
  for (std::size_t p = 0; p < set_->pictures.size(); ++p)
    for (std::size_t t = 0; t < set_->pictures[p].truths.size(); ++t)
      if (set_->pictures[p].truths[t].isKnown()) byClass[std::size_t(set_->pictures[p].truths[t].classIndex)].push_back({p, t});
  for (auto& list : byClass)
    if (!list.empty()) defects_.push_back(std::move(list));
}

void SingleSource::pasteDefect(CropSingle& crop, Random& random) const {
  if (defects_.empty()) return;
  const auto& list = defects_[std::size_t(random.below(int64_t(defects_.size())))];
  const auto [picture, index] = list[std::size_t(random.below(int64_t(list.size())))];
  const Truth& truth = set_->pictures[picture].truths[index];
  const double longest = std::max(truth.box.width(), truth.box.height());
  if (longest < 4 || longest > options_.crop / 2.0) return;   // a large copy would cover what it is pasted on
  CropView view = randomView(options_.crop, centreOf(truth.box), options_.view, random);
  const Box seen = view.toCrop(truth.box);
  const Box taken = grown(seen, pasteMargin);
  const int left = int(std::floor(taken.x1)), top = int(std::floor(taken.y1));
  const int width = int(std::ceil(taken.x2)) - left, height = int(std::ceil(taken.y2)) - top;
  if (width >= options_.crop || height >= options_.crop) return;
  const Image around = sampleCrop(set_->pictures[picture].test, view.toPicture(), view.size, view.size);
  const Image patch = cutOut(viewOf(around), left, top, width, height);
  const Image outline = set_->masks ? outlineIn(set_->pictures[picture].mask, view, left, top, width, height) : Image();
  const PlaneView& plane = set_->pictures[picture].test;
  const Box known = shifted(view.toCrop({0, 0, double(plane.width), double(plane.height)}), -left, -top);
  for (int attempt = 0; attempt < pasteAttempts; ++attempt) {
    const int x = int(random.below(options_.crop - width)), y = int(random.below(options_.crop - height));
    const Box place = shifted(seen, x - left, y - top);
    if (overlapsAny(grown(place, pasteMargin), crop.truths)) continue;
    blend(crop.picture, patch, outline, known, x, y, lightBetween(crop.picture, patch, outline, known, x, y));
    if (options_.anomalyChannel) blend(crop.anomaly, cutOut(viewOf(anomalyIn(picture, view)), left, top, width, height), /*outline=*/{}, known, x, y, {});   // it shows no outline
    if (!crop.mask.empty()) pasteMask(crop.mask, maskOf(picture, view), view.size, x - left, y - top, place);
    crop.truths.push_back({truth.classIndex, place});
    return;
  }
}

Image SingleSource::anomalyIn(std::size_t picture, const CropView& view) const {
  const TrainingPicture& whole = set_->pictures[picture];
  return anomalyOfCrop(whole.anomaly, view, whole.test.width, whole.test.height);
}

std::vector<float> SingleSource::maskOf(std::size_t picture, const CropView& view) const {
  const std::size_t side = std::size_t(view.size / maskStride);
  std::vector<float> mask(side * side);
  writeMaskTarget(set_->pictures[picture].mask, view.toPicture(), view.size, mask.data());
  return mask;
}

CropSingle SingleSource::makeCrop(std::size_t index, Random& random) const {
  const CropPlace place = chooser_.choose(index, random);
  const TrainingPicture& picture = set_->pictures[place.picture];
  const CropView view = randomView(options_.crop, place.centre, options_.view, random);
  CropSingle crop{sampleCrop(picture.test, view.toPicture(), view.size, view.size), {}, {}, {}};
  if (options_.anomalyChannel) crop.anomaly = anomalyIn(place.picture, view);
  if (set_->masks) crop.mask = maskOf(place.picture, view);
  for (const Truth& truth : picture.truths) {
    const Box box = view.toCrop(truth.box);
    if (overlapArea(box, {0, 0, double(view.size), double(view.size)}) > 0) crop.truths.push_back({truth.classIndex, box});
  }
  if (random.chance(options_.synthetic)) pasteDefect(crop, random);
  changeLight(crop.picture, options_.photometric, random);
  if (options_.anomalyChannel) jitterAnomaly(crop.anomaly, random);
  return crop;
}

std::unique_ptr<Batch> SingleSource::makeBatch(std::span<const int64_t> indices, uint64_t seed) const {
  auto batch = std::make_unique<DetectionBatch>();
  const int64_t count = int64_t(indices.size()), size = options_.crop;
  const int64_t channels = singleChannels(options_);
  batch->images = emptyImages(count, channels, size, size);
  const int64_t side = size / maskStride;
  if (set_->masks) batch->masks = at::empty({count, 1, side, side}, at::kFloat);
  std::vector<std::vector<Truth>> truths;
  LookList looks;
  for (int64_t i = 0; i < count; ++i) {
    const uint64_t ownSeed = deriveSeed(seed, uint64_t(indices[std::size_t(i)]));
    Random random(ownSeed), looking(deriveSeed(ownSeed, "second look"));
    CropSingle crop = makeCrop(std::size_t(indices[std::size_t(i)]) % set_->pictures.size(), random);
    writeSingleChannels(crop.picture, crop.anomaly, batch->images.data_ptr<float>() + i * channels * size * size);
    if (set_->masks) std::copy(crop.mask.begin(), crop.mask.end(), batch->masks.data_ptr<float>() + i * side * side);
    looks.add(crop.truths, options_.crop, options_.crop, looking);
    truths.push_back(std::move(crop.truths));
  }
  fillTargets(*batch, truths, levels_, looks);
  return batch;
}

}  // namespace assay::detector
