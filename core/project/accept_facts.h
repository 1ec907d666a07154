// SPDX-License-Identifier: Apache-2.0
// Facts that a person has accepted enter the project's graph.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "core/project/project.h"
#include "core/store/database.h"

namespace assay {

/// Ids of head, relation and tail, as the graph's files write them.
using FactIds = std::array<std::string, 3>;

/// Writes graph/accepted-<n>.tsv (whole or not at all) and adds it as an item of the training part; the next dataset version
/// has them, earlier ones stay. Returns the file. Throws Error{BadInput} for no fact, and for an id that is empty or has a
/// tab or a line end in it, which no line of the file could hold.
ASSAY_CORE_API std::filesystem::path acceptFacts(const Project& project, Database& database, const std::vector<FactIds>& facts);

}  // namespace assay
