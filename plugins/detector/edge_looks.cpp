// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/edge_looks.h"

#include <cmath>
#include <numeric>

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr int nearLooks = 16, farLooks = 8, anywhereLooks = 4;
static_assert(nearLooks + farLooks + anywhereLooks == LookList::perPicture);
constexpr double centreError = 0.15, sizeError = 0.3, farther = 3; // of the side, of its logarithm: what first looks of few labels showed; centres of far looks
constexpr double leastExtent = 1, leastInside = 0.3;               // px; share of a defect that must lie in the picture
constexpr double smallestShare = 0.07, largestShare = 0.7;         // of the picture's side, of a box anywhere
constexpr Box nothing{-100, -100, -99, -99};

/// Of variance 1, within 3.
double aboutNormal(Random& random) { return random.uniform(-1, 1) + random.uniform(-1, 1) + random.uniform(-1, 1); }

Box around(Point centre, double width, double height) { return {centre.x - width / 2, centre.y - height / 2, centre.x + width / 2, centre.y + height / 2}; }

Box missed(const Box& box, double error, Random& random) {
  const double x = centreOf(box).x + error * aboutNormal(random) * box.width(), y = centreOf(box).y + error * aboutNormal(random) * box.height();
  const double width = box.width() * std::exp(sizeError * aboutNormal(random)), height = box.height() * std::exp(sizeError * aboutNormal(random));
  return around({x, y}, width, height);
}

Box anywhere(int width, int height, Random& random) {
  const auto share = [&] { return std::exp(random.uniform(std::log(smallestShare), std::log(largestShare))); };
  const double w = share() * width, h = share() * height, x = random.uniform(0, width), y = random.uniform(0, height);
  return around({x, y}, w, h);
}

Box within(const Box& box, int width, int height) {
  const auto x = [&](double v) { return std::clamp(v, 0.0, double(width)); };
  const auto y = [&](double v) { return std::clamp(v, 0.0, double(height)); };
  return {x(box.x1), y(box.y1), x(box.x2), y(box.y2)};
}

struct Visible {
  Box box;
  bool isClear;   ///< of known class, and enough of it can be seen
};

std::vector<Visible> visibleOf(std::span<const Truth> truths, int width, int height) {
  std::vector<Visible> all;
  for (const Truth& truth : truths) {
    const Box box = within(truth.box, width, height);
    if (box.width() < leastExtent || box.height() < leastExtent) continue;
    all.push_back({box, truth.isKnown() && box.area() >= leastInside * truth.box.area()});
  }
  return all;
}

/// What the box overlaps best; nothing clear where it overlaps nothing.
Visible nearest(const Box& box, const std::vector<Visible>& defects) {
  Visible best{nothing, true};
  for (const Visible& defect : defects)
    if (intersectionOverUnion(box, defect.box) > intersectionOverUnion(box, best.box)) best = defect;
  return best;
}

double sumOf(const std::vector<float>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

}  // namespace

void LookList::append(const Box& box, const Box& truth, double weight, double edgeWeight) {
  for (const double v : {box.x1, box.y1, box.x2, box.y2}) boxes_.push_back(float(v));
  for (const double v : {truth.x1, truth.y1, truth.x2, truth.y2}) truths_.push_back(float(v));
  weights_.push_back(float(weight));
  edgeWeights_.push_back(float(edgeWeight));
}

void LookList::add(std::span<const Truth> truths, int width, int height, Random& random) {
  const std::vector<Visible> defects = visibleOf(truths, width, height);
  std::vector<Box> clear;
  for (const Visible& defect : defects)
    if (defect.isClear) clear.push_back(defect.box);
  const auto judged = [&](const Box& box) {
    const Visible best = nearest(box, defects);
    append(box, best.box, best.isClear ? 1 : 0, 0);
  };
  random.shuffle(std::span<Box>(clear));   // of many, others have their turn each time
  for (std::size_t i = 0; i < std::size_t(nearLooks + farLooks); ++i) {
    if (clear.empty()) append(around({width / 2.0, height / 2.0}, width / 2.0, height / 2.0), nothing, 0, 0);
    else if (i < std::size_t(nearLooks)) append(missed(clear[i % clear.size()], centreError, random), clear[i % clear.size()], 1, 1);
    else judged(missed(clear[i % clear.size()], farther * centreError, random));
  }
  for (int i = 0; i < anywhereLooks; ++i) judged(anywhere(width, height, random));
}

EdgeLooks LookList::looks() const {
  const auto perBox = [&](const std::vector<float>& values) { return at::tensor(values).view({pictures(), perPicture, -1}); };
  return {perBox(boxes_), perBox(truths_), perBox(weights_).squeeze(2), perBox(edgeWeights_).squeeze(2)};
}

double LookList::nearCount() const { return sumOf(edgeWeights_); }
double LookList::count() const { return sumOf(weights_); }

}  // namespace assay::detector
