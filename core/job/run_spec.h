// SPDX-License-Identifier: Apache-2.0
// What was asked of a run, complete and resolved: nothing is looked up later, so the same spec on
// another machine is the same job. Written to runs/<id>/spec.yaml.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/option_schema.h"
#include "core/base/strong_id.h"
#include "core/plugin/manifest.h"
#include "core/project/project.h"

namespace assay {

inline constexpr int runSpecFormat = 1;

struct RunSpec {
  RunId id;
  std::string project;                  ///< project name, for display
  std::string task;                     ///< "detection", ...
  std::string plugin;                   ///< id
  std::string pluginVersion;
  std::string dataVersion;              ///< snapshot hash
  std::filesystem::path dataFile;       ///< absolute path of the snapshot; written relative to the run
  std::filesystem::path dataRoot;       ///< folder that relative item paths start from (the project)
  OptionValues options;                 ///< every option of runSchema(manifest), resolved
};

/// Options every run has, whatever the plugin: seed, data.*, trainer.*, device.*, distributed.*. The engine reads
/// exactly these.
ASSAY_CORE_API const OptionSchema& commonSchema();
/// commonSchema() with the plugin's own defaults for common keys, then the plugin's model.* options.
ASSAY_CORE_API OptionSchema runSchema(const PluginManifest& manifest);

/// Project options, then `overrides` (from --set or the form), resolved against the schema.
/// Throws Error{BadOption} with the first problem; call validate for all of them.
ASSAY_CORE_API RunSpec resolveRun(const Project& project, const PluginManifest& manifest,
                                  const OptionValues& overrides, const std::string& dataVersion);

ASSAY_CORE_API void writeRunSpec(const RunSpec& spec, const std::filesystem::path& file);
ASSAY_CORE_API RunSpec readRunSpec(const std::filesystem::path& file);

}  // namespace assay
