// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <vector>

#include "core/labels/item.h"

namespace assay::detector {

/// Where images lie among the remembered clean ones, by the number in their names.
class NeighbourOrder {
 public:
  /// `remembered`: in the order of sortByNumber(). `others`: some of them may be remembered. The items outlive this.
  NeighbourOrder(const std::vector<const Item*>& remembered, const std::vector<const Item*>& others);

  /// Those of the others that are not remembered.
  const std::vector<const Item*>& strangers() const { return strangers_; }
  bool isRemembered(const Item* item) const { return !places_.contains(item); }
  /// Position among strangers().
  std::size_t placeOf(const Item* stranger) const { return places_.at(stranger); }
  /// Of a remembered image its position; of a stranger that of the remembered image before it, 0 where there is none.
  std::size_t neighbourOf(const Item* item) const { return neighbours_.at(item); }

 private:
  std::vector<const Item*> strangers_;
  std::map<const Item*, std::size_t> places_, neighbours_;
};

}  // namespace assay::detector
