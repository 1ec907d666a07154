// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/detector_model.h"

#include <chrono>

#include <torch/torch.h>

#include "core/base/log_text.h"
#include "core/engine/losses/mask_loss.h"
#include "core/imaging/decode.h"
#include "core/report/detection_metrics.h"
#include "core/report/image_metrics.h"
#include "plugins/detector/detection_loss.h"
#include "plugins/detector/held_out.h"
#include "plugins/detector/mask_overlap.h"
#include "plugins/detector/single_source.h"
#include "plugins/detector/view_disagreement.h"

namespace assay::detector {

namespace {

constexpr int singleHead = 2;                      // 2: the box has layers of its own
constexpr std::size_t madeUpPictures = 24;         // that a threshold is chosen on
constexpr int madeUpDefects = 8;                   // on each
constexpr std::size_t judgedWhileTraining = 100;   // held-out images per validation: it must not eat the run

/// Where no defect is labelled, made-up ones have a class only on boards.
std::vector<std::string> classesOf(const std::vector<std::string>& classes, const DetectorOptions& options) {
  if (options.mode == Mode::Pair && !options.hasDefects && !boardClasses(classes)) return {classOfAnything(classes)};
  require(!classes.empty(), "the project has no class: add at least one before training", "classes");
  return classes;
}

/// Where the backbone's weights are to come from; empty: from chance.
std::filesystem::path weightsOf(const ModelContext& context, const DetectorOptions& options) {
  if (!options.weights.empty()) return context.spec.dataRoot / options.weights;
  return options.backbone == "lite0" ? photographWeights(context.resources) : std::filesystem::path();
}

std::unique_ptr<DetectorNetwork> makeNetwork(const ModelContext& context, const DetectorOptions& options, int classes) {
  if (options.mode == Mode::Pair) return makePairNetwork(options, classes);
  return makeSingleNetwork(options, classes);
}

}  // namespace

DetectorModel::DetectorModel(const ModelContext& context)
    : context_(context), options_(detectorOptions(context.spec.options, context.data)),
      classes_(classesOf(context.data.classes, options_)), network_(makeNetwork(context, options_, int(classes_.size()))), finder_(options_, *network_) {
  operatingPoint_.target = options_.targetRecall;
}

/// Its tensors are saved with the network's.
std::unique_ptr<ImageJudge> DetectorModel::newImageJudge() const {
  auto judge = std::make_unique<ImageJudge>(photographWeights(context_.resources), options_, classOfAnything(context_.data.classes));
  network_->keep("clean", judge->clean().sharedModule());
  return judge;
}

/// A model out of a checkpoint has its weights there, and needs the file no more.
void DetectorModel::startBackbone() {
  const std::filesystem::path weights = weightsOf(context_, options_);
  if (weights.empty()) return;
  const bool isThere = std::filesystem::exists(weights);
  require(isThere || options_.weights.empty(), "the file of weights is missing", weights.string());
  if (isThere) network_->startFrom(weights);
  else logWarning(weights.string() + " is missing: the backbone starts from random weights, which costs accuracy; run the set-up again to fetch it");
}

/// Unless a checkpoint remembers them already.
void DetectorModel::rememberClean() {
  if (!options_.cleanMemory || images_) return;
  const std::filesystem::path weights = photographWeights(context_.resources);
  if (!options_.insistsOnMemory && !std::filesystem::exists(weights)) {
    logWarning(weights.string() + " is missing: clean images are not remembered; run the set-up again to fetch it");
    return;
  }
  images_ = newImageJudge();
  images_->clean().learn(cleanItems(context_.data, options_.validFraction, options_.seed), context_.spec.dataRoot, context_.progress);
}

const Normalisation& DetectorModel::normalisation() {
  if (!normalisation_)
    normalisation_ = fitNormalisation(trainingItems(), context_, options_);
  return *normalisation_;
}

std::vector<const Item*> DetectorModel::trainingItems() const {
  std::vector<const Item*> items = labelledItems(context_.data, options_.validFraction, options_.seed).train;
  if (options_.mode != Mode::Pair || options_.unlabelled == 0) return items;
  const std::vector<const Item*> others = evenlySpread(unlabelledPairs(context_.data), std::size_t(options_.unlabelled));
  items.insert(items.end(), others.begin(), others.end());
  return items;
}

std::shared_ptr<const BatchSource> DetectorModel::trainingSource() {
  if (source_) return source_;
  const std::vector<const Item*> items = trainingItems();
  const bool isPair = options_.mode == Mode::Pair;
  require(!items.empty(), isPair ? "there is no pair in the training split: make a split" : "there is no labelled image in the training split: label some, or make a split");
  require(isPair || std::any_of(items.begin(), items.end(), [](const Item* i) { return !i->annotations.empty(); }),
          "no labelled training image has a box: there is nothing to learn from");
  if (!isPair && !isRestored_) startBackbone();
  const auto set = prepareTrainingSet(items, context_, options_, normalisation());
  require(!isPair || set->hasDefects() || !options_.hasDefects,
          "the images with a box were all held out to judge by: label some more, or make data.valid_fraction smaller");
  rememberClean();
  if (isPair && options_.topology) evidence_ = measureEvidence(*set, context_.data.classes);
  if (isPair) {
    const auto pairs = std::make_shared<PairSource>(set, options_, normalisation(), classes_, network_->levels());
    if (pairs->isMadeUp()) madeUp_ = pairs;
    source_ = pairs;
  } else {
    source_ = std::make_shared<SingleSource>(set, options_, int(classes_.size()), network_->levels());
  }
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
  LossTerms terms = detectionLoss(outputs, detection, levels, {.smoothing = options_.smoothing, .box = options_.boxWeight});
  if (detection.masks.defined()) {
    const at::Tensor mask = maskLoss(outputs.back().to(at::kFloat), detection.masks);
    terms.total = terms.total + mask;
    terms.parts.push_back({"mask", mask.detach()});
  }
  return terms;
}

PairImages DetectorModel::decoded(const std::filesystem::path& image, const std::filesystem::path& reference) const {
  return {decodeImage(image), options_.mode == Mode::Pair ? decodeImage(reference) : Image()};
}

PairImages DetectorModel::prepared(const PairImages& decoded) {
  PairImages picture{normalisation().apply(decoded.test), {}};
  if (options_.mode == Mode::Pair) picture.reference = alignReference(picture.test, normalisation().apply(decoded.reference), options_.align);
  return picture;
}

std::optional<PairImages> DetectorModel::keptPicture(const Item& item) const {
  const auto place = judgedPlaces_.find(&item);
  if (place == judgedPlaces_.end()) return std::nullopt;
  const auto copyOf = [](const PlaneView& plane) { return cutOut(plane, 0, 0, plane.width, plane.height); };
  const Planes planes = planesOf(judgedPictures_->view(place->second), options_.mode);
  return PairImages{copyOf(planes.test), options_.mode == Mode::Pair ? copyOf(planes.aligned) : Image()};
}

/// How long a picture takes is known only of one that starts from its pixels; and only such a one is judged as a whole.
void DetectorModel::look(const Item& item, Views views, ImageResult& image, std::vector<double>& milliseconds) {
  if (const std::optional<PairImages> kept = keptPicture(item)) {
    image.detections = detect(*kept, views);
    return;
  }
  const auto& root = context_.spec.dataRoot;
  const PairImages pixels = decoded(imageFile(item, root), options_.mode == Mode::Pair ? referenceFile(item, root) : std::filesystem::path());
  const auto start = std::chrono::steady_clock::now();
  image.detections = detect(prepared(pixels), views);
  if (images_ && images_->isCalibrated()) judgeWhole(image, testimonyOf(image, pixels.test));
  milliseconds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
}

/// Of its boxes, whatever was said of it as a whole before.
Testimony DetectorModel::testimonyOf(const ImageResult& image, const Image& decoded) const {
  return {images_->clean().scores().standing(images_->clean().judge(decoded).raw), imageScore({.detections = image.detections})};
}

void DetectorModel::judgeWhole(ImageResult& image, const Testimony& testimony) const {
  image.score = onScaleOf(operatingPoint_.threshold, images_->probability(testimony), options_.falseAlarms);
  image.raw = images_->suspicion(testimony);
}

/// By the clean ones among the held-out images; then all of them are judged.
void DetectorModel::calibrateImages(DetectionResult& heldOut, const Progress& progress) {
  if (!images_) return;
  std::vector<Testimony> all, clean;
  for (const ImageResult& image : heldOut.images) {
    progress.step(int64_t(all.size()), int64_t(heldOut.images.size()), "comparing with clean images");
    all.push_back(testimonyOf(image, decodeImage(context_.spec.dataRoot / image.image)));
    if (image.truths.empty()) clean.push_back(all.back());
  }
  if (clean.size() < ImageJudge::fewestHeldOut) return;   // labels changed under a run that is resumed: images are what their boxes are
  images_->calibrate(clean);
  for (std::size_t i = 0; i < all.size(); ++i) judgeWhole(heldOut.images[i], all[i]);
}

/// Like the training part: slow storage and decoding cost every image once.
void DetectorModel::keepDecoded(const std::vector<const Item*>& items, const Progress& progress) {
  if (judgedPictures_) return;
  judgedPictures_ = decodePictures(items, context_, options_, normalisation(), progress);
  for (const Item* item : items) judgedPlaces_.emplace(item, int64_t(judgedPlaces_.size()));
}

std::vector<Detection> DetectorModel::detect(const PairImages& picture, Views views) {
  const double back = 1 / normalisation().scale;
  std::vector<Detection> detections;
  for (const ScoredBox& b : finder_.find(picture, evidence_, views))
    detections.push_back({classes_[std::size_t(b.classIndex)], {b.box.x1 * back, b.box.y1 * back, b.box.x2 * back, b.box.y2 * back}, double(b.score),
                          b.mask ? maskOf(*b.mask, b.box, back) : std::nullopt});
  return detections;
}

/// What active learning asks: what the picture looks like to the network, and whether it says the same of it mirrored.
Json DetectorModel::surveyOf(const PairImages& picture, const std::vector<Detection>& found) {
  const PairImages turned{mirrored(picture.test), picture.reference.empty() ? Image() : mirrored(picture.reference)};
  const double width = picture.test.width() / normalisation().scale;
  return {{"embedding", finder_.embedding(picture)},
          {"disagreement", viewDisagreement(options_.views > 1 ? detect(picture, Views::One) : found, mirroredBack(detect(turned, Views::One), width))}};   // mean views would agree with themselves
}

DetectionResult DetectorModel::judge(const std::vector<const Item*>& items, const Progress& progress, std::vector<double>& milliseconds, Views views) {
  DetectionResult result;
  const bool tellsClasses = classes_ == context_.data.classes;
  result.classes = classes_;   // one that was told of none is judged without them
  result.threshold = operatingPoint_.threshold;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = *items[i];
    progress.step(int64_t(i), int64_t(items.size()), item.path);
    ImageResult image{item.path, item.reference, item.group, {}, {}};
    for (const Annotation& a : item.annotations) image.truths.push_back({tellsClasses ? a.className : classes_.front(), boundingBox(a.shape)});
    look(item, views, image, milliseconds);
    result.images.push_back(std::move(image));
  }
  progress.step(int64_t(items.size()), int64_t(items.size()));
  return result;
}

