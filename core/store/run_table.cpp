// SPDX-License-Identifier: Apache-2.0
#include "core/store/run_table.h"

#include <sqlite3.h>

#include <charconv>

#include "core/base/error.h"
#include "core/store/statement.h"

namespace assay {

namespace {

constexpr const char* selectRun = "SELECT id, plugin, data_version, created, note FROM run";

RunRow runOf(const Statement& row) {
  return {{row.integer(0)}, row.text(1), row.text(2), row.real(3), row.text(4)};
}

std::string knownRuns(const std::vector<RunRow>& runs) {
  if (runs.empty()) return "the project has no runs yet";
  std::string text = "known: latest";
  for (std::size_t i = 0; i < runs.size() && i < 20; ++i) text += ", " + std::to_string(runs[i].id.value);
  return text;
}

}  // namespace

RunId addRun(Database& database, const RunRow& row) {
  Statement insert(database, "INSERT INTO run (plugin, data_version, created, note) VALUES (?, ?, ?, ?)");
  insert.bind(1, row.plugin).bind(2, row.dataVersion).bind(3, row.created).bind(4, row.note).run();
  return {sqlite3_last_insert_rowid(database.handle())};
}

void restoreRun(Database& database, const RunRow& row) {
  Statement insert(database, "INSERT INTO run (id, plugin, data_version, created, note) VALUES (?, ?, ?, ?, ?)");
  insert.bind(1, row.id.value).bind(2, row.plugin).bind(3, row.dataVersion).bind(4, row.created).bind(5, row.note).run();
}

std::vector<RunRow> listRuns(Database& database) {
  Statement select(database, std::string(selectRun) + " ORDER BY id DESC");
  std::vector<RunRow> runs;
  while (select.step()) runs.push_back(runOf(select));
  return runs;
}

std::optional<RunRow> findRun(Database& database, RunId id) {
  Statement select(database, std::string(selectRun) + " WHERE id = ?");
  select.bind(1, id.value);
  if (!select.step()) return std::nullopt;
  return runOf(select);
}

RunId findRunByName(Database& database, const std::string& name) {
  const std::vector<RunRow> runs = listRuns(database);
  if (name == "latest" && !runs.empty()) return runs.front().id;
  int64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error == std::errc() && end == name.data() + name.size())
    for (const RunRow& run : runs)
      if (run.id.value == number) return run.id;
  throw Error(Code::NotFound, "there is no run `" + name + "`; " + knownRuns(runs), database.file().parent_path().string());
}

void setRunNote(Database& database, RunId id, const std::string& note) {
  Statement update(database, "UPDATE run SET note = ? WHERE id = ?");
  update.bind(1, note).bind(2, id.value).run();
}

void removeRun(Database& database, RunId id) {
  Statement erase(database, "DELETE FROM run WHERE id = ?");
  erase.bind(1, id.value).run();
}

void addVersion(Database& database, const VersionRow& row) {
  Statement insert(database, "INSERT OR IGNORE INTO version (hash, created, items, labelled, annotations) VALUES (?, ?, ?, ?, ?)");
  insert.bind(1, row.hash).bind(2, row.created).bind(3, row.items).bind(4, row.labelled).bind(5, row.annotations).run();
}

std::vector<VersionRow> listVersions(Database& database) {
  Statement select(database, "SELECT hash, created, items, labelled, annotations FROM version ORDER BY created DESC, rowid DESC");
  std::vector<VersionRow> versions;
  while (select.step())
    versions.push_back({select.text(0), select.real(1), select.integer(2), select.integer(3), select.integer(4)});
  return versions;
}

}  // namespace assay
