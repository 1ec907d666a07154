// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/detector_model.h"

#include <torch/torch.h>

#include "core/imaging/decode.h"
#include "core/report/detection_metrics.h"
#include "core/report/image_metrics.h"
#include "core/report/latency.h"
#include "plugins/detector/difference_proposals.h"
#include "plugins/detector/held_out.h"
#include "plugins/detector/made_up_trial.h"
#include "plugins/detector/mask_overlap.h"
#include "plugins/detector/self_training.h"

namespace assay::detector {

namespace {

constexpr int plainHead = 4, mapHead = 5;          // the latter sees an anomaly map; 1: the box had no layers of its own; 2, 3: no second look
constexpr std::size_t taughtPerLabel = 2;          // images that a teacher speaks of
constexpr std::size_t judgedWhileTraining = 100;   // held-out images per validation: it must not eat the run

/// Where no defect is labelled, made-up ones have a class only on boards.
std::vector<std::string> classesOf(const std::vector<std::string>& classes, const DetectorOptions& options) {
  if (options.mode == Mode::Pair && !options.hasDefects && !boardClasses(classes)) return {classOfAnything(classes)};
  require(!classes.empty(), "the project has no class: add at least one before training", "classes");
  return classes;
}

Json boxesJson(const std::vector<Detection>& detections) {
  Json boxes = Json::array();
  for (const Detection& d : detections) {
    boxes.push_back(Json{{"class", d.className}, {"box", {d.box.x1, d.box.y1, d.box.x2, d.box.y2}}, {"score", d.score}});
    if (d.mask) boxes.back().update(shapeToJson(*d.mask));
  }
  return boxes;
}

/// [[subject, statement], ..]
Json disclosuresFrom(const Json& metadata) {
  if (!metadata.contains("disclosures")) return Json::array();   // an older checkpoint
  for (const Json& entry : metadata["disclosures"])
    require(entry.is_array() && entry.size() == 2 && entry[0].is_string() && entry[1].is_string(), "`disclosures` must be pairs of texts", "checkpoint");
  return metadata["disclosures"];
}

std::unique_ptr<DetectorNetwork> makeNetwork(const DetectorOptions& options, int classes) {
  if (options.mode == Mode::Pair) return makePairNetwork(options, classes);
  return makeSingleNetwork(options, classes);
}

}  // namespace

DetectorModel::DetectorModel(const ModelContext& context)
    : context_(context), options_(detectorOptions(context.spec.options, context.data)) {
  operatingPoint_.target = options_.targetRecall;
  build();
}

/// The network and who speaks for it, as the options say.
void DetectorModel::build() {
  const std::vector<std::string> classes = classesOf(context_.data.classes, options_);
  network_ = makeNetwork(options_, int(classes.size()));
  inspector_.emplace(options_, *network_, classes);
}

/// Its tensors are saved with the network's.
std::unique_ptr<ImageJudge> DetectorModel::newImageJudge() const {
  auto judge = std::make_unique<ImageJudge>(photographWeights(context_.resources), options_, classOfAnything(context_.data.classes));
  network_->keep("clean", judge->clean().sharedModule());
  return judge;
}

/// What the memory of clean images says, where anybody asks.
std::optional<NormalVerdict> DetectorModel::verdictOn(const Image& pixels) const {
  if (!images_ || !images_->clean().hasLearnt() || !(images_->isCalibrated() || options_.anomalyChannel)) return std::nullopt;
  return images_->clean().judge(pixels);
}

std::vector<Image> DetectorModel::anomalyMapsOf(const std::vector<const Item*>& items, const Progress& progress) const {
  std::vector<Image> maps;
  if (!images_ || !options_.anomalyChannel) return maps;
  for (const Item* item : items) {
    progress.step(int64_t(maps.size()), int64_t(items.size()), "comparing with clean images");
    maps.push_back(images_->clean().judge(decodeImage(imageFile(*item, context_.spec.dataRoot))).places);
  }
  return maps;
}

/// How long a picture takes is known only of one that starts from its pixels; and only such a one is judged as a whole.
void DetectorModel::look(const Item& item, Views views, ImageResult& image, std::vector<double>& milliseconds) {
  if (const std::optional<PairImages> kept = kept_ ? kept_->of(item) : std::nullopt) {
    image.detections = inspector_->find(*kept, views);
    return;
  }
  const auto& root = context_.spec.dataRoot;
  const PairImages pixels = inspector_->decode(imageFile(item, root), options_.mode == Mode::Pair ? referenceFile(item, root) : std::filesystem::path());
  const auto start = std::chrono::steady_clock::now();
  const std::optional<NormalVerdict> verdict = verdictOn(pixels.test);
  image.detections = inspector_->find(inspector_->prepare(pixels, verdict ? verdict->places : Image()), views);
  if (verdict && images_->isCalibrated()) images_->judge(image, images_->hear(image.detections, *verdict), operatingPoint_.threshold);
  milliseconds.push_back(millisecondsSince(start));
}

DetectionResult DetectorModel::judge(const std::vector<const Item*>& items, const Progress& progress, std::vector<double>& milliseconds, Views views) {
  normalisation();
  DetectionResult result;
  const std::vector<std::string>& classes = inspector_->classes();
  const bool tellsClasses = classes == context_.data.classes;
  result.classes = classes;   // one that was told of none is judged without them
  result.threshold = operatingPoint_.threshold;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = *items[i];
    progress.step(int64_t(i), int64_t(items.size()), item.path);
    ImageResult image{item.path, item.reference, item.group, {}, {}};
    for (const Annotation& a : item.annotations) image.truths.push_back({tellsClasses ? a.className : classes.front(), boundingBox(a.shape)});
    look(item, views, image, milliseconds);
    result.images.push_back(std::move(image));
  }
  progress.step(int64_t(items.size()), int64_t(items.size()));
  return result;
}

