// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "core/base/export.h"

namespace YAML {
class Node;
}

namespace assay {

/// One step: turns the tree of format N into that of format N + 1, except for the number itself.
using ProjectMigration = std::function<void(YAML::Node&)>;

/// The program's own steps; the first takes format 1 to 2. Empty while format 1 is the newest.
const std::vector<ProjectMigration>& projectMigrations();

/// Brings project.yaml up to the newest format after copying it to project.yaml.vN.backup. Throws
/// Error{NewerFormat} naming both numbers, Error{BadInput} for a format that never was.
ASSAY_CORE_API void migrateProjectFile(const std::filesystem::path& yamlFile);
/// The same with other steps: what a test needs to prove the mechanism.
ASSAY_CORE_API void migrateProjectFile(const std::filesystem::path& yamlFile, const std::vector<ProjectMigration>& steps);

}  // namespace assay
