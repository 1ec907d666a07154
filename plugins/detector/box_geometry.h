// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include "core/labels/shape.h"
#include "plugins/detector/mask_patch.h"

namespace assay::detector {

/// Class number of a place where something may be and nobody said what: neither learned nor held against the network.
inline constexpr int unknownClass = -1;

/// A labelled defect: class number (or unknownClass) and box in pixels of the image at hand.
struct Truth {
  int classIndex = 0;
  Box box;
  bool isKnown() const { return classIndex != unknownClass; }
};

/// What the network says about one box.
struct ScoredBox {
  Box box;
  int classIndex = 0;
  float score = 0;                     ///< objectness x probability of the class; after a second look its geometric mean with how well the box fits
  float objectness = 0;
  std::vector<float> probabilities;    ///< of every class
  std::optional<MaskPatch> mask;       ///< in pixels of the image at hand, like the box
};

inline double overlapArea(const Box& a, const Box& b) {
  const double w = std::min(a.x2, b.x2) - std::max(a.x1, b.x1);
  const double h = std::min(a.y2, b.y2) - std::max(a.y1, b.y1);
  return w > 0 && h > 0 ? w * h : 0;
}

inline bool overlapsAny(const Box& box, const std::vector<Truth>& truths) {
  return std::any_of(truths.begin(), truths.end(), [&](const Truth& t) { return overlapArea(t.box, box) > 0; });
}

inline Box shifted(const Box& box, double dx, double dy) {
  return {box.x1 + dx, box.y1 + dy, box.x2 + dx, box.y2 + dy};
}

inline Point centreOf(const Box& box) { return {(box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2}; }

}  // namespace assay::detector