EvaluationResult DetectorModel::evaluate(Split split, const Progress& progress) {
  std::vector<const Item*> items = itemsToJudge(context_.data, split, options_.holdOut);
  EvaluationResult out;
  const bool isSeen = split == Split::Valid && calibrated_;
  require(split != Split::Valid || isSeen || source_ || !items.empty() || !options_.holdOut.isByTurns(),
          "the labelled images were judged by the folds of the run: their boxes are in artifacts/boxes.json of its folder, and only a test part can be judged again", "model.folds");
  if (items.empty() && !isSeen) return out;
  if (source_ && !isSeen) items = evenlySpread(items, judgedWhileTraining);
  if (source_ && split == Split::Valid && !kept_ && !items.empty()) kept_.emplace(items, context_, options_, normalisation(), anomalyMapsOf(items, progress), progress);
  const DetectionResult result = isSeen ? *calibrated_ : judge(items, progress, out.milliseconds, source_ ? Views::One : Views::All);   // while it learns, a look must not eat the run
  out.count = int64_t(result.images.size());
  out.metrics = detectionMetrics(result);
  if (network_->givesMasks() && !items.empty())   // folds tell no masks
    if (const std::optional<double> overlap = maskOverlap(result, items)) out.metrics["mask_iou"] = *overlap;
  out.artifacts.push_back({"boxes", toJson(result)});
  if (imageAuroc(result)) {   // there are clean images, too
    out.metrics.merge(imageMetrics(result));
    out.artifacts.push_back({"images", imageTable(result)});
  }
  return out;
}

