// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/normal_judge.h"

#include <algorithm>
#include <cmath>

#include <torch/torch.h>

#include "core/imaging/components.h"
#include "core/imaging/decode.h"
#include "core/imaging/transform.h"
#include "plugins/detector/held_out.h"
#include "plugins/detector/normal_memories.h"
#include "plugins/detector/training_set.h"

namespace assay::detector {

namespace {

constexpr std::size_t mostPictures = 500;
constexpr std::size_t levelPictures = 16;
constexpr std::size_t mirroredUpTo = 60;        // with more there is enough to remember
constexpr double usualBrightness = 0.43;        // of 0..1, what the backbone was trained on has about

NormalPicture lookAt(const NormalNetwork& network, const at::Tensor& picture, bool isMirrored) {
  NormalPicture result;
  std::vector<std::vector<at::Tensor>> rows(normalSides.size());
  for (const at::Tensor& view : isMirrored ? mirrored(picture) : std::vector<at::Tensor>{picture}) {
    const std::vector<at::Tensor> features = network.features(view);
    const bool isFirst = result.grids.empty();
    for (std::size_t side = 0; side < features.size(); ++side) {
      if (isFirst) result.grids.push_back({features[side].size(0), features[side].size(1)});
      rows[side].push_back(features[side].flatten(0, 1));
    }
  }
  for (const auto& views : rows) result.rows.push_back(at::cat(views));
  return result;
}

}  // namespace

NormalJudge::NormalJudge(std::filesystem::path pretrained, const DetectorOptions& options, std::string className)
    : options_(options), className_(std::move(className)), network_(std::move(pretrained)) {}

/// What a 16-bit or pale picture's values mean, from a few of them; sizes stay.
Normalisation NormalJudge::levelsOf(const std::vector<const Item*>& items, const std::filesystem::path& dataRoot) const {
  std::vector<Image> some;
  for (const Item* item : evenlySpread(items, levelPictures)) some.push_back(decodeImage(imageFile(*item, dataRoot)));
  return measureNormalisation(some, /*forceGrey=*/false);
}

at::Tensor NormalJudge::pixelsOf(const Image& decoded) const {
  const Image image = toRgb(normalisation_->apply(decoded));
  const at::Tensor bytes = at::from_blob(const_cast<uint8_t*>(image.data()), {1, image.height(), image.width(), 3}, at::kByte);
  const at::Tensor values = bytes.permute({0, 3, 1, 2}).to(at::kFloat).contiguous() / 255;
  const double brightness = values.mean().item<double>();
  const at::Tensor evened = (values * std::pow(usualBrightness / std::max(brightness, 1e-3), options_.light)).clamp_max(1);
  return evened.to(const_cast<NormalNetwork&>(network_).module().parameters().front().device());
}

void NormalJudge::learn(const std::vector<const Item*>& clean, const std::filesystem::path& dataRoot, const Progress& progress) {
  network_.requirePretrained();
  std::vector<const Item*> items = evenlySpread(clean, mostPictures);
  sortByNumber(items);   // neighbours are judged by the others together
  require(items.size() >= fewestPictures, "at least " + std::to_string(fewestPictures) + " images of the training split must be labelled as clean, and " +
                                              std::to_string(items.size()) + " are: label some without a box");
  normalisation_ = levelsOf(items, dataRoot);
  std::vector<NormalPicture> pictures;
  for (const Item* item : items) {
    progress.step(int64_t(pictures.size()), int64_t(items.size()), item->path);
    pictures.push_back(lookAt(network_, pixelsOf(decodeImage(imageFile(*item, dataRoot))), options_.view.dihedral && items.size() <= mirroredUpTo));
  }
  const auto bytes = int64_t(options_.memoryMib * 1024 * 1024);
  scores_ = crossScores(pictures, bytes, progress);
  std::vector<const NormalPicture*> all;
  for (const NormalPicture& picture : pictures) all.push_back(&picture);
  progress.step(0, 1, "remembering clean images");
  network_.remember(memoriesOf(all, bytes));
}

std::vector<Detection> NormalJudge::boxesOf(const at::Tensor& places, int width, int height) const {
  constexpr int g = int(NormalScores::gridSide);
  const at::Tensor scores = places.contiguous();
  const float* at = scores.data_ptr<float>();
  Image mask(g, g, 1);
  for (int i = 0; i < g * g; ++i) mask.data()[i] = at[i] > scores_->usualPeak() ? 255 : 0;
  const Labelling regions = connectedComponents(mask, Connectivity::Eight);
  std::vector<double> peaks(regions.components.size(), -1e9);
  for (int i = 0; i < g * g; ++i)
    if (const int label = regions.labels[std::size_t(i)]; label > 0) peaks[std::size_t(label - 1)] = std::max(peaks[std::size_t(label - 1)], double(at[i]));
  const double toX = double(width) / g, toY = double(height) / g;
  std::vector<Detection> boxes;
  for (std::size_t r = 0; r < peaks.size(); ++r) {
    const Component& c = regions.components[r];
    boxes.push_back({className_, {c.x * toX, c.y * toY, (c.x + c.width) * toX, (c.y + c.height) * toY}, scores_->placeProbability(peaks[r])});
  }
  std::sort(boxes.begin(), boxes.end(), [](const Detection& a, const Detection& b) { return a.score > b.score; });
  return boxes;
}

NormalVerdict NormalJudge::judge(const Image& decoded, bool isMirrored) const {
  const at::Tensor pixels = pixelsOf(decoded);
  const NormalPicture picture = lookAt(network_, isMirrored ? pixels.flip({3}) : pixels, /*isMirrored=*/false);
  const Distances sides = distancesOf(picture, network_.memories()).front();
  NormalVerdict verdict;
  verdict.raw = scores_->imageScore(sides);
  verdict.probability = scores_->probability(verdict.raw);
  verdict.boxes = boxesOf(scores_->placeScores(sides), decoded.width(), decoded.height());
  const at::Tensor mean = picture.rows.back().to(at::kCPU, at::kFloat).mean(0).contiguous();
  verdict.embedding.assign(mean.data_ptr<float>(), mean.data_ptr<float>() + mean.numel());
  return verdict;
}

Json NormalJudge::metadata() const {
  Json json{{"memories", network_.shapes()}};
  if (!scores_) return json;
  json["scores"] = scores_->toJson();
  json["normalisation"] = normalisation_->toJson();
  return json;
}

void NormalJudge::restore(const Json& metadata, const std::string& where) {
  network_.makeRoom(member<Json>(metadata, "memories", where), where);
  normalisation_ = Normalisation::fromJson(member<Json>(metadata, "normalisation", where), where);
  scores_ = NormalScores::fromJson(member<Json>(metadata, "scores", where), where);
  require(scores_->sides() == normalSides.size(), "`scores` are of " + std::to_string(scores_->sides()) + " sizes, and this version looks at " +
                                                      std::to_string(normalSides.size()), where);
  for (std::size_t i = 0; i < normalSides.size(); ++i)
    require(scores_->points(i) == PatchFeatures::points(normalSides[i]), "`scores` have maps of another size than the pictures", where);
}

}  // namespace assay::detector