/// Defects made up on training pairs; what was on them before counts neither for the model nor against it.
DetectionResult DetectorModel::judgeMadeUp(const PairSource& pairs, const Progress& progress) {
  DetectionResult result;
  result.classes = classes_;
  const double back = 1 / normalisation().scale;
  const std::size_t count = std::min(madeUpPictures, pairs.pictures());
  for (std::size_t i = 0; i < count; ++i) {
    progress.step(int64_t(i), int64_t(count));
    Random random(deriveSeed(options_.seed, "made up " + std::to_string(i)));
    CropPair pair = pairs.makePicture(i * pairs.pictures() / count, madeUpDefects, random);
    ImageResult image;
    std::vector<Box> unclear;
    for (const Truth& truth : pair.truths) {
      const Box box{truth.box.x1 * back, truth.box.y1 * back, truth.box.x2 * back, truth.box.y2 * back};
      if (truth.isKnown()) image.truths.push_back({classes_[std::size_t(truth.classIndex)], box});
      else unclear.push_back(box);
    }
    image.detections = detect({std::move(pair.test), std::move(pair.reference)});
    std::erase_if(image.detections, [&](const Detection& d) {
      return std::any_of(unclear.begin(), unclear.end(), [&](const Box& box) { return overlapArea(d.box, box) > 0; });
    });
    result.images.push_back(std::move(image));
  }
  return result;
}

