// SPDX-License-Identifier: Apache-2.0
// Label formats: one file each, one registry. A reader yields items with absolute paths; import
// puts them into the store. Nothing is written to the project before the whole source was read
// without error.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/base/progress.h"
#include "core/labels/snapshot.h"

namespace assay {

struct ImportOptions {
  Split split = Split::None;           ///< split for a source that has none of its own
  bool copyImages = false;             ///< into <project>/images; else referred to where they are
  /// Images that cannot be read and labels that cannot be placed are left out with a warning each;
  /// else they are errors.
  bool skipBad = false;
  std::vector<std::string> classes;   ///< classes the project has already; empty: take the source's
  std::string columns;   ///< `triples` in CSV: "head,relation,tail" by name or number; empty: found
  std::filesystem::path names;   ///< `triples`: a file of entity names that lies elsewhere
};

inline constexpr const char* skipBadFix = "import.skip_bad";

/// What a source holds, before anything is stored. Item paths are absolute here.
struct ImportedSet {
  std::vector<std::string> classes;    ///< in the source's own order
  std::vector<Item> items;
  /// Warning: kept out or clipped, and why; Error: nothing is imported. Those that
  /// ImportOptions::skipBad would turn into warnings have skipBadFix.
  Problems problems;
};

/// What could not be kept when writing, one line each: "3 polygons were written as their boxes".
struct ExportReport {
  int64_t items = 0, annotations = 0;
  std::vector<std::string> losses;
};

struct Format {
  std::string name;                    ///< "coco"
  std::string doc;                     ///< what a source looks like, one sentence
  std::vector<ItemKind> kinds;
  std::function<ImportedSet(const std::filesystem::path& source, const ImportOptions&,
                            const Progress&)> read;
  /// May be empty.
  std::function<ExportReport(const Snapshot&, const std::filesystem::path& dataRoot,
                             const std::filesystem::path& out, const Progress&)> write;
};

/// Throws Error{NotFound} listing the known names.
ASSAY_CORE_API const Format& formatByName(const std::string& name);
ASSAY_CORE_API const std::vector<Format>& formats();

/// Name of the format that a source looks like, by names alone: "images" when it holds nothing but
/// images, "" when it is like none.
ASSAY_CORE_API std::string guessFormat(const std::filesystem::path& source);

}  // namespace assay
