// SPDX-License-Identifier: Apache-2.0
// What a detector learns from, and its loss.
#include <torch/torch.h>

#include "core/base/log_text.h"
#include "core/engine/losses/mask_loss.h"
#include "plugins/detector/detection_loss.h"
#include "plugins/detector/detector_model.h"
#include "plugins/detector/held_out.h"
#include "plugins/detector/self_training.h"
#include "plugins/detector/single_source.h"

namespace assay::detector {

namespace {

/// Where the backbone's weights are to come from; empty: from chance.
std::filesystem::path weightsOf(const ModelContext& context, const DetectorOptions& options) {
  if (!options.weights.empty()) return context.spec.dataRoot / options.weights;
  return options.backbone == "lite0" ? photographWeights(context.resources) : std::filesystem::path();
}

/// The number rises with whatever else makes the maps.
std::string anomalyMapsKey(const std::vector<const Item*>& clean, const std::vector<const Item*>& items, const DetectorOptions& options, const std::filesystem::path& weights) {
  std::error_code ignored;
  std::string key = "detector anomaly maps 1 " + std::to_string(std::filesystem::file_size(weights, ignored));
  for (const double v : {options.memoryMib, options.light, double(options.tile), double(options.tileOverlap), double(options.view.dihedral)}) key += " " + std::to_string(v);
  for (const auto* list : {&clean, &items}) {
    key += "\n--";
    for (const Item* item : *list) key += "\n" + item->path + " " + item->sha256;
  }
  return key;
}

}  // namespace

/// A model out of a checkpoint has its weights there, and needs the file no more.
void DetectorModel::startBackbone() {
  const std::filesystem::path weights = weightsOf(context_, options_);
  if (weights.empty()) return;
  const bool isThere = std::filesystem::exists(weights);
  require(isThere || options_.weights.empty(), "the file of weights is missing", weights.string());
  if (isThere) network_->startFrom(weights);
  else logWarning(weights.string() + " is missing: the backbone starts from random weights, which costs accuracy; run the set-up again to fetch it");
}

/// Returns the anomaly maps of `items`, or none. A checkpoint has the memory already, or is of a run that was begun without. Where its maps are no longer in the cache,
/// they are made anew by a memory of the same images, for which the pretrained weights must be there.
std::shared_ptr<const PackedCache> DetectorModel::rememberClean(const std::vector<const Item*>& items) {
  if (isRestored_ && !images_) return nullptr;
  const std::size_t clean = cleanItems(context_.data, {}).size();
  if (!options_.cleanMemory && options_.mode == Mode::Single && clean > 0 && context_.spec.options.text("model.clean_memory") == "auto")
    logInfo(std::to_string(clean) + " clean images are not remembered: it takes " + std::to_string(fewestRemembered) + " to learn from and " + std::to_string(fewestCleanHeldOut) +
               " held out to judge by, of " + std::to_string(NormalJudge::mostTiles) + " tiles at most");
  if (!options_.cleanMemory) return nullptr;
  const std::filesystem::path weights = photographWeights(context_.resources);
  if (!images_) {
    if (!options_.insistsOnMemory && !std::filesystem::exists(weights)) {
      logWarning(weights.string() + " is missing: clean images are not remembered; run the set-up again to fetch it");
      return nullptr;
    }
    images_ = newImageJudge();
  }
  const std::vector<const Item*> known = cleanItems(context_.data, options_.holdOut);
  std::shared_ptr<const PackedCache> cache;
  if (options_.anomalyChannel) {
    std::vector<Image> maps;
    const auto mapOf = [&](int64_t index) {
      if (maps.empty()) {
        NormalJudge again(weights, options_, {});
        maps = (isRestored_ ? again : images_->clean()).learn(known, items, context_.spec.dataRoot, context_.progress);
      }
      return maps[std::size_t(index)];
    };
    cache = PackedCache::open(context_.cache, anomalyMapsKey(known, items, options_, weights), int64_t(items.size()), mapOf, 1, context_.progress);
  }
  if (!images_->clean().hasLearnt()) images_->clean().learn(known, context_.spec.dataRoot, context_.progress);
  return cache;
}

const Normalisation& DetectorModel::normalisation() {
  if (!inspector_->normalisation()) inspector_->use(fitNormalisation(trainingItems(/*withTaught=*/false), context_, options_));   // a teacher's boxes may be of any size
  return *inspector_->normalisation();
}

std::vector<const Item*> DetectorModel::trainingItems(bool withTaught) const {
  std::vector<const Item*> items = labelledItems(context_.data, options_.holdOut).train;
  if (withTaught)
    for (const Item& item : taught_) items.push_back(&item);
  if (options_.mode != Mode::Pair || options_.unlabelled == 0) return items;
  std::vector<const Item*> others = unlabelledPairs(context_.data);
  std::erase_if(others, [this](const Item* pair) { return std::any_of(taught_.begin(), taught_.end(), [pair](const Item& item) { return item.path == pair->path; }); });
  others = evenlySpread(others, std::size_t(options_.unlabelled));
  items.insert(items.end(), others.begin(), others.end());
  return items;
}

std::vector<Rehearsal> DetectorModel::rehearsals() const {
  std::vector<Rehearsal> all;
  if (options_.holdOut.isByTurns() && options_.holdOut.fold == 0) all = foldsOf(options_.holdOut.folds);
  if (options_.selfTraining) all.push_back(teacherRehearsal(options_.holdOut.fold));
  return all;
}

void DetectorModel::learnFromTeacher() {
  const auto told = context_.rehearsed.find(teacherName);
  if (!options_.selfTraining || told == context_.rehearsed.end()) return;
  taught_ = taughtItems(told->second, context_.data);
  disclosures_.push_back({"Unlabelled images", "learned from " + std::to_string(taught_.size()) + " that nobody labelled, as a model of the labelled ones saw them"});
}

std::shared_ptr<const BatchSource> DetectorModel::trainingSource() {
  if (source_) return source_;
  disclosures_ = Json::array();   // of this training, whatever an earlier one said
  learnFromTeacher();
  const std::vector<const Item*> items = trainingItems();
  const bool isPair = options_.mode == Mode::Pair;
  require(!items.empty(), isPair ? "there is no pair in the training split: make a split" : "there is no labelled image in the training split: label some, or make a split");
  require(isPair || std::any_of(items.begin(), items.end(), [](const Item* i) { return !i->annotations.empty(); }),
          "no labelled training image has a box: there is nothing to learn from");
  if (!isPair && !isRestored_) startBackbone();
  const std::shared_ptr<const PackedCache> anomalyMaps = rememberClean(items);
  const auto set = prepareTrainingSet(items, context_, options_, normalisation(), anomalyMaps);
  require(!isPair || set->hasDefects() || !options_.hasDefects,
          "the images with a box were all held out to judge by: label some more, or make data.valid_fraction smaller");
  if (!isPair) return source_ = std::make_shared<SingleSource>(set, options_, int(inspector_->classes().size()), network_->levels());
  if (options_.topology) inspector_->use(measureEvidence(*set, labelledItems(context_.data, options_.holdOut).train.size(), context_.data.classes));
  const auto pairs = std::make_shared<PairSource>(set, options_, normalisation(), inspector_->classes(), network_->levels());
  if (pairs->isMadeUp()) {
    madeUp_ = pairs;
    disclosures_.push_back({"Labels", "no defect was labelled: learned from defects made up on " + std::to_string(pairs->pictures()) + " pairs"});
  }
  return source_ = pairs;
}

double DetectorModel::rateFactor(const std::string& parameterName) const {
  return network_->startsPretrained() && parameterName.starts_with("backbone.") ? options_.backboneRate : 1;
}

LossTerms DetectorModel::loss(const Batch& batch) {
  calibrated_.reset();
  const auto& detection = dynamic_cast<const DetectionBatch&>(batch);
  const auto outputs = network_->forward(inLayoutOf(network_->module(), detection.images));
  const auto levels = network_->levels();
  const EdgeFinder* edges = network_->edges();
  const std::optional<EdgeView> again = edges ? std::optional(edges->look(outputs.back(), detection.looks.boxes)) : std::nullopt;
  LossTerms terms = detectionLoss(outputs, detection, levels, {.smoothing = options_.smoothing, .box = options_.boxWeight}, again ? &*again : nullptr);
  if (detection.masks.defined()) {
    const at::Tensor mask = maskLoss(outputs[levels.size()].to(at::kFloat), detection.masks);
    terms.total = terms.total + mask;
    terms.parts.push_back({"mask", mask.detach()});
  }
  return terms;
}

}  // namespace assay::detector
