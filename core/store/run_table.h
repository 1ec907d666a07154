// SPDX-License-Identifier: Apache-2.0
// The index of runs. The run directory is the truth about a run; this table gives out ids and
// remembers what belongs together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/strong_id.h"
#include "core/store/database.h"

namespace assay {

struct RunRow {
  RunId id;
  std::string plugin;
  std::string dataVersion;
  double created = 0;         ///< seconds since the epoch
  std::string note;           ///< the user's own words
};

ASSAY_CORE_API RunId addRun(Database& database, const RunRow& row);   ///< row.id is ignored
ASSAY_CORE_API void restoreRun(Database& database, const RunRow& row); ///< under its own id, out of a bundle
ASSAY_CORE_API std::vector<RunRow> listRuns(Database& database);      ///< newest first
ASSAY_CORE_API std::optional<RunRow> findRun(Database& database, RunId id);
/// "latest", "12". Throws Error{NotFound} listing what there is.
ASSAY_CORE_API RunId findRunByName(Database& database, const std::string& name);
ASSAY_CORE_API void setRunNote(Database& database, RunId id, const std::string& note);
ASSAY_CORE_API void removeRun(Database& database, RunId id);

struct VersionRow { std::string hash; double created = 0; int64_t items = 0, labelled = 0, annotations = 0; };
ASSAY_CORE_API void addVersion(Database& database, const VersionRow& row);   ///< nothing when it is there
ASSAY_CORE_API std::vector<VersionRow> listVersions(Database& database);     ///< newest first

}  // namespace assay
