// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/single_source.h"

#include <array>
#include <cmath>

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr double pasteFeather = 4;     // px over which a pasted rectangle fades into its new place
constexpr int pasteAttempts = 8;
constexpr double smallOverhang = 0.1;  // most of a crop is picture: many pictures are no larger than one crop

/// Gain, offset and gamma by one table, then sometimes noise.
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

bool overlapsAny(const Box& box, const std::vector<Truth>& truths) {
  return std::any_of(truths.begin(), truths.end(), [&](const Truth& t) { return overlapArea(t.box, box) > 0; });
}

/// Weight of the pasted pixel: rises from the rectangle's edge to 1.
double featherAt(int x, int y, int width, int height) {
  const int edge = std::min({x, y, width - 1 - x, height - 1 - y});
  return std::min((edge + 1) / pasteFeather, 1.0);
}

void blend(Image& picture, const Image& patch, int x, int y) {
  const int channels = picture.channels();
  for (int row = 0; row < patch.height(); ++row)
    for (int column = 0; column < patch.width(); ++column) {
      const double weight = featherAt(column, row, patch.width(), patch.height());
      for (int c = 0; c < channels; ++c) {
        uint8_t& to = picture.row(y + row)[(x + column) * channels + c];
        to = uint8_t(std::lround(weight * patch.row(row)[column * channels + c] + (1 - weight) * to));
      }
    }
}

}  // namespace

void writeSingleChannels(const Image& picture, float* out) {
  const std::size_t count = std::size_t(picture.width()) * std::size_t(picture.height());
  const std::size_t channels = std::size_t(picture.channels());
  for (std::size_t c = 0; c < std::size_t(singleChannels); ++c) {
    const uint8_t* from = picture.data() + (channels == 1 ? 0 : c);
    for (std::size_t i = 0; i < count; ++i) out[c * count + i] = float(from[i * channels]) * (1.0f / 255);
  }
}

SingleSource::SingleSource(std::shared_ptr<const TrainingSet> set, const DetectorOptions& options, int classCount,
                           std::vector<LevelSpec> levels)
    : set_(std::move(set)), options_(options), chooser_(*set_, classCount, options.crop, smallOverhang),
      levels_(std::move(levels)) {
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> byClass(static_cast<std::size_t>(classCount));
  for (std::size_t p = 0; p < set_->pictures.size(); ++p)
    for (std::size_t t = 0; t < set_->pictures[p].truths.size(); ++t)
      byClass[std::size_t(set_->pictures[p].truths[t].classIndex)].push_back({p, t});
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
  const int width = int(std::ceil(seen.width())), height = int(std::ceil(seen.height()));
  if (width >= options_.crop || height >= options_.crop) return;
  const Image around = sampleCrop(set_->pictures[picture].test, view.toPicture(), view.size, view.size);
  const Image patch = cutOut(viewOf(around), int(seen.x1), int(seen.y1), width, height);
  for (int attempt = 0; attempt < pasteAttempts; ++attempt) {
    const int x = int(random.below(options_.crop - patch.width())), y = int(random.below(options_.crop - patch.height()));
    const Box place{double(x), double(y), double(x + patch.width()), double(y + patch.height())};
    if (overlapsAny(place, crop.truths)) continue;
    blend(crop.picture, patch, x, y);
    crop.truths.push_back({truth.classIndex, place});
    return;
  }
}

CropSingle SingleSource::makeCrop(std::size_t index, Random& random) const {
  const CropPlace place = chooser_.choose(index, random);
  const TrainingPicture& picture = set_->pictures[place.picture];
  const CropView view = randomView(options_.crop, place.centre, options_.view, random);
  CropSingle crop{sampleCrop(picture.test, view.toPicture(), view.size, view.size), {}};
  for (const Truth& truth : picture.truths) {
    const Box box = view.toCrop(truth.box);
    if (overlapArea(box, {0, 0, double(view.size), double(view.size)}) > 0) crop.truths.push_back({truth.classIndex, box});
  }
  if (random.chance(options_.synthetic)) pasteDefect(crop, random);
  changeLight(crop.picture, options_.photometric, random);
  return crop;
}

std::unique_ptr<Batch> SingleSource::makeBatch(std::span<const int64_t> indices, uint64_t seed) const {
  auto batch = std::make_unique<DetectionBatch>();
  const int64_t count = int64_t(indices.size()), size = options_.crop;
  batch->images = at::empty({count, singleChannels, size, size}, at::kFloat);
  std::vector<std::vector<Truth>> truths;
  for (int64_t i = 0; i < count; ++i) {
    Random random(deriveSeed(seed, uint64_t(indices[std::size_t(i)])));
    CropSingle crop = makeCrop(std::size_t(indices[std::size_t(i)]) % set_->pictures.size(), random);
    writeSingleChannels(crop.picture, batch->images.data_ptr<float>() + i * singleChannels * size * size);
    truths.push_back(std::move(crop.truths));
  }
  fillTargets(*batch, truths, levels_);
  return batch;
}

}  // namespace assay::detector
