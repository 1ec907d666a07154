// SPDX-License-Identifier: Apache-2.0
// Bringing labelled data into a project: the use case behind `assay import`, the workbench's import dialog and
// the sample generators.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/formats/format.h"
#include "core/project/project.h"
#include "core/store/database.h"

namespace assay {

struct ImportReport {
  int64_t items = 0;         ///< added
  int64_t annotations = 0;   ///< added
  int64_t duplicates = 0;    ///< skipped: the project had the same content already
  std::vector<std::string> newClasses;
  Problems problems;         ///< every warning and error of the source, in its order

  /// False: an error is among the problems, and nothing was stored.
  bool imported() const { return !hasErrors(problems); }
};

/// Reads the whole source and copies its files first, then adds everything in one short transaction, so that edits go
/// through meanwhile; on any error, or when stopped, the project is as it was and the copies are gone.
/// Errors inside the source are in the report; a source that is not of this format, cannot be read, or a project
/// that cannot be written throws Error. `options.classes` is filled in here. New classes get the next colour and the
/// next free digit key; they are added to project.yaml as it then is, which `project` becomes.
ASSAY_CORE_API ImportReport importItems(Project& project, Database& database, const Format& format,
                                        const std::filesystem::path& source, const ImportOptions& options,
                                        const Progress& progress);

/// One sentence for people: "1500 items with 10011 labels; 3 duplicates skipped".
ASSAY_CORE_API std::string summary(const ImportReport& report);

}  // namespace assay
