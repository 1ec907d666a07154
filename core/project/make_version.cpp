// SPDX-License-Identifier: Apache-2.0
#include "core/project/make_version.h"

#include <chrono>

#include "core/base/error.h"
#include "core/labels/snapshot.h"
#include "core/store/item_table.h"
#include "core/store/run_table.h"

namespace assay {

std::string makeVersion(const Project& project, Database& database) {
  std::vector<std::string> classes;
  for (const ClassDef& definition : project.classes) classes.push_back(definition.name);
  const Snapshot snapshot = takeSnapshot(database, project.task, classes);
  VersionRow row;
  row.hash = writeSnapshot(snapshot, project.versionsFolder());
  row.created = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  row.items = static_cast<int64_t>(snapshot.items.size());
  for (const Item& item : snapshot.items) {
    row.labelled += item.status == LabelStatus::Labelled;
    row.annotations += static_cast<int64_t>(item.annotations.size());
  }
  if (!database.isReadOnly()) addVersion(database, row);
  return row.hash;
}

std::string findVersion(const Project& project, Database& database, const std::string& beginning) {
  std::vector<std::string> matching;
  std::string known;
  for (const VersionRow& row : listVersions(database)) {
    if (beginning.size() >= 4 && row.hash.starts_with(beginning)) matching.push_back(row.hash);
    known += (known.empty() ? "" : ", ") + row.hash.substr(0, 8);
  }
  require(matching.size() < 2, "`" + beginning + "` is the beginning of several versions", project.root.string(), Code::NotFound);
  require(!matching.empty(), "there is no dataset version `" + beginning + "`; known: " + (known.empty() ? "none" : known),
          project.root.string(), Code::NotFound);
  return matching.front();
}

}  // namespace assay
