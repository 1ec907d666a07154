// SPDX-License-Identifier: Apache-2.0
// What the labelled defects look like, cut out once, so that more can be made from them.
#pragma once

#include <array>
#include <vector>

#include "plugins/detector/box_geometry.h"
#include "plugins/detector/plane_view.h"

namespace assay::detector {

/// Space between the changed pixels and the labelled box, in px: left, top, right, bottom.
using Margins = std::array<double, 4>;

struct DefectPiece {
  int classIndex = 0;
  Image mask;            ///< 0/255 over the changed pixels' bounding box
  Image difference;      ///< test - reference + 128, halved to fit a byte, same size as the mask
  bool adds = false;     ///< test brighter than reference
  Margins margins{};
};

/// Where test and aligned reference differ by more than a displaced edge would: the signed difference
/// against the reference's range over 5 x 5 px, as |.| in 0..255.
Image tolerantDifference(const Image& test, const Image& reference);

/// The difference inside a labelled box; no piece (mask empty) when there is none to see.
DefectPiece cutPiece(const Truth& truth, const PlaneView& test, const PlaneView& reference);

/// Median of each margin, 10 px where nothing was cut.
Margins typicalMargins(const std::vector<DefectPiece>& pieces);

/// Bounding boxes of what differs beyond a displaced edge, specks left out.
std::vector<Box> differenceBoxes(const PlaneView& test, const PlaneView& reference);

/// The same with the space that a label leaves around a defect, all of unknown class: of a pair that nobody labelled, any of them may be one.
std::vector<Truth> unclearDifferences(const PlaneView& test, const PlaneView& reference);

/// Centres of tolerant differences that lie in no labelled box: what a model must learn to leave alone.
std::vector<Point> distractorPoints(const PlaneView& test, const PlaneView& reference, const std::vector<Truth>& truths);

}  // namespace assay::detector
