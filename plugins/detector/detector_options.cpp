// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/detector_options.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "core/base/error.h"
#include "plugins/detector/held_out.h"
#include "plugins/detector/image_judge.h"
#include "plugins/detector/mask_plane.h"

namespace assay::detector {

namespace {

constexpr int enoughUnlabelled = 200;   // pairs; more would only take longer to decode and register

bool isPairData(const Snapshot& data) {
  bool anyLabelled = false, labelledPaired = true, anyImage = false, allPaired = true;
  for (const Item& item : data.items) {
    if (item.kind != ItemKind::Image) continue;
    anyImage = true;
    allPaired = allPaired && !item.reference.empty();
    if (item.split != Split::Train || item.status != LabelStatus::Labelled) continue;
    anyLabelled = true;
    labelledPaired = labelledPaired && !item.reference.empty();
  }
  return anyLabelled ? labelledPaired : anyImage && allPaired;
}

/// Labelled training images for which `holds(item)` does.
template <class Holds>
bool anyLabelled(const Snapshot& data, Holds holds) {
  return std::any_of(data.items.begin(), data.items.end(), [&](const Item& item) {
    return item.kind == ItemKind::Image && item.split == Split::Train && item.status == LabelStatus::Labelled && holds(item);
  });
}

bool hasDefects(const Snapshot& data) {
  return anyLabelled(data, [](const Item& item) { return !item.annotations.empty(); });
}

/// Somebody looked at images, and they were all clean.
bool isNormalData(const Snapshot& data) {
  return !hasDefects(data) && anyLabelled(data, [](const Item&) { return true; });
}

Mode modeOf(const std::string& text, const Snapshot& data) {
  if (text == "pair") return Mode::Pair;
  if (text == "single") return Mode::Single;
  if (text == "normal") return Mode::Normal;
  if (isPairData(data)) return Mode::Pair;   // also without a defect: some can be made up, and the reference says what is normal
  return isNormalData(data) ? Mode::Normal : Mode::Single;
}

/// Some training image says which pixels are the defect.
bool hasOutlines(const Snapshot& data) {
  return anyLabelled(data, [](const Item& item) {
    return std::any_of(item.annotations.begin(), item.annotations.end(), [](const Annotation& a) { return isOutline(a.shape); });
  });
}

/// The same for every fold and the model after them: all clean images judge, by turns.
bool remembersByTurns(const std::string& wanted, const Snapshot& data, const HoldOut& holdOut) {
  const std::size_t clean = cleanItems(data, {}).size(), folds = std::size_t(holdOut.folds);
  const std::size_t learned = clean - (clean + folds - 1) / folds;   // without the largest part
  require(wanted != "on" || learned >= fewestRemembered, "a memory of clean images needs " + std::to_string(fewestRemembered) + " of them to learn from in each part of the cross-validation; there are " +
              std::to_string(learned), "model.clean_memory", Code::BadOption);
  return learned >= fewestRemembered;
}

/// Enough clean images to remember, and enough that are held out to say how the others look.
bool remembersClean(const std::string& wanted, const Snapshot& data, const HoldOut& holdOut) {
  if (wanted == "off") return false;
  if (holdOut.isByTurns()) return remembersByTurns(wanted, data, holdOut);
  const std::size_t learned = cleanItems(data, holdOut).size();
  const std::vector<const Item*> judges = itemsToJudge(data, Split::Valid, holdOut);
  const auto heldOut = std::size_t(std::count_if(judges.begin(), judges.end(), [](const Item* item) { return item->annotations.empty(); }));
  const bool isEnough = learned >= fewestRemembered && heldOut >= ImageJudge::fewestHeldOut;
  require(wanted != "on" || isEnough, "a memory of clean images needs " + std::to_string(fewestRemembered) + " of them to learn from and " + std::to_string(ImageJudge::fewestHeldOut) +
              " held out to judge by; there are " + std::to_string(learned) + " and " + std::to_string(heldOut),
          "model.clean_memory", Code::BadOption);
  return isEnough;
}

/// An image in tiles takes its time, and there is a limit to what can be remembered.
bool fitsInTiles(const Snapshot& data, const DetectorOptions& options) {
  const std::vector<const Item*> clean = cleanItems(data, {});
  return std::all_of(clean.begin(), clean.end(), [&](const Item* item) { return NormalJudge::tileCount(*item, options) <= NormalJudge::mostTiles; });
}

HoldOut holdOutOf(const OptionValues& values, const Snapshot& data, Mode mode, uint64_t seed) {
  HoldOut holdOut{.fraction = values.real("data.valid_fraction"), .seed = seed, .cleanByRuns = mode == Mode::Single, .folds = int(values.integer("model.folds")), .fold = int(values.integer("model.fold"))};
  if (holdOut.folds == 0 || mode == Mode::Normal) return {.fraction = holdOut.fraction, .seed = seed, .cleanByRuns = holdOut.cleanByRuns};
  require(holdOut.isByTurns(), "the labelled images are dealt into 2 parts or more; 0 switches it off", "model.folds", Code::BadOption);
  require(holdOut.fold <= holdOut.folds, "there is no part " + std::to_string(holdOut.fold) + " of " + std::to_string(holdOut.folds), "model.fold", Code::BadOption);
  require(labelledItems(data, {}).valid.empty(), "the valid split has labelled images, which judge: set it to 0, or take them out of that split", "model.folds", Code::BadOption);
  const std::size_t labelled = labelledItems(data, {}).train.size();
  require(labelled >= std::size_t(2 * holdOut.folds), "of " + std::to_string(labelled) + " labelled training images no " + std::to_string(holdOut.folds) + " parts of two or more can be made",
          "model.folds", Code::BadOption);
  const std::vector<const Item*> items = labelledItems(data, {}).train;
  require(std::count_if(items.begin(), items.end(), [](const Item* item) { return !item->annotations.empty(); }) > 1,
          "only one labelled training image or none has a defect: the parts of a cross-validation could not judge each other", "model.folds", Code::BadOption);
  return holdOut;
}

/// Side of a training crop in single mode: the usual picture, within what a CPU can train.
int automaticCrop(const Snapshot& data) {
  std::vector<int> sides;
  for (const Item& item : data.items)
    if (item.kind == ItemKind::Image && item.split == Split::Train) sides.push_back(std::max(item.width, item.height));
  if (sides.empty()) return 224;
  std::nth_element(sides.begin(), sides.begin() + std::ptrdiff_t(sides.size() / 2), sides.end());
  return std::clamp((sides[sides.size() / 2] + 31) / 32 * 32, 128, 320);
}

/// "4, 8, 16": positive numbers, ascending.
std::vector<double> anchorScales(const std::string& text) {
  std::vector<double> scales;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) {
    char* end = nullptr;
    const double scale = std::strtod(word.c_str(), &end);
    while (end != nullptr && *end == ' ') ++end;
    const bool isGood = end != word.c_str() && *end == '\0' && scale > 0 && scale <= 1000 && (scales.empty() || scale > scales.back());
    require(isGood, "`" + text + "` are no scales; expected ascending numbers of strides with commas between them, as `4, 8, 16`", "model.anchor_scales", Code::BadOption);
    scales.push_back(scale);
  }
  return scales;
}

}  // namespace

