// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/self_training.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/report/detection_metrics.h"
#include "plugins/detector/box_geometry.h"

namespace assay::detector {

namespace {

constexpr double leastPrecision = 0.95;
constexpr double leastSure = 0.5, usualSure = 0.9, nobody = 2;
constexpr int64_t fewestBoxes = 10;   // that speak for a score: one right box proves nothing
constexpr double faintest = 0.1;
constexpr double matchIou = 0.33;

/// The sure boxes first; a fainter one that overlaps none of them leaves its place unclear.
std::vector<Annotation> labelsOf(const std::vector<Detection>& detections, double sure) {
  std::vector<Annotation> labels;
  const auto add = [&](const std::string& className, const Box& box) { labels.push_back({AnnotationId{}, className, box, Origin::Model}); };
  for (const Detection& d : detections)
    if (d.score >= sure) add(d.className, d.box);
  const std::size_t known = labels.size();
  const auto isKnown = [&](const Box& box) {
    return std::any_of(labels.begin(), labels.begin() + std::ptrdiff_t(known), [&](const Annotation& label) { return overlapArea(boundingBox(label.shape), box) > 0; });
  };
  for (const Detection& d : detections)
    if (d.score >= faintest && d.score < sure && !isKnown(d.box)) add(unclearLabel, d.box);
  return labels;
}

}  // namespace

Rehearsal teacherRehearsal(int fold) {
  Rehearsal teacher{teacherName, {}};
  teacher.changes.set("model.self_training", false);
  teacher.changes.set("model.clean_memory", std::string("off"));   // nobody asks it about whole images
  teacher.changes.set("model.anomaly_channel", false);
  if (fold == 0) teacher.changes.set("model.folds", int64_t{0});
  return teacher;
}

double sureScore(const DetectionResult& heldOut) {
  if (std::none_of(heldOut.images.begin(), heldOut.images.end(), [](const ImageResult& image) { return !image.truths.empty(); })) return usualSure;
  double sure = nobody;
  const auto isSure = [](const CurvePoint& point) {
    const int64_t boxes = point.found + point.falseBoxes;
    return boxes >= fewestBoxes && double(point.found) >= leastPrecision * double(boxes);
  };
  for (const CurvePoint& point : precisionRecallCurve(heldOut, matchIou, ClassRule::SameClass))   // from high thresholds to low ones
    if (isSure(point)) sure = point.threshold;
  return std::max(sure, leastSure);
}

std::vector<Item> taughtItems(const DetectionResult& seen, double sure, const Snapshot& data) {
  std::vector<Item> taught;
  for (const ImageResult& image : seen.images) {
    const auto known = std::find_if(data.items.begin(), data.items.end(), [&](const Item& item) { return item.path == image.image; });
    require(known != data.items.end(), "a teacher speaks of an image that is not in this version of the data", image.image);
    Item item = *known;
    item.status = LabelStatus::Labelled;
    item.annotations = labelsOf(image.detections, sure);
    taught.push_back(std::move(item));
  }
  return taught;
}

Json toldByTeacher(const DetectionResult& seen, double sure) { return {{"boxes", toJson(seen)}, {"sure", sure}}; }

std::vector<Item> taughtItems(const Json& told, const Snapshot& data) {
  return taughtItems(detectionResultFromJson(member<Json>(told, "boxes", teacherName), teacherName), member<double>(told, "sure", teacherName), data);
}

}  // namespace assay::detector
