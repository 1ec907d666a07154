// SPDX-License-Identifier: Apache-2.0
#include "core/project/project_migration.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/yaml.h"

namespace assay {

const std::vector<ProjectMigration>& projectMigrations() {
  static const std::vector<ProjectMigration> steps;
  return steps;
}

void migrateProjectFile(const std::filesystem::path& yamlFile) { migrateProjectFile(yamlFile, projectMigrations()); }

void migrateProjectFile(const std::filesystem::path& yamlFile, const std::vector<ProjectMigration>& steps) {
  const std::string file = yamlFile.string();
  const auto newest = static_cast<int64_t>(steps.size()) + 1;
  const std::string before = readFile(yamlFile, 16u << 20);
  YAML::Node root = parseYaml(before, file);
  const int64_t format = yamlInteger(root, "format", file);
  if (format > newest)
    throw Error(Code::NewerFormat, "the project has format " + std::to_string(format) + ", this program reads up to " +
                                       std::to_string(newest), file);
  require(format >= 1, "format " + std::to_string(format) + " never was", lineOf(root["format"], file));
  if (format == newest) return;
  writeFileAtomically(file + ".v" + std::to_string(format) + ".backup", before);
  for (int64_t version = format; version < newest; ++version) steps[static_cast<std::size_t>(version - 1)](root);
  root["format"] = newest;
  writeFileAtomically(yamlFile, yamlToText(root));
}

}  // namespace assay