std::string classOfAnything(const std::vector<std::string>& classes) { return classes.size() == 1 ? classes.front() : "anomaly"; }

DetectorOptions detectorOptions(const OptionValues& values, const Snapshot& data) {
  DetectorOptions o;
  o.mode = modeOf(values.text("model.mode"), data);
  o.hasDefects = hasDefects(data);
  o.seed = uint64_t(values.integer("seed"));
  o.holdOut = holdOutOf(values, data, o.mode, o.seed);
  o.selfTraining = o.mode != Mode::Normal && values.boolean("model.self_training");
  require(!o.selfTraining || o.hasDefects, "no labelled training image has a defect: there is nothing that a teacher could learn", "model.self_training", Code::BadOption);
  o.width = int(values.integer("model.width"));
  o.backbone = values.text("model.backbone");
  o.weights = values.text("model.weights");
  o.anchorScales = anchorScales(values.text("model.anchor_scales"));
  const std::string masks = values.text("model.masks");
  o.masks = o.mode == Mode::Single && (masks == "on" || (masks == "auto" && hasOutlines(data)));
  require(masks != "on" || o.mode != Mode::Single || hasOutlines(data), "no labelled training image has a mask or a polygon: there is nothing to learn masks from",
          "model.masks", Code::BadOption);
  o.tile = int(values.integer("model.tile"));
  o.tileOverlap = std::min(int(values.integer("model.tile_overlap")), o.tile / 2);
  const std::string memory = values.text("model.clean_memory");
  const bool wantsMap = o.mode == Mode::Single && values.boolean("model.anomaly_channel");
  o.insistsOnMemory = memory == "on" || wantsMap;
  o.cleanMemory = o.mode == Mode::Single && remembersClean(memory, data, o.holdOut) && (o.insistsOnMemory || fitsInTiles(data, o));
  require(!wantsMap || o.cleanMemory, "there is no memory of clean images that could say what is unlike them", "model.anomaly_channel", Code::BadOption);
  o.anomalyChannel = wantsMap;
  o.frozenStages = int(values.integer("model.frozen_stages"));
  o.backboneRate = values.real("model.backbone_rate");
  o.crop = int(values.integer(o.mode == Mode::Pair ? "model.crop" : "model.input_size"));
  if (o.crop == 0) o.crop = automaticCrop(data);
  const int multiple = o.mode == Mode::Pair ? 8 : 32;
  o.crop = (o.crop + multiple - 1) / multiple * multiple;
  o.align = {values.boolean("model.align"), int(values.integer("model.align_range")),
             int(values.integer("model.align_local")), int(values.integer("model.align_window")), values.boolean("model.align_turn")};
  o.view = {values.boolean("model.dihedral"), values.real("model.zoom"), values.real("model.stretch")};
  o.unlabelled = int(values.integer("model.unlabelled"));
  if (o.unlabelled == 0 && !o.hasDefects) o.unlabelled = enoughUnlabelled;
  o.synthetic = values.real("model.synthetic");
  o.unaligned = values.real("model.unaligned");
  o.referenceShift = int(values.integer("model.reference_shift"));
  o.photometric = values.real("model.photometric");
  o.topology = values.boolean("model.topology");
  o.dropout = values.real("model.dropout");
  o.smoothing = values.real("model.smoothing");
  if (o.mode == Mode::Single) o.boxWeight = 4;
  o.views = int(values.integer("model.views"));
  if (o.views == 0) o.views = o.mode == Mode::Pair ? 1 : 4;
  o.nmsIou = values.real("model.nms_iou");
  o.scoreFloor = values.real("model.score_floor");
  o.cudaGraphs = values.boolean("device.cuda_graphs");
  o.maximumBoxes = int(values.integer("model.maximum_boxes"));
  o.falseAlarms = values.real("model.false_alarms");
  o.memoryMib = values.real("model.memory");
  o.light = values.real("model.light");
  o.targetRecall = values.real("model.target_recall");
  o.mostFalse = values.real("model.max_false_per_image");
  return o;
}

}  // namespace assay::detector
