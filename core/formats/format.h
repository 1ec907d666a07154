// SPDX-License-Identifier: Apache-2.0
// Label formats: one file each, one registry. A reader yields items with absolute paths; import puts
// them into the store. Nothing is written to the project before the whole source was read without error.
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
  std::vector<std::string> classes;    ///< classes the project has already; empty: take the source's
};

/// What a source holds, before anything is stored. Item paths are absolute here.
struct ImportedSet {
  std::vector<std::string> classes;    ///< in the source's own order
  std::vector<Item> items;
  Problems problems;                   ///< Warning: kept out or clipped, and why; Error: nothing is imported
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
  std::function<ImportedSet(const std::filesystem::path&, const ImportOptions&, const Progress&)> read;
  std::function<ExportReport(const Snapshot&, const std::filesystem::path& dataRoot,
                             const std::filesystem::path& out, const Progress&)> write;   ///< may be empty
};

/// Throws Error{NotFound} listing the known names.
ASSAY_CORE_API const Format& formatByName(const std::string& name);
ASSAY_CORE_API const std::vector<Format>& formats();

}  // namespace assay
