// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/detector_model.h"

#include <torch/torch.h>

#include "core/imaging/decode.h"
#include "core/imaging/tiles.h"
#include "core/report/detection_metrics.h"
#include "core/report/image_metrics.h"
#include "plugins/detector/detection_loss.h"
#include "plugins/detector/held_out.h"
#include "plugins/detector/pair_source.h"
#include "plugins/detector/peaks.h"
#include "plugins/detector/single_source.h"
#include "plugins/detector/suppression.h"
#include "plugins/detector/tile_merge.h"

namespace assay::detector {

namespace {

constexpr std::size_t judgedWhileTraining = 100;   // held-out images per validation: it must not eat the run

std::unique_ptr<DetectorNetwork> makeNetwork(const ModelContext& context, const DetectorOptions& options) {
  const int classes = int(context.data.classes.size());
  require(classes > 0, "the project has no class: add at least one before training", "classes");
  if (options.mode == Mode::Pair) return makePairNetwork(options, classes);
  return makeSingleNetwork(options, classes, context.resources / "pretrained" / "efficientnet-lite0.safetensors");
}

/// Grown to multiples of `alignment` by repeating the last row and column.
Image padded(const Image& image, int alignment) {
  const auto up = [&](int v) { return (v + alignment - 1) / alignment * alignment; };
  if (up(image.width()) == image.width() && up(image.height()) == image.height()) return image;
  return sampleCrop(viewOf(image), {1, 0, 0, 0, 1, 0}, up(image.width()), up(image.height()));
}

/// The network's own convolutions decide whether pixels or channels lie together.
at::Tensor inLayoutOf(torch::nn::Module& network, const at::Tensor& images) {
  const at::Tensor first = network.parameters().front();
  const auto format = first.dim() == 4 && first.is_contiguous(at::MemoryFormat::ChannelsLast) &&
                              !first.is_contiguous(at::MemoryFormat::Contiguous)
                          ? at::MemoryFormat::ChannelsLast
                          : at::MemoryFormat::Contiguous;
  return images.to(first.device()).contiguous(format);
}

}  // namespace

DetectorModel::DetectorModel(const ModelContext& context)
    : context_(context), options_(detectorOptions(context.spec.options, context.data)),
      network_(makeNetwork(context, options_)) {
  operatingPoint_.target = options_.targetRecall;
}

const Normalisation& DetectorModel::normalisation() {
  if (!normalisation_)
    normalisation_ = fitNormalisation(labelledItems(context_.data, options_.validFraction, options_.seed).train, context_, options_);
  return *normalisation_;
}

std::shared_ptr<const BatchSource> DetectorModel::trainingSource() {
  if (source_) return source_;
  const std::vector<const Item*> items = labelledItems(context_.data, options_.validFraction, options_.seed).train;
  require(!items.empty(), "there is no labelled image in the training split: label some, or make a split");
  require(std::any_of(items.begin(), items.end(), [](const Item* i) { return !i->annotations.empty(); }),
          "no labelled training image has a box: there is nothing to learn from");
  const auto set = prepareTrainingSet(items, context_, options_, normalisation());
  if (options_.mode == Mode::Pair && options_.topology) evidence_ = measureEvidence(*set, context_.data.classes);
  if (options_.mode == Mode::Pair)
    source_ = std::make_shared<PairSource>(set, options_, normalisation(), context_.data.classes, network_->levels());
  else
    source_ = std::make_shared<SingleSource>(set, options_, int(context_.data.classes.size()), network_->levels());
  return source_;
}

double DetectorModel::rateFactor(const std::string& parameterName) const {
  return network_->startsPretrained() && parameterName.starts_with("backbone.") ? options_.backboneRate : 1;
}

LossTerms DetectorModel::loss(const Batch& batch) {
  calibrated_.reset();
  const auto& detection = dynamic_cast<const DetectionBatch&>(batch);
  const auto outputs = network_->forward(inLayoutOf(network_->module(), detection.images));
  const auto levels = network_->levels();
  return detectionLoss(outputs, detection, levels, options_.smoothing);
}

at::Tensor DetectorModel::inputTensor(const Image& test, const Image& reference) const {
  const int channels = options_.mode == Mode::Pair ? pairChannels : singleChannels;
  at::Tensor input = at::empty({1, channels, test.height(), test.width()}, at::kFloat);
  if (options_.mode == Mode::Pair) writePairChannels(test, reference, input.data_ptr<float>());
  else writeSingleChannels(test, input.data_ptr<float>());
  return input;
}

std::vector<ScoredBox> DetectorModel::detectTile(const Image& test, const Image& reference) {
  torch::NoGradGuard noGrad;
  const int alignment = network_->alignment();
  const at::Tensor input = reference.empty() ? inputTensor(padded(test, alignment), reference)
                                             : inputTensor(padded(test, alignment), padded(reference, alignment));
  const auto outputs = network_->forward(inLayoutOf(network_->module(), input));
  const auto levels = network_->levels();
  const PeakOptions peaks{options_.scoreFloor, options_.maximumBoxes};
  std::vector<ScoredBox> boxes;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const at::Tensor map = outputs[i].to(at::kCPU, at::kFloat).contiguous();
    const auto found = decodePeaks(map.data_ptr<float>(), int(map.size(1)) - 5, int(map.size(3)), int(map.size(2)),
                                   levels[i].stride, peaks);
    boxes.insert(boxes.end(), found.begin(), found.end());
  }
  // Beyond the picture there is only padding.
  std::erase_if(boxes, [&](const ScoredBox& b) {
    const Point c = centreOf(b.box);
    return c.x < 0 || c.y < 0 || c.x > test.width() || c.y > test.height();
  });
  boxes = suppressOverlaps(std::move(boxes), options_.nmsIou);
  if (options_.mode == Mode::Pair)
    for (ScoredBox& box : boxes) evidence_.refine(box, viewOf(test), viewOf(reference));
  return boxes;
}

