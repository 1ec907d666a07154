// SPDX-License-Identifier: Apache-2.0
// The human part of a project, as plain values. The rest (items, labels, journal, versions, runs)
// is in the store.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/option_schema.h"
#include "core/base/problem.h"
#include "core/job/target.h"

namespace assay {

/// Version of project.yaml that this program writes.
inline constexpr int projectFormat = 1;

struct ClassDef {
  std::string name;
  int colour = 0;      ///< index into the fixed series palette; kept for the life of the project
  std::string key;     ///< shortcut digit "1".."9", or empty
  bool operator==(const ClassDef&) const = default;
};

struct Project {
  std::filesystem::path root;        ///< absolute folder that holds project.yaml
  std::string name;
  std::string task;                  ///< task kind of a plugin: "detection", "table", ...
  std::string plugin;                ///< plugin id that trains it: "detector"
  std::vector<ClassDef> classes;
  OptionValues options;              ///< only what differs from the defaults: seed, data.*, trainer.*, device.*, model.*
  std::vector<Target> targets;       ///< where its runs may be trained besides this machine

  std::filesystem::path yamlFile() const { return root / "project.yaml"; }
  std::filesystem::path databaseFile() const { return root / "assay.db"; }
  std::filesystem::path versionsFolder() const { return root / "versions"; }
  std::filesystem::path runsFolder() const { return root / "runs"; }
  std::filesystem::path imagesFolder() const { return root / "images"; }
};

/// Folder, or its project.yaml. Migrates an older format after a backup. Throws Error{NotFound,
/// BadInput with file:line, NewerFormat naming both versions}.
ASSAY_CORE_API Project loadProject(const std::filesystem::path& folder);
/// Atomic. Comments in a hand-written file are not kept.
ASSAY_CORE_API void saveProject(const Project& project);
/// What saveProject writes.
ASSAY_CORE_API std::string projectText(const Project& project);
/// Creates the folder, project.yaml and assay.db. Throws Error{BadInput} when a project is there.
ASSAY_CORE_API Project createProject(const std::filesystem::path& folder, const std::string& task);

}  // namespace assay
