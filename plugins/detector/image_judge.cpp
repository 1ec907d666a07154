// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/image_judge.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/report/image_metrics.h"
#include "plugins/detector/box_geometry.h"

namespace assay::detector {

namespace {

constexpr double boxShare = 0.5;        // chosen on magnetic tiles, training part
// All clean images that were remembered have stood apart by 1 when others judged them, and held-out ones have by 1 at most in their boxes: where the few held-out
// images stand closer together, they are of few scenes. The two are taken to be independent, but where the boxes follow from the memory's map, too.
double leastDeviation(bool isIndependent) { return isIndependent ? std::hypot(1.0, boxShare) : 1 + boxShare; }
constexpr double faintestScore = 0.01;  // below it one box is as good as none
constexpr double leastBoxDeviation = 0.5;   // of logarithms: clean images that are all without a box do not make one of .02 an alarm

double logScore(const Testimony& testimony) { return std::log(testimony.surest + faintestScore); }

}  // namespace

Testimony ImageJudge::hear(const std::vector<Detection>& boxes, const NormalVerdict& verdict) const {
  return {clean_.scores().standing(verdict.raw), imageScore({.detections = boxes})};
}

std::vector<Detection> ImageJudge::proposals(const NormalVerdict& verdict, const std::vector<Detection>& boxes, double threshold) const {
  std::vector<Detection> places = verdict.boxes;
  std::erase_if(places, [&](const Detection& place) {
    return place.score < 1 - falseAlarms_ ||
           std::any_of(boxes.begin(), boxes.end(), [&](const Detection& box) { return box.score >= threshold && overlapArea(box.box, place.box) > 0; });
  });
  return places;
}

void ImageJudge::judge(ImageResult& image, const Testimony& testimony, double threshold) const {
  image.score = onScaleOf(threshold, probability(testimony), falseAlarms_);
  image.raw = suspicion(testimony);
}

void ImageJudge::calibrate(std::span<const Testimony> heldOut) {
  require(heldOut.size() >= fewestHeldOut, "too few clean images are held out", {}, Code::Internal);
  std::vector<double> scores, totals;
  for (const Testimony& testimony : heldOut) scores.push_back(logScore(testimony));
  boxes_ = Predictive::of(scores);
  boxes_.deviation = std::max(boxes_.deviation, leastBoxDeviation);
  for (const Testimony& testimony : heldOut) totals.push_back(suspicion(testimony));
  total_ = Predictive::of(totals);
  total_.deviation = std::max(total_.deviation, leastDeviation(!boxesFollow_));
  isCalibrated_ = true;
}

double ImageJudge::suspicion(const Testimony& testimony) const {
  return testimony.strangeness + boxShare * (logScore(testimony) - boxes_.mean) / boxes_.deviation;
}

Json ImageJudge::metadata() const {
  Json json = clean_.metadata();
  if (isCalibrated_) json["image_judge"] = {{"boxes", predictiveJson(boxes_)}, {"total", predictiveJson(total_)}};
  return json;
}

void ImageJudge::restore(const Json& metadata, const std::string& where) {
  clean_.restore(metadata, where);
  isCalibrated_ = metadata.contains("image_judge");
  if (!isCalibrated_) return;
  const Json own = metadata["image_judge"];
  boxes_ = predictiveFrom(member<Json>(own, "boxes", where), where);
  total_ = predictiveFrom(member<Json>(own, "total", where), where);
}

double onScaleOf(double threshold, double probability, double falseAlarms) {
  const double p = std::clamp(probability, 0.0, 1.0), limit = 1 - falseAlarms;
  return p < limit ? threshold * p / limit : threshold + (1 - threshold) * (p - limit) / falseAlarms;
}

}  // namespace assay::detector
