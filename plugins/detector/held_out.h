// SPDX-License-Identifier: Apache-2.0
// Which labelled images are learned from and which are kept to judge by.
#pragma once

#include <cstddef>
#include <vector>

#include "core/labels/snapshot.h"

namespace assay::detector {

/// Which labelled images of the training part judge where the valid split has none.
struct HoldOut {
  double fraction = 0;   ///< of them, drawn: at least one image (with a defect, where clean ones are drawn apart) when there are two or more and this is above 0
  uint64_t seed = 0;
  bool cleanByRuns = false;   ///< clean images are held out as runs of neighbours by the number in their names: those of one scene would vouch for each other; where there are enough
                              ///< for a memory, fewestCleanHeldOut at least, and fewestRemembered are left
  int folds = 0;         ///< 2 or more, in place of the fraction: they are dealt into so many parts, each with its share of every class (of the first label)
  int fold = 0;          ///< the part that is held out, from 1; 0: none, because models of each fold judge

  bool isByTurns() const { return folds > 1; }
};

/// Clean images of which a memory is made, and those that are held out to say how others look.
inline constexpr std::size_t fewestRemembered = 20, fewestCleanHeldOut = 5;

struct LabelledItems {
  std::vector<const Item*> train, valid;   ///< in the snapshot's order
};

/// Labelled images of the training part. When the valid split has labelled images they judge; else those that are held out.
LabelledItems labelledItems(const Snapshot& data, const HoldOut& holdOut);

/// Labelled images of a split as evaluation sees it: Train and Valid as above, Test as stored.
std::vector<const Item*> itemsToJudge(const Snapshot& data, Split split, const HoldOut& holdOut);

/// Labelled images of the training part without a defect, but for those that are held out.
std::vector<const Item*> cleanItems(const Snapshot& data, const HoldOut& holdOut);

/// Training images that nobody labelled, by path; and those of them that have a reference.
std::vector<const Item*> unlabelledImages(const Snapshot& data);
std::vector<const Item*> unlabelledPairs(const Snapshot& data);

/// Neighbours side by side: by the number in their names, or, where numbers start anew in each folder, folder by folder.
void sortByNumber(std::vector<const Item*>& items);

/// At most `count` of them over the whole list: items are sorted by path, so the first ones would be of few kinds.
std::vector<const Item*> evenlySpread(const std::vector<const Item*>& items, std::size_t count);

}  // namespace assay::detector
