// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/suppression.h"

namespace assay::detector {

std::vector<ScoredBox> suppressOverlaps(std::vector<ScoredBox> boxes, double iou) {
  std::stable_sort(boxes.begin(), boxes.end(),
                   [](const ScoredBox& a, const ScoredBox& b) { return a.score > b.score; });
  std::vector<ScoredBox> kept;
  for (const ScoredBox& candidate : boxes) {
    const bool covered = std::any_of(kept.begin(), kept.end(), [&](const ScoredBox& better) {
      return intersectionOverUnion(candidate.box, better.box) > iou;
    });
    if (!covered) kept.push_back(candidate);
  }
  return kept;
}

}  // namespace assay::detector
