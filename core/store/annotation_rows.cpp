// SPDX-License-Identifier: Apache-2.0
#include "core/store/annotation_rows.h"

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/labels/annotation_json.h"
#include "core/store/statement.h"

namespace assay {

AnnotationId insertAnnotation(Database& database, ItemId item, const Annotation& annotation) {
  Statement insert(database, "INSERT INTO annotation (id, item, class, body) VALUES (?, ?, ?, ?)");
  annotation.id ? insert.bind(1, annotation.id.value) : insert.bindNull(1);
  insert.bind(2, item.value).bind(3, annotation.className).bind(4, toLine(annotationToJson(annotation))).run();
  return {sqlite3_last_insert_rowid(database.handle())};
}

void updateAnnotation(Database& database, const Annotation& annotation) {
  Statement update(database, "UPDATE annotation SET class = ?, body = ? WHERE id = ?");
  update.bind(1, annotation.className).bind(2, toLine(annotationToJson(annotation))).bind(3, annotation.id.value).run();
  require(sqlite3_changes(database.handle()) == 1, "there is no label " + std::to_string(annotation.id.value),
          database.file().string(), Code::NotFound);
}

void deleteAnnotation(Database& database, AnnotationId id) {
  Statement erase(database, "DELETE FROM annotation WHERE id = ?");
  erase.bind(1, id.value).run();
  require(sqlite3_changes(database.handle()) == 1, "there is no label " + std::to_string(id.value),
          database.file().string(), Code::NotFound);
}

std::vector<Annotation> selectAnnotations(Database& database, ItemId item) {
  Statement select(database, "SELECT id, body FROM annotation WHERE item = ? ORDER BY id");
  select.bind(1, item.value);
  std::vector<Annotation> annotations;
  while (select.step()) {
    const std::string where = database.file().string() + ", label " + std::to_string(select.integer(0));
    annotations.push_back(annotationFromJson(parseJson(select.text(1), where), where));
    annotations.back().id = {select.integer(0)};
  }
  return annotations;
}

}  // namespace assay
