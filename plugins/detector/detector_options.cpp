// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/detector_options.h"

#include <algorithm>

namespace assay::detector {

namespace {

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

/// Somebody looked at images, and they were all clean.
bool isNormalData(const Snapshot& data) {
  bool anyClean = false;
  for (const Item& item : data.items) {
    if (item.kind != ItemKind::Image || item.split != Split::Train || item.status != LabelStatus::Labelled) continue;
    if (!item.annotations.empty()) return false;
    anyClean = true;
  }
  return anyClean;
}

Mode modeOf(const std::string& text, const Snapshot& data) {
  if (text == "pair") return Mode::Pair;
  if (text == "single") return Mode::Single;
  if (text == "normal") return Mode::Normal;
  if (isNormalData(data)) return Mode::Normal;   // also of pairs: without a defect there is nothing to learn by comparison
  return isPairData(data) ? Mode::Pair : Mode::Single;
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

}  // namespace

DetectorOptions detectorOptions(const OptionValues& values, const Snapshot& data) {
  DetectorOptions o;
  o.mode = modeOf(values.text("model.mode"), data);
  o.seed = uint64_t(values.integer("seed"));
  o.validFraction = values.real("data.valid_fraction");
  o.width = int(values.integer("model.width"));
  o.backbone = values.text("model.backbone");
  o.frozenStages = int(values.integer("model.frozen_stages"));
  o.backboneRate = values.real("model.backbone_rate");
  o.crop = int(values.integer(o.mode == Mode::Pair ? "model.crop" : "model.input_size"));
  if (o.crop == 0) o.crop = automaticCrop(data);
  const int multiple = o.mode == Mode::Pair ? 8 : 32;
  o.crop = (o.crop + multiple - 1) / multiple * multiple;
  o.tile = int(values.integer("model.tile"));
  o.tileOverlap = std::min(int(values.integer("model.tile_overlap")), o.tile / 2);
  o.align = {values.boolean("model.align"), int(values.integer("model.align_range")),
             int(values.integer("model.align_local")), int(values.integer("model.align_window"))};
  o.view = {values.boolean("model.dihedral"), values.real("model.zoom"), values.real("model.stretch")};
  o.synthetic = values.real("model.synthetic");
  o.unaligned = values.real("model.unaligned");
  o.referenceShift = int(values.integer("model.reference_shift"));
  o.photometric = values.real("model.photometric");
  o.topology = values.boolean("model.topology");
  o.dropout = values.real("model.dropout");
  o.smoothing = values.real("model.smoothing");
  o.nmsIou = values.real("model.nms_iou");
  o.scoreFloor = values.real("model.score_floor");
  o.maximumBoxes = int(values.integer("model.maximum_boxes"));
  o.falseAlarms = values.real("model.false_alarms");
  o.memoryMib = values.real("model.memory");
  o.light = values.real("model.light");
  o.targetRecall = values.real("model.target_recall");
  return o;
}

}  // namespace assay::detector
