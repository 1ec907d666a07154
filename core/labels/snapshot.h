// SPDX-License-Identifier: Apache-2.0
// A dataset version: an immutable list of items with their labels and splits, named by the SHA-256
// of its own text. On disk: <project>/versions/<hash>.jsonl; the first line is the header
// {"format":1,"task":...,"classes":[...]}, then one item a line, sorted by path.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/labels/item.h"

namespace assay {

struct Snapshot {
  std::string task;                   ///< "detection", "table", ...
  std::vector<std::string> classes;   ///< display order; the index is the class number for models
  std::vector<Item> items;            ///< with annotations; ids are not part of the version

  std::vector<const Item*> inSplit(Split split) const;
};

/// The canonical text; equal content gives equal bytes whatever the order of `items`.
ASSAY_CORE_API std::string serialise(const Snapshot& snapshot);
/// 64 hex digits of the canonical text. Display the first 8.
ASSAY_CORE_API std::string versionHash(const Snapshot& snapshot);
/// Writes <folder>/<hash>.jsonl unless it is there already; returns the hash.
ASSAY_CORE_API std::string writeSnapshot(const Snapshot& snapshot, const std::filesystem::path& folder);
/// Reads and checks the name against the content. Throws Error{BadInput} with file and line.
ASSAY_CORE_API Snapshot readSnapshot(const std::filesystem::path& file);

}  // namespace assay