EvaluationResult DetectorModel::evaluate(Split split, const Progress& progress) {
  std::vector<const Item*> items = itemsToJudge(context_.data, split, options_.validFraction, options_.seed);
  EvaluationResult out;
  if (items.empty()) return out;
  const bool isSeen = split == Split::Valid && calibrated_;
  if (source_ && !isSeen) items = evenlySpread(items, judgedWhileTraining);
  if (source_ && split == Split::Valid) keepDecoded(items, progress);
  const DetectionResult result = isSeen ? *calibrated_ : judge(items, progress, out.milliseconds, source_ ? Views::One : Views::All);   // while it learns, a look must not eat the run
  out.count = int64_t(result.images.size());
  out.metrics = detectionMetrics(result);
  if (network_->givesMasks())
    if (const std::optional<double> overlap = maskOverlap(result, items)) out.metrics["mask_iou"] = *overlap;
  out.artifacts.push_back({"boxes", toJson(result)});
  if (imageAuroc(result)) {   // there are clean images, too
    out.metrics.merge(imageMetrics(result));
    out.artifacts.push_back({"images", imageTable(result)});
  }
  return out;
}

void DetectorModel::calibrate(const Progress& progress) {
  const auto heldOut = itemsToJudge(context_.data, Split::Valid, options_.validFraction, options_.seed);
  const bool showsDefects = std::any_of(heldOut.begin(), heldOut.end(), [](const Item* item) { return !item->annotations.empty(); });
  if (madeUp_ && !showsDefects) {
    operatingPoint_ = chooseOperatingPoint(judgeMadeUp(*madeUp_, progress), options_.targetRecall, options_.mostFalse);
    operatingPoint_.madeUp = true;
    return;
  }
  if (heldOut.empty()) return;
  std::vector<double> milliseconds;   // of a machine that has just trained: nobody asks
  DetectionResult result = judge(heldOut, progress, milliseconds);
  operatingPoint_ = chooseOperatingPoint(result, options_.targetRecall, options_.mostFalse);
  result.threshold = operatingPoint_.threshold;
  calibrateImages(result, progress);
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
  const PairImages pixels = decoded(image, reference), picture = prepared(pixels);
  const std::vector<Detection> found = detect(picture);
  Json boxes = Json::array();
  for (const Detection& d : found) {
    boxes.push_back(Json{{"class", d.className}, {"box", {d.box.x1, d.box.y1, d.box.x2, d.box.y2}}, {"score", d.score}});
    if (d.mask) boxes.back().update(shapeToJson(*d.mask));
  }
  Json output{{"boxes", std::move(boxes)}, {"threshold", operatingPoint_.threshold}};
  if (images_ && images_->isCalibrated()) {
    ImageResult whole{.detections = found};
    const Testimony testimony = testimonyOf(whole, pixels.test);
    judgeWhole(whole, testimony);
    output["unlike_clean"] = images_->probability(testimony);
    output["image_score"] = *whole.score;
    output["raw_score"] = *whole.raw;
  }
  if (input.value("survey", false)) output["survey"] = surveyOf(picture, found);
  return output;
}

