// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <vector>

#include "core/labels/item.h"
#include "core/store/database.h"

namespace assay {

struct ItemPlacement {
  ItemId item;
  Split split = Split::None;
  LabelStatus status = LabelStatus::Unlabelled;
  bool isDrawn = false;   ///< the split was drawn, not given
};

/// Items whose present split was drawn.
ASSAY_CORE_API std::set<ItemId> drawnItems(Database& database);
/// Split and status of many items, in one transaction.
ASSAY_CORE_API void placeItems(Database& database, const std::vector<ItemPlacement>& placements);

}  // namespace assay
