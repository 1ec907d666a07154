// SPDX-License-Identifier: Apache-2.0
#include "core/store/split_table.h"

#include "core/store/statement.h"

namespace assay {

std::set<ItemId> drawnItems(Database& database) {
  Statement select(database, "SELECT d.item FROM drawn_split d JOIN item i ON i.id = d.item AND i.split = d.split");
  std::set<ItemId> items;
  while (select.step()) items.insert({select.integer(0)});
  return items;
}

void placeItems(Database& database, const std::vector<ItemPlacement>& placements) {
  Transaction transaction(database);
  Statement update(database, "UPDATE item SET split = ?, status = ? WHERE id = ?");
  Statement forget(database, "DELETE FROM drawn_split WHERE item = ?");
  Statement remember(database, "INSERT OR REPLACE INTO drawn_split (item, split) VALUES (?, ?)");
  for (const ItemPlacement& place : placements) {
    update.bind(1, splitName(place.split)).bind(2, labelStatusName(place.status)).bind(3, place.item.value).run();
    if (place.isDrawn) remember.bind(1, place.item.value).bind(2, splitName(place.split)).run();
    else forget.bind(1, place.item.value).run();
  }
  transaction.commit();
}

}  // namespace assay
