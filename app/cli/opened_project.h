// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/plugin/catalogue.h"
#include "core/project/project.h"
#include "core/store/database.h"
#include "core/store/project_lock.h"

namespace assay {

/// Read: nothing in the project changes. Runs: runs and versions are added, beside an open workbench too.
/// Edit: items and labels change, so nobody else may be editing.
enum class Access { Read, Runs, Edit };

struct OpenedProject {
  Project project;
  std::unique_ptr<Database> database;
  std::unique_ptr<ProjectLock> lock;   ///< Access::Edit alone
};

/// A project's folder, its project.yaml, or a .assay bundle, which is unpacked below $ASSAY_HOME first.
OpenedProject openProject(const std::string& argument, Access access);

/// The manifest of the project's plugin. Throws Error{NotFound, BadPlugin} that names project.yaml or the plugin's folder.
const PluginManifest& pluginOf(const Project& project, const PluginCatalogue& catalogue);

}  // namespace assay
