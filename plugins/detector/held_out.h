// SPDX-License-Identifier: Apache-2.0
// Which labelled images are learned from and which are kept to judge by.
#pragma once

#include <vector>

#include "core/labels/snapshot.h"

namespace assay::detector {

struct LabelledItems {
  std::vector<const Item*> train, valid;   ///< in the snapshot's order
};

/// Labelled images of the training part. When the valid split has labelled images they judge; else
/// `fraction` of the training part (at least one image when there are two or more and fraction > 0),
/// drawn with `seed`, is held out.
LabelledItems labelledItems(const Snapshot& data, double fraction, uint64_t seed);

/// Labelled images of a split as evaluation sees it: Train and Valid as above, Test as stored.
std::vector<const Item*> itemsToJudge(const Snapshot& data, Split split, double fraction, uint64_t seed);

/// Labelled images of the training part without a defect, but for those that are held out.
std::vector<const Item*> cleanItems(const Snapshot& data, double fraction, uint64_t seed);

/// Training images with a reference that nobody labelled, by path.
std::vector<const Item*> unlabelledPairs(const Snapshot& data);

/// At most `count` of them over the whole list: items are sorted by path, so the first ones would be of few kinds.
std::vector<const Item*> evenlySpread(const std::vector<const Item*>& items, std::size_t count);

}  // namespace assay::detector
