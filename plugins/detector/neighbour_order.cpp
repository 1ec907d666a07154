// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/neighbour_order.h"

#include "plugins/detector/held_out.h"

namespace assay::detector {

NeighbourOrder::NeighbourOrder(const std::vector<const Item*>& remembered, const std::vector<const Item*>& others) {
  for (std::size_t i = 0; i < remembered.size(); ++i) neighbours_[remembered[i]] = i;
  std::vector<const Item*> all = remembered;
  for (const Item* item : others)
    if (!neighbours_.contains(item) && places_.emplace(item, strangers_.size()).second) strangers_.push_back(item);
  all.insert(all.end(), strangers_.begin(), strangers_.end());
  sortByNumber(all);
  std::size_t last = 0;
  for (const Item* item : all) last = neighbours_.try_emplace(item, last).first->second;
}

}  // namespace assay::detector