void DetectorModel::calibrate(const Progress& progress) {
  if (options_.holdOut.isByTurns() && options_.holdOut.fold == 0) {
    calibrateBy(joinedFolds(context_.rehearsed, options_.holdOut.folds));
    disclosures_.push_back({"Thresholds", "chosen by " + std::to_string(options_.holdOut.folds) + " models that were each trained without another part of the labelled images" + (options_.selfTraining ? ", and without a teacher" : "")});
    return;
  }
  const auto heldOut = itemsToJudge(context_.data, Split::Valid, options_.holdOut);
  const bool showsDefects = std::any_of(heldOut.begin(), heldOut.end(), [](const Item* item) { return !item->annotations.empty(); });
  if (madeUp_ && !showsDefects) {
    operatingPoint_ = chooseOperatingPoint(judgeMadeUp(*madeUp_, *inspector_, options_.seed, progress), options_.targetRecall, options_.mostFalse);
    operatingPoint_.madeUp = true;
    return;
  }
  if (heldOut.empty()) return;
  std::vector<double> milliseconds;   // of a machine that has just trained: nobody asks
  JudgedParts judged{judge(heldOut, progress, milliseconds), {}};
  judged.testimonies = hearAll(judged.result, progress);
  calibrateBy(std::move(judged));
}

/// None where images are not judged as wholes.
std::vector<Testimony> DetectorModel::hearAll(const DetectionResult& judged, const Progress& progress) const {
  std::vector<Testimony> all;
  if (!images_) return all;
  for (const ImageResult& image : judged.images) {
    progress.step(int64_t(all.size()), int64_t(judged.images.size()), "comparing with clean images");
    all.push_back(images_->hear(image.detections, images_->clean().judge(decodeImage(context_.spec.dataRoot / image.image))));
  }
  return all;
}

/// Boxes by the labels; whole images by the clean ones among them.
void DetectorModel::calibrateBy(JudgedParts heldOut) {
  DetectionResult& result = heldOut.result;
  operatingPoint_ = chooseOperatingPoint(result, options_.targetRecall, options_.mostFalse);
  result.threshold = operatingPoint_.threshold;
  std::vector<Testimony> clean;
  for (std::size_t i = 0; i < heldOut.testimonies.size(); ++i)
    if (result.images[i].truths.empty()) clean.push_back(heldOut.testimonies[i]);
  if (images_ && clean.size() >= ImageJudge::fewestHeldOut) {   // fewer where labels changed under a run that is resumed: images are what their boxes are
    images_->calibrate(clean);
    for (std::size_t i = 0; i < heldOut.testimonies.size(); ++i) images_->judge(result.images[i], heldOut.testimonies[i], operatingPoint_.threshold);
  }
  calibrated_ = std::move(result);
}

Json DetectorModel::tell(const std::string& rehearsal, const Progress& progress) {
  if (!isFold(rehearsal)) return toldOfUnlabelled(progress);
  std::vector<double> milliseconds;
  JudgedParts part{judge(itemsToJudge(context_.data, Split::Valid, options_.holdOut), progress, milliseconds), {}};
  part.testimonies = hearAll(part.result, progress);
  return detector::toJson(part);
}

Json DetectorModel::toldOfUnlabelled(const Progress& progress) {
  std::vector<double> milliseconds;
  const LabelledItems labelled = labelledItems(context_.data, options_.holdOut);
  const std::size_t most = taughtPerLabel * (labelled.train.size() + labelled.valid.size());
  std::vector<const Item*> items = unlabelledImages(context_.data);
  if (options_.mode == Mode::Pair) std::erase_if(items, [](const Item* item) { return item->reference.empty(); });
  const double sure = sureScore(judge(labelled.valid, progress, milliseconds));
  return toldByTeacher(judge(evenlySpread(items, most), progress, milliseconds), sure);
}

Json DetectorModel::predict(const Json& input) {
  const std::string image = member<std::string>(input, "image", "input");
  std::string reference;
  if (options_.mode == Mode::Pair) {
    require(input.contains("reference") && input["reference"].is_string() && !input["reference"].get<std::string>().empty(),
            "this model compares an image with its reference image, and none was given", image);
    reference = input["reference"].get<std::string>();
  }
  return describe(input, inspector_->decode(image, reference));
}