Json DetectorModel::metadata() const {
  Json json{{"mode", options_.mode == Mode::Pair ? "pair" : "single"}, {"operating_point", operatingPoint_.toJson()}};
  if (madeUp_) json["unlabelled_pairs"] = madeUp_->pictures();   // for the report: no person said what a defect is
  if (options_.mode == Mode::Single) json.update({{"head", singleHead}, {"pretrained", network_->startsPretrained()}});
  if (images_) json["clean"] = images_->metadata();
  if (normalisation_) json["normalisation"] = normalisation_->toJson();
  if (evidence_.trust() > 0) json["class_evidence"] = evidence_.toJson();
  return json;
}

void DetectorModel::restoreMetadata(const Json& metadata) {
  const std::string mode = member<std::string>(metadata, "mode", "checkpoint");
  require((mode == "pair") == (options_.mode == Mode::Pair), "the checkpoint is of a " + mode + " model", "checkpoint");
  require(options_.mode != Mode::Single || metadata.value("head", 1) == singleHead,
          "the checkpoint is of an earlier version, whose models of single images had another head: train again", "checkpoint");
  operatingPoint_ = OperatingPoint::fromJson(member<Json>(metadata, "operating_point", "checkpoint"), "checkpoint");
  if (metadata.contains("normalisation")) normalisation_ = Normalisation::fromJson(metadata["normalisation"], "checkpoint");
  if (metadata.contains("clean")) {
    if (!images_) images_ = newImageJudge();
    images_->restore(metadata["clean"], "checkpoint");
  }
  isRestored_ = true;
  if (options_.mode == Mode::Single && metadata.value("pretrained", true)) network_->continuePretrained();
  evidence_ = {};
  if (metadata.contains("class_evidence"))
    evidence_ = ClassEvidence::fromJson(metadata["class_evidence"], context_.data.classes, "checkpoint");
}

}  // namespace assay::detector