DetectorModel::Picture DetectorModel::decoded(const std::filesystem::path& image, const std::filesystem::path& reference) {
  Picture picture{normalisation().apply(decodeImage(image)), {}};
  if (options_.mode == Mode::Pair) picture.reference = alignReference(picture.test, normalisation().apply(decodeImage(reference)), options_.align);
  return picture;
}

DetectorModel::Picture DetectorModel::pictureOf(const Item& item) {
  const auto place = judgedPlaces_.find(&item);
  if (place == judgedPlaces_.end()) {
    const auto& root = context_.spec.dataRoot;
    return decoded(imageFile(item, root), options_.mode == Mode::Pair ? referenceFile(item, root) : std::filesystem::path());
  }
  const auto copyOf = [](const PlaneView& plane) { return cutOut(plane, 0, 0, plane.width, plane.height); };
  const Planes planes = planesOf(judgedPictures_->view(place->second), options_.mode);
  return {copyOf(planes.test), options_.mode == Mode::Pair ? copyOf(planes.aligned) : Image()};
}

/// Like the training part: slow storage and decoding cost every image once.
void DetectorModel::keepDecoded(const std::vector<const Item*>& items, const Progress& progress) {
  if (judgedPictures_) return;
  judgedPictures_ = decodePictures(items, context_, options_, normalisation(), progress);
  for (const Item* item : items) judgedPlaces_.emplace(item, int64_t(judgedPlaces_.size()));
}

std::vector<Detection> DetectorModel::detect(const Picture& picture) {
  const auto& [test, reference] = picture;
  const auto tiles = tileGrid(test.width(), test.height(), options_.tile, options_.tileOverlap);
  std::vector<std::vector<ScoredBox>> perTile;
  for (const TileRect& t : tiles) {
    if (tiles.size() == 1) perTile.push_back(detectTile(test, reference));
    else perTile.push_back(detectTile(cutOut(viewOf(test), t.x, t.y, t.width, t.height),
                                      reference.empty() ? Image() : cutOut(viewOf(reference), t.x, t.y, t.width, t.height)));
  }
  const double back = 1 / normalisation().scale;
  std::vector<Detection> detections;
  for (const ScoredBox& b : mergeTiles(tiles, perTile, test.width(), test.height(), options_.tileOverlap, options_.nmsIou))
    detections.push_back({context_.data.classes[std::size_t(b.classIndex)],
                          {b.box.x1 * back, b.box.y1 * back, b.box.x2 * back, b.box.y2 * back}, double(b.score)});
  return detections;
}