Json DetectorModel::describe(const Json& input, const PairImages& pixels) {
  normalisation();
  const std::optional<NormalVerdict> verdict = verdictOn(pixels.test);
  const PairImages picture = inspector_->prepare(pixels, verdict ? verdict->places : Image());
  const std::vector<Detection> found = inspector_->find(picture);
  Json output{{"boxes", boxesJson(found)}, {"threshold", operatingPoint_.threshold}};
  if (options_.mode == Mode::Pair && !input.value("survey", false))
    output["proposals"] = boxesJson(differenceProposals(viewOf(picture.test), viewOf(picture.reference), 1 / normalisation().scale, found, operatingPoint_.threshold,
                                                        classOfAnything(context_.data.classes)));
  if (verdict && images_->isCalibrated()) {
    const Testimony testimony = images_->hear(found, *verdict);
    ImageResult whole;
    images_->judge(whole, testimony, operatingPoint_.threshold);
    output["proposals"] = boxesJson(images_->proposals(*verdict, found, operatingPoint_.threshold));
    output["unlike_clean"] = images_->probability(testimony);
    output["image_score"] = *whole.score;
    output["raw_score"] = *whole.raw;
  }
  if (input.value("survey", false)) output["survey"] = inspector_->survey(picture, found);
  return output;
}

std::vector<std::pair<std::string, std::string>> DetectorModel::disclosures() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const Json& entry : disclosures_) all.emplace_back(entry.at(0), entry.at(1));
  all.emplace_back("Score threshold", operatingPoint_.statement());
  return all;
}

Json DetectorModel::metadata() const {
  Json json{{"mode", options_.mode == Mode::Pair ? "pair" : "single"}, {"operating_point", operatingPoint_.toJson()}, {"disclosures", disclosures_}};
  if (options_.mode == Mode::Single) json.update({{"head", options_.anomalyChannel ? mapHead : plainHead}, {"pretrained", network_->startsPretrained()}});
  if (images_) json["clean"] = images_->metadata();
  if (inspector_->normalisation()) json["normalisation"] = inspector_->normalisation()->toJson();
  if (inspector_->evidence().trust() > 0) json["class_evidence"] = inspector_->evidence().toJson();
  return json;
}

/// Whether the network sees an anomaly map, of whatever the options are by now.
void DetectorModel::followHead(int head) {
  require(head == plainHead || head == mapHead, "the checkpoint is of another version, whose models of single images had another head: train again", "checkpoint");
  if (options_.anomalyChannel == (head == mapHead)) return;
  options_.anomalyChannel = head == mapHead;
  build();
}

void DetectorModel::restoreMetadata(const Json& metadata) {
  const std::string mode = member<std::string>(metadata, "mode", "checkpoint");
  require((mode == "pair") == (options_.mode == Mode::Pair), "the checkpoint is of a " + mode + " model", "checkpoint");
  if (options_.mode == Mode::Single) followHead(metadata.value("head", 1));
  operatingPoint_ = OperatingPoint::fromJson(member<Json>(metadata, "operating_point", "checkpoint"), "checkpoint");
  disclosures_ = disclosuresFrom(metadata);
  if (metadata.contains("normalisation")) inspector_->use(Normalisation::fromJson(metadata["normalisation"], "checkpoint"));
  if (metadata.contains("clean")) {
    if (!images_) images_ = newImageJudge();
    images_->restore(metadata["clean"], "checkpoint");
  }
  isRestored_ = true;
  if (options_.mode == Mode::Single && metadata.value("pretrained", true)) network_->continuePretrained();
  inspector_->use(metadata.contains("class_evidence") ? ClassEvidence::fromJson(metadata["class_evidence"], context_.data.classes, "checkpoint") : ClassEvidence());
}

}  // namespace assay::detector
