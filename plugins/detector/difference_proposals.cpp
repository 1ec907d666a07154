// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/difference_proposals.h"

#include <algorithm>

#include "plugins/detector/box_geometry.h"
#include "plugins/detector/defect_pieces.h"

namespace assay::detector {

namespace {

constexpr std::size_t most = 50;   // a reference of another part differs everywhere

double surestAt(const Box& place, const std::vector<Detection>& found) {
  double surest = 0;
  for (const Detection& d : found)
    if (overlapArea(d.box, place) > 0) surest = std::max(surest, d.score);
  return surest;
}

}  // namespace

std::vector<Detection> differenceProposals(const PlaneView& test, const PlaneView& reference, double back, const std::vector<Detection>& found, double threshold,
                                           const std::string& className) {
  std::vector<Box> differences = differenceBoxes(test, reference);
  std::stable_sort(differences.begin(), differences.end(), [](const Box& a, const Box& b) { return a.area() > b.area(); });
  std::vector<Detection> proposals;
  for (const Box& b : differences) {
    if (proposals.size() == most) break;
    const Box place{b.x1 * back, b.y1 * back, b.x2 * back, b.y2 * back};
    if (const double score = surestAt(place, found); score < threshold) proposals.push_back({className, place, score});
  }
  return proposals;
}

}  // namespace assay::detector
