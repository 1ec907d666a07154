// SPDX-License-Identifier: Apache-2.0
// The first schema: items and their labels, the edit journal, dataset versions, runs.
#include "core/store/migrations.h"
#include "core/store/statement.h"

namespace assay {

void migrationV1(Database& database) {
  execute(database, R"sql(
    CREATE TABLE item (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      path TEXT NOT NULL UNIQUE,
      reference TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      channels INTEGER NOT NULL,
      bit_depth INTEGER NOT NULL,
      split TEXT NOT NULL,
      status TEXT NOT NULL,
      source TEXT NOT NULL,
      item_group TEXT NOT NULL);
    CREATE INDEX item_by_hash ON item(sha256);

    CREATE TABLE annotation (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
      class TEXT NOT NULL,
      body TEXT NOT NULL);
    CREATE INDEX annotation_by_item ON annotation(item, class);

    -- One row an edit; undone ones are the redo tail and have the highest sequences.
    CREATE TABLE journal (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      time REAL NOT NULL,
      item INTEGER NOT NULL,
      body TEXT NOT NULL,
      undone INTEGER NOT NULL DEFAULT 0);
    CREATE INDEX journal_by_item ON journal(item);
    CREATE INDEX journal_by_undone ON journal(undone, sequence);

    CREATE TABLE version (
      hash TEXT PRIMARY KEY,
      created REAL NOT NULL,
      items INTEGER NOT NULL,
      labelled INTEGER NOT NULL,
      annotations INTEGER NOT NULL);

    CREATE TABLE run (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      plugin TEXT NOT NULL,
      data_version TEXT NOT NULL,
      created REAL NOT NULL,
      note TEXT NOT NULL);
  )sql");
}

}  // namespace assay
