// SPDX-License-Identifier: Apache-2.0
#include "core/store/item_table.h"

#include <sqlite3.h>

#include <unordered_map>

#include "core/base/error.h"
#include "core/labels/annotation_json.h"
#include "core/store/annotation_rows.h"
#include "core/store/statement.h"

namespace assay {

namespace {

constexpr const char* columns =
    "id, kind, path, reference, sha256, width, height, channels, bit_depth, split, status, source, item_group";

Item itemOf(const Statement& row) {
  Item item;
  item.id = {row.integer(0)};
  item.kind = itemKindFromName(row.text(1));
  item.path = row.text(2);
  item.reference = row.text(3);
  item.sha256 = row.text(4);
  item.width = static_cast<int>(row.integer(5));
  item.height = static_cast<int>(row.integer(6));
  item.channels = static_cast<int>(row.integer(7));
  item.bitDepth = static_cast<int>(row.integer(8));
  item.split = splitFromName(row.text(9));
  item.status = labelStatusFromName(row.text(10));
  item.source = row.text(11);
  item.group = row.text(12);
  return item;
}

void bindItem(Statement& statement, const Item& item) {
  statement.bind(1, itemKindName(item.kind)).bind(2, item.path).bind(3, item.reference).bind(4, item.sha256);
  statement.bind(5, int64_t{item.width}).bind(6, int64_t{item.height});
  statement.bind(7, int64_t{item.channels}).bind(8, int64_t{item.bitDepth});
  statement.bind(9, splitName(item.split)).bind(10, labelStatusName(item.status)).bind(11, item.source).bind(12, item.group);
}

std::optional<Item> findOne(Database& database, const std::string& condition, const auto& value) {
  Statement select(database, std::string("SELECT ") + columns + " FROM item WHERE " + condition + " ORDER BY id LIMIT 1");
  select.bind(1, value);
  if (!select.step()) return std::nullopt;
  Item item = itemOf(select);
  item.annotations = selectAnnotations(database, item.id);
  return item;
}

/// One pass over the annotation table instead of one query an item.
void attachAnnotations(Database& database, std::vector<Item>& items) {
  std::unordered_map<int64_t, std::size_t> place;
  for (std::size_t i = 0; i < items.size(); ++i) place[items[i].id.value] = i;
  Statement select(database, "SELECT id, item, body FROM annotation ORDER BY id");
  while (select.step()) {
    const auto found = place.find(select.integer(1));
    if (found == place.end()) continue;
    const std::string where = database.file().string() + ", label " + std::to_string(select.integer(0));
    Annotation annotation = annotationFromJson(parseJson(select.text(2), where), where);
    annotation.id = {select.integer(0)};
    items[found->second].annotations.push_back(std::move(annotation));
  }
}

}  // namespace

ItemId addItem(Database& database, const Item& item) {
  Transaction transaction(database);
  Statement taken(database, "SELECT 1 FROM item WHERE path = ?");
  taken.bind(1, item.path);
  require(!taken.step(), "the project has this item already", item.path);
  Statement insert(database,
                   "INSERT INTO item (kind, path, reference, sha256, width, height, channels, bit_depth, split, status,"
                   " source, item_group) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  bindItem(insert, item);
  insert.run();
  const ItemId id{sqlite3_last_insert_rowid(database.handle())};
  for (Annotation annotation : item.annotations) {
    annotation.id = {};
    insertAnnotation(database, id, annotation);
  }
  transaction.commit();
  return id;
}

void removeItems(Database& database, const std::vector<ItemId>& items) {
  Transaction transaction(database);
  Statement journal(database, "DELETE FROM journal WHERE item = ?");   // nothing is left that could be undone
  Statement annotations(database, "DELETE FROM annotation WHERE item = ?");
  Statement erase(database, "DELETE FROM item WHERE id = ?");
  for (const ItemId id : items) {
    journal.bind(1, id.value).run();
    annotations.bind(1, id.value).run();
    erase.bind(1, id.value).run();
  }
  transaction.commit();
}

void updateItem(Database& database, const Item& item) {
  Statement update(database,
                   "UPDATE item SET kind = ?, path = ?, reference = ?, sha256 = ?, width = ?, height = ?, channels = ?,"
                   " bit_depth = ?, split = ?, status = ?, source = ?, item_group = ? WHERE id = ?");
  bindItem(update, item);
  update.bind(13, item.id.value).run();
  require(sqlite3_changes(database.handle()) == 1, "the project has no item " + std::to_string(item.id.value),
          database.file().string(), Code::NotFound);
}

std::vector<Item> listItems(Database& database, With with) {
  Statement select(database, std::string("SELECT ") + columns + " FROM item ORDER BY id");
  std::vector<Item> items;
  while (select.step()) items.push_back(itemOf(select));
  if (with == With::Annotations) attachAnnotations(database, items);
  return items;
}

std::optional<Item> findItem(Database& database, ItemId id) { return findOne(database, "id = ?", id.value); }

std::optional<Item> findItemByPath(Database& database, const std::string& path) {
  return findOne(database, "path = ?", path);
}

std::optional<Item> findItemByHash(Database& database, const std::string& sha256) {
  return findOne(database, "sha256 = ?", sha256);
}

std::vector<ClassCount> classCounts(Database& database) {
  Statement select(database, "SELECT item, class, COUNT(*) FROM annotation GROUP BY item, class ORDER BY item, class");
  std::vector<ClassCount> counts;
  while (select.step()) counts.push_back({{select.integer(0)}, select.text(1), static_cast<int>(select.integer(2))});
  return counts;
}

Snapshot takeSnapshot(Database& database, const std::string& task, const std::vector<std::string>& classes) {
  Snapshot snapshot{task, classes, listItems(database, With::Annotations)};
  for (Item& item : snapshot.items)
    if (item.status != LabelStatus::Labelled) item.annotations.clear();
  return snapshot;
}

}  // namespace assay
