// SPDX-License-Identifier: Apache-2.0
// Display names, types and aliases of entities: an optional file beside the triples, one entity a line,
// "id <tab> name [<tab> type [<tab> alias|alias]]".
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/graph/vocabulary.h"

namespace assay {

/// Each vector has one entry an entity.
struct EntityNames {
  std::vector<std::string> names;                  ///< empty: the file does not say
  std::vector<int32_t> types;                      ///< into `typeNames`; -1: the file does not say
  std::vector<std::vector<std::string>> aliases;
  Vocabulary typeNames;
  int64_t unknown = 0;                             ///< lines whose id no triple has; left out
};

/// names.tsv, entity_names.txt or entities.tsv in `folder`, the first that is there.
ASSAY_CORE_API std::optional<std::filesystem::path> findEntityNames(const std::filesystem::path& folder);

/// Adds what the file says to `names`. Throws Error{BadInput, "file:line"}: no tab, broken UTF-8, an entity named twice.
ASSAY_CORE_API void readEntityNames(const std::filesystem::path& file, const Vocabulary& entities, EntityNames& names,
                                    const Progress& progress);

/// What people read when no file names an entity: the last part of an IRI, percent signs decoded, "_" as a space;
/// anything else as it is.
ASSAY_CORE_API std::string readableName(const std::string& id);

}  // namespace assay
