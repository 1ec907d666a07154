// SPDX-License-Identifier: Apache-2.0
#include "core/store/journal.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>

#include "core/base/error.h"
#include "core/labels/annotation_json.h"
#include "core/store/annotation_rows.h"
#include "core/store/statement.h"

namespace assay {

namespace {

Json labelToJson(const Annotation& annotation) {
  Json json = annotationToJson(annotation);
  json["id"] = annotation.id.value;
  return json;
}

Annotation labelFromJson(const Json& json, const std::string& where) {
  Annotation annotation = annotationFromJson(json, where);
  annotation.id = {member<int64_t>(json, "id", where)};
  return annotation;
}

Json changeToJson(const Edit& edit) {
  if (const auto* status = std::get_if<StatusChange>(&edit.change))
    return {{"status", {labelStatusName(status->before), labelStatusName(status->after)}}};
  const auto& change = std::get<AnnotationChange>(edit.change);
  Json json = Json::object();
  if (change.before) json["before"] = labelToJson(*change.before);
  if (change.after) json["after"] = labelToJson(*change.after);
  return json;
}

void changeFromJson(const Json& json, const std::string& where, Edit& edit) {
  if (json.contains("status")) {
    const Json& pair = json["status"];
    require(pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string(), "`status` must be a pair", where);
    edit.change = StatusChange{labelStatusFromName(pair[0].get<std::string>()), labelStatusFromName(pair[1].get<std::string>())};
    return;
  }
  AnnotationChange change;
  if (json.contains("before")) change.before = labelFromJson(json["before"], where);
  if (json.contains("after")) change.after = labelFromJson(json["after"], where);
  require(change.before || change.after, "an edit needs `before` or `after`", where);
  edit.change = change;
}

LabelStatus statusOf(Database& database, ItemId item) {
  Statement select(database, "SELECT status FROM item WHERE id = ?");
  select.bind(1, item.value);
  require(select.step(), "the project has no item " + std::to_string(item.value), database.file().string(), Code::NotFound);
  return labelStatusFromName(select.text(0));
}

void setItemStatus(Database& database, ItemId item, LabelStatus status) {
  Statement update(database, "UPDATE item SET status = ? WHERE id = ?");
  update.bind(1, labelStatusName(status)).bind(2, item.value).run();
  require(sqlite3_changes(database.handle()) == 1, "the project has no item " + std::to_string(item.value),
          database.file().string(), Code::NotFound);
}

/// Changes the label tables; fills in the id of an added label.
void perform(Database& database, Edit& edit) {
  if (const auto* status = std::get_if<StatusChange>(&edit.change)) return setItemStatus(database, edit.item, status->after);
  auto& change = std::get<AnnotationChange>(edit.change);
  if (!change.before) change.after->id = insertAnnotation(database, edit.item, *change.after);
  else if (!change.after) deleteAnnotation(database, change.before->id);
  else updateAnnotation(database, *change.after);
}

/// What was there is read here and not believed: an undo must lead back to it, whatever the caller remembered.
void recordBefore(Database& database, Edit& edit) {
  if (auto* status = std::get_if<StatusChange>(&edit.change)) {
    status->before = statusOf(database, edit.item);
    return;
  }
  auto& change = std::get<AnnotationChange>(edit.change);
  require(change.before || change.after, "an edit changes nothing", {}, Code::Internal);
  if (!change.before) {
    statusOf(database, edit.item);   // the item must be there
    change.after->id = {};
    return;
  }
  const std::vector<Annotation> present = selectAnnotations(database, edit.item);
  const auto found = std::find_if(present.begin(), present.end(), [&](const Annotation& a) { return a.id == change.before->id; });
  require(found != present.end(), "item " + std::to_string(edit.item.value) + " has no label " + std::to_string(change.before->id.value),
          database.file().string(), Code::NotFound);
  change.before = *found;
  if (change.after) change.after->id = found->id;
}

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Edit editOf(Database& database, const Statement& row) {
  Edit edit;
  edit.sequence = row.integer(0);
  edit.item = {row.integer(1)};
  const std::string where = database.file().string() + ", edit " + std::to_string(edit.sequence);
  changeFromJson(parseJson(row.text(2), where), where, edit);
  return edit;
}

std::optional<Edit> edgeEdit(Database& database, bool undone) {
  Statement select(database, undone ? "SELECT sequence, item, body FROM journal WHERE undone = 1 ORDER BY sequence LIMIT 1"
                                    : "SELECT sequence, item, body FROM journal WHERE undone = 0 ORDER BY sequence DESC LIMIT 1");
  if (!select.step()) return std::nullopt;
  return editOf(database, select);
}

void markUndone(Database& database, int64_t sequence, bool undone) {
  Statement update(database, "UPDATE journal SET undone = ? WHERE sequence = ?");
  update.bind(1, int64_t{undone}).bind(2, sequence).run();
}

}  // namespace

std::vector<Annotation> annotationsOf(Database& database, ItemId item) { return selectAnnotations(database, item); }

Edit applyEdit(Database& database, const Edit& edit) {
  Edit done = edit;
  Transaction transaction(database);
  recordBefore(database, done);
  execute(database, "DELETE FROM journal WHERE undone = 1");   // a new edit cuts the redo tail off
  perform(database, done);
  Statement insert(database, "INSERT INTO journal (time, item, body) VALUES (?, ?, ?)");
  insert.bind(1, now()).bind(2, done.item.value).bind(3, toLine(changeToJson(done))).run();
  done.sequence = sqlite3_last_insert_rowid(database.handle());
  transaction.commit();
  return done;
}

bool canUndo(Database& database) { return edgeEdit(database, false).has_value(); }
bool canRedo(Database& database) { return edgeEdit(database, true).has_value(); }

std::optional<Edit> undo(Database& database) {
  Transaction transaction(database);
  const std::optional<Edit> edit = edgeEdit(database, false);
  if (!edit) return std::nullopt;
  Edit back = inverse(*edit);
  perform(database, back);
  markUndone(database, edit->sequence, true);
  transaction.commit();
  return edit;
}

std::optional<Edit> redo(Database& database) {
  Transaction transaction(database);
  std::optional<Edit> edit = edgeEdit(database, true);
  if (!edit) return std::nullopt;
  perform(database, *edit);
  markUndone(database, edit->sequence, false);
  transaction.commit();
  return edit;
}

std::vector<Edit> journal(Database& database) {
  Statement select(database, "SELECT sequence, item, body FROM journal WHERE undone = 0 ORDER BY sequence");
  std::vector<Edit> edits;
  while (select.step()) edits.push_back(editOf(database, select));
  return edits;
}

}  // namespace assay
