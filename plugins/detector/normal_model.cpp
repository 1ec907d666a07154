// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/normal_model.h"

#include <algorithm>
#include <cmath>

#include <torch/torch.h>

#include "core/imaging/components.h"
#include "core/imaging/decode.h"
#include "core/imaging/transform.h"
#include "core/report/image_metrics.h"
#include "plugins/detector/held_out.h"
#include "plugins/detector/normal_memories.h"
#include "plugins/detector/training_set.h"

namespace assay::detector {

namespace {

constexpr std::size_t leastPictures = 5, mostPictures = 500;
constexpr std::size_t levelPictures = 16;
constexpr std::size_t mirroredUpTo = 60;        // with more there is enough to remember
constexpr double usualBrightness = 0.43;        // of 0..1, what the backbone was trained on has about

/// Clean images that somebody has looked at.
std::vector<const Item*> cleanItems(const Snapshot& data) {
  std::vector<const Item*> items = itemsToJudge(data, Split::Train, 0, 0);
  std::erase_if(items, [](const Item* item) { return !item->annotations.empty(); });
  return evenlySpread(items, mostPictures);
}

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

NormalModel::NormalModel(const ModelContext& context)
    : context_(context), options_(detectorOptions(context.spec.options, context.data)),
      network_(context.resources / "pretrained" / "efficientnet-lite0.safetensors") {}

LossTerms NormalModel::loss(const Batch&) { throw Error(Code::BadPlugin, "a model of clean images has no loss"); }

/// What a 16-bit or pale picture's values mean, from a few of them; sizes stay.
Normalisation NormalModel::levelsOf(const std::vector<const Item*>& items) const {
  std::vector<Image> some;
  for (const Item* item : evenlySpread(items, levelPictures)) some.push_back(decodeImage(imageFile(*item, context_.spec.dataRoot)));
  return measureNormalisation(some, /*forceGrey=*/false);
}

at::Tensor NormalModel::pictureOf(const std::filesystem::path& file, int* width, int* height) const {
  const Image image = toRgb(normalisation_->apply(decodeImage(file)));
  if (width != nullptr) *width = image.width();
  if (height != nullptr) *height = image.height();
  const at::Tensor bytes = at::from_blob(const_cast<uint8_t*>(image.data()), {1, image.height(), image.width(), 3}, at::kByte);
  const at::Tensor values = bytes.permute({0, 3, 1, 2}).to(at::kFloat).contiguous() / 255;
  const double brightness = values.mean().item<double>();
  const at::Tensor evened = (values * std::pow(usualBrightness / std::max(brightness, 1e-3), options_.light)).clamp_max(1);
  return evened.to(const_cast<NormalNetwork&>(network_).module().parameters().front().device());
}

void NormalModel::fit(const Progress& progress) {
  network_.requirePretrained();
  const std::vector<const Item*> items = cleanItems(context_.data);
  require(items.size() >= leastPictures, "at least " + std::to_string(leastPictures) + " images of the training split must be labelled as clean, and " +
                                             std::to_string(items.size()) + " are: label some without a box");
  normalisation_ = levelsOf(items);
  std::vector<NormalPicture> pictures;
  for (const Item* item : items) {
    progress.step(int64_t(pictures.size()), int64_t(items.size()), item->path);
    pictures.push_back(lookAt(network_, pictureOf(imageFile(*item, context_.spec.dataRoot)), options_.view.dihedral && items.size() <= mirroredUpTo));
  }
  const auto bytes = int64_t(options_.memoryMib * 1024 * 1024);
  scores_ = crossScores(pictures, bytes, progress);
  std::vector<const NormalPicture*> all;
  for (const NormalPicture& picture : pictures) all.push_back(&picture);
  progress.step(0, 1, "remembering clean images");
  network_.remember(memoriesOf(all, bytes));
}

std::string NormalModel::className() const { return classOfAnything(context_.data.classes); }

std::vector<Detection> NormalModel::boxesOf(const at::Tensor& places, int width, int height) const {
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
    boxes.push_back({className(), {c.x * toX, c.y * toY, (c.x + c.width) * toX, (c.y + c.height) * toY}, scores_->placeProbability(peaks[r])});
  }
  std::sort(boxes.begin(), boxes.end(), [](const Detection& a, const Detection& b) { return a.score > b.score; });
  return boxes;
}

NormalModel::Verdict NormalModel::judge(const std::filesystem::path& file) const {
  require(scores_.has_value(), "the model has not learnt anything yet", file.string());
  int width = 0, height = 0;
  const at::Tensor pixels = pictureOf(file, &width, &height);
  return judge(pixels, width, height);
}

NormalModel::Verdict NormalModel::judge(const at::Tensor& pixels, int width, int height) const {
  const NormalPicture picture = lookAt(network_, pixels, /*isMirrored=*/false);
  const Distances sides = distancesOf(picture, network_.memories()).front();
  Verdict verdict;
  verdict.raw = scores_->imageScore(sides);
  verdict.probability = scores_->probability(verdict.raw);
  verdict.boxes = boxesOf(scores_->placeScores(sides), width, height);
  const at::Tensor mean = picture.rows.back().to(at::kCPU, at::kFloat).mean(0).contiguous();
  verdict.embedding.assign(mean.data_ptr<float>(), mean.data_ptr<float>() + mean.numel());
  return verdict;
}

EvaluationResult NormalModel::evaluate(Split split, const Progress& progress) {
  const std::vector<const Item*> items = itemsToJudge(context_.data, split, 0, 0);
  EvaluationResult out;
  if (items.empty()) return out;
  DetectionResult result;
  result.classes = context_.data.classes;
  if (std::find(result.classes.begin(), result.classes.end(), className()) == result.classes.end()) result.classes.push_back(className());
  result.threshold = threshold();
  for (const Item* item : items) {
    progress.step(int64_t(result.images.size()), int64_t(items.size()), item->path);
    Verdict verdict = judge(imageFile(*item, context_.spec.dataRoot));
    ImageResult image{item->path, {}, item->group, {}, std::move(verdict.boxes), verdict.probability, verdict.raw};
    for (const Annotation& a : item->annotations) image.truths.push_back({a.className, boundingBox(a.shape)});
    result.images.push_back(std::move(image));
  }
  out.count = int64_t(result.images.size());
  out.metrics = imageMetrics(result);
  if (out.metrics.contains("image_recall")) out.metrics["recall_at_1fp"] = recallAtFalsePositives(result, 0.33, 1);
  out.artifacts.push_back({"boxes", toJson(result)});
  out.artifacts.push_back({"images", imageTable(result)});
  return out;
}

Json NormalModel::predict(const Json& input) {
  const std::string file = member<std::string>(input, "image", "input");
  require(scores_.has_value(), "the model has not learnt anything yet", file);
  int width = 0, height = 0;
  const at::Tensor pixels = pictureOf(file, &width, &height);
  const Verdict verdict = judge(pixels, width, height);
  Json boxes = Json::array();
  for (const Detection& d : verdict.boxes)
    boxes.push_back(Json{{"class", d.className}, {"box", {d.box.x1, d.box.y1, d.box.x2, d.box.y2}}, {"score", d.score}});
  Json output{{"boxes", std::move(boxes)}, {"threshold", threshold()}, {"image_score", verdict.probability}, {"raw_score", verdict.raw}};
  if (input.value("survey", false))
    output["survey"] = {{"embedding", verdict.embedding}, {"disagreement", std::abs(verdict.probability - judge(pixels.flip({3}), width, height).probability)}};
  return output;
}

Json NormalModel::metadata() const {
  Json json{{"mode", "normal"}, {"memories", network_.shapes()}};
  if (!scores_) return json;
  json["scores"] = scores_->toJson();
  json["normalisation"] = normalisation_->toJson();
  json["false_alarms"] = {{"target", options_.falseAlarms}, {"held_out", scores_->count()}, {"above", scores_->above(threshold())},
                          {"at_most", upperBound(scores_->above(threshold()), scores_->count())}};
  return json;
}

void NormalModel::restoreMetadata(const Json& metadata) {
  const std::string mode = member<std::string>(metadata, "mode", "checkpoint");
  require(mode == "normal", "the checkpoint is of a " + mode + " model", "checkpoint");
  network_.makeRoom(member<Json>(metadata, "memories", "checkpoint"), "checkpoint");
  normalisation_ = Normalisation::fromJson(member<Json>(metadata, "normalisation", "checkpoint"), "checkpoint");
  scores_ = NormalScores::fromJson(member<Json>(metadata, "scores", "checkpoint"), "checkpoint");
  require(scores_->sides() == normalSides.size(), "`scores` are of " + std::to_string(scores_->sides()) + " sizes, and this version looks at " +
                                                      std::to_string(normalSides.size()), "checkpoint");
  for (std::size_t i = 0; i < normalSides.size(); ++i)
    require(scores_->points(i) == PatchFeatures::points(normalSides[i]), "`scores` have maps of another size than the pictures", "checkpoint");
}

}  // namespace assay::detector