DetectionResult DetectorModel::judge(const std::vector<const Item*>& items, const Progress& progress) {
  DetectionResult result;
  result.classes = context_.data.classes;
  result.threshold = operatingPoint_.threshold;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = *items[i];
    progress.step(int64_t(i), int64_t(items.size()), item.path);
    ImageResult image{item.path, item.reference, item.group, {}, {}};
    for (const Annotation& a : item.annotations) image.truths.push_back({a.className, boundingBox(a.shape)});
    image.detections = detect(pictureOf(item));
    result.images.push_back(std::move(image));
  }
  progress.step(int64_t(items.size()), int64_t(items.size()));
  return result;
}

EvaluationResult DetectorModel::evaluate(Split split, const Progress& progress) {
  std::vector<const Item*> items = itemsToJudge(context_.data, split, options_.validFraction, options_.seed);
  EvaluationResult out;
  if (items.empty()) return out;
  const bool isSeen = split == Split::Valid && calibrated_;
  if (source_ && !isSeen) items = evenlySpread(items, judgedWhileTraining);
  if (source_ && split == Split::Valid) keepDecoded(items, progress);
  const DetectionResult result = isSeen ? *calibrated_ : judge(items, progress);
  out.count = int64_t(result.images.size());
  out.metrics = detectionMetrics(result);
  out.artifacts.push_back({"boxes", toJson(result)});
  if (imageAuroc(result)) {   // there are clean images, too
    out.metrics.merge(imageMetrics(result));
    out.artifacts.push_back({"images", imageTable(result)});
  }
  return out;
}

void DetectorModel::calibrate(const Progress& progress) {
  const auto heldOut = itemsToJudge(context_.data, Split::Valid, options_.validFraction, options_.seed);
  if (heldOut.empty()) return;
  DetectionResult result = judge(heldOut, progress);
  operatingPoint_ = chooseOperatingPoint(result, options_.targetRecall);
  result.threshold = operatingPoint_.threshold;
  calibrated_ = std::move(result);
}

Json DetectorModel::predict(const Json& input) {
  const std::string image = member<std::string>(input, "image", "input");
  std::string reference;
  if (options_.mode == Mode::Pair) {
    require(input.contains("reference") && input["reference"].is_string() && !input["reference"].get<std::string>().empty(),
            "this model compares an image with its reference image, and none was given", image);
    reference = input["reference"].get<std::string>();
  }
  Json boxes = Json::array();
  for (const Detection& d : detect(decoded(image, reference)))
    boxes.push_back(Json{{"class", d.className}, {"box", {d.box.x1, d.box.y1, d.box.x2, d.box.y2}}, {"score", d.score}});
  return Json{{"boxes", std::move(boxes)}, {"threshold", operatingPoint_.threshold}};
}

Json DetectorModel::metadata() const {
  Json json{{"mode", options_.mode == Mode::Pair ? "pair" : "single"}, {"operating_point", operatingPoint_.toJson()}};
  if (normalisation_) json["normalisation"] = normalisation_->toJson();
  if (evidence_.trust() > 0) json["class_evidence"] = evidence_.toJson();
  return json;
}

void DetectorModel::restoreMetadata(const Json& metadata) {
  const std::string mode = member<std::string>(metadata, "mode", "checkpoint");
  require((mode == "pair") == (options_.mode == Mode::Pair), "the checkpoint is of a " + mode + " model", "checkpoint");
  operatingPoint_ = OperatingPoint::fromJson(member<Json>(metadata, "operating_point", "checkpoint"), "checkpoint");
  if (metadata.contains("normalisation")) normalisation_ = Normalisation::fromJson(metadata["normalisation"], "checkpoint");
  evidence_ = {};
  if (metadata.contains("class_evidence"))
    evidence_ = ClassEvidence::fromJson(metadata["class_evidence"], context_.data.classes, "checkpoint");
}

}  // namespace assay::detector
