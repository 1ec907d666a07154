// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/crop_chooser.h"

#include <cmath>

namespace assay::detector {

namespace {

constexpr double defectShare = 0.60, distractorShare = 0.15;
constexpr double looseness = 0.42;          // of the crop's side: how far a defect may be from its centre
constexpr int64_t smallestEpoch = 512, largestEpoch = 20000;

}  // namespace

CropChooser::CropChooser(const TrainingSet& set, int classCount, int crop, double overhang)
    : set_(set), crop_(crop), overhang_(overhang) {
  std::vector<std::vector<Spot>> byClass(static_cast<std::size_t>(classCount));
  double area = 0;
  for (std::size_t p = 0; p < set.pictures.size(); ++p) {
    const TrainingPicture& picture = set.pictures[p];
    area += double(picture.test.width) * picture.test.height;
    for (const Truth& truth : picture.truths)
      if (truth.isKnown()) byClass[std::size_t(truth.classIndex)].push_back({p, centreOf(truth.box), truth.box.width() / 2, truth.box.height() / 2});
    for (const Point& point : picture.distractors) distractors_.push_back({p, point, 0, 0});
  }
  for (auto& spots : byClass)
    if (!spots.empty()) defects_.push_back(std::move(spots));
  epochSize_ = std::clamp(int64_t(area / (double(crop) * crop)), smallestEpoch, largestEpoch);
}

CropPlace CropChooser::around(const Spot& spot, Random& random) const {
  // The defect stays inside where it fits; a large one may be cut at most up to its centre.
  const auto jitter = [&](double half) { return random.uniform(-1, 1) * std::max(looseness * crop_ - half / 2, 0.1 * crop_); };
  const double dx = jitter(spot.halfWidth), dy = jitter(spot.halfHeight);
  const PlaneView& plane = set_.pictures[spot.picture].test;
  return {spot.picture, {within(spot.centre.x + dx, plane.width), within(spot.centre.y + dy, plane.height)}};
}

/// The nearest centre at which the crop, along one side, sticks out no further than it may; a picture that is
/// smaller than the crop may slide by as much.
double CropChooser::within(double centre, int length) const {
  const double first = (0.5 - overhang_) * crop_, last = length - first;
  return std::clamp(centre, std::min(first, last), std::max(first, last));
}

CropPlace CropChooser::anywhere(std::size_t picture, Random& random) const {
  const PlaneView& plane = set_.pictures[picture].test;
  const auto draw = [&](int length) {
    const double margin = std::min(crop_, length) / 2.0;
    return random.uniform(margin, std::max(length - margin, margin + 1e-6));
  };
  const double x = draw(plane.width), y = draw(plane.height);
  return {picture, {x, y}};
}

CropPlace CropChooser::choose(std::size_t picture, Random& random) const {
  const double kind = random.uniform();
  if (kind < defectShare && !defects_.empty()) {
    const auto& spots = defects_[std::size_t(random.below(int64_t(defects_.size())))];
    return around(spots[std::size_t(random.below(int64_t(spots.size())))], random);
  }
  if (kind < defectShare + distractorShare && !distractors_.empty())
    return around(distractors_[std::size_t(random.below(int64_t(distractors_.size())))], random);
  return anywhere(picture, random);
}

}  // namespace assay::detector
