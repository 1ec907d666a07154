// SPDX-License-Identifier: Apache-2.0
#include "app/cli/opened_project.h"

#include "app/cli/interrupts.h"
#include "core/base/error.h"
#include "core/project/bundle.h"

namespace assay {

namespace {

std::unique_ptr<ProjectLock> lockFor(const Project& project) {
  auto lock = ProjectLock::tryAcquire(project.root);
  if (lock) return lock;
  const std::string holder = ProjectLock::holder(project.root);
  throw Error(Code::ReadOnly, holder.empty() ? "the project's folder cannot be written"
                                             : "the project is being edited by " + holder + "; close it there first",
              project.root.string());
}

}  // namespace

const PluginManifest& pluginOf(const Project& project, const PluginCatalogue& catalogue) {
  try {
    return catalogue.byId(project.plugin);
  } catch (const Error& fault) {   // the catalogue cannot know who named the plugin
    if (!fault.where().empty()) throw;
    throw Error(fault.code(), fault.message(), project.yamlFile().string());
  }
}

OpenedProject openProject(const std::string& argument, Access access) {
  const bool bundled = isBundle(argument);
  if (bundled && access == Access::Edit)
    throw Error(Code::ReadOnly, "a bundle is frozen: its items and labels cannot be changed", argument);
  OpenedProject opened;
  opened.project = bundled ? openBundle(argument, {{}, interruptToken()}) : loadProject(argument);
  if (access == Access::Edit) opened.lock = lockFor(opened.project);
  const OpenMode mode = access == Access::Read ? OpenMode::ReadOnly : OpenMode::ReadWrite;
  opened.database = std::make_unique<Database>(opened.project.databaseFile(), mode);
  if (access != Access::Read && opened.database->isReadOnly())
    throw Error(Code::ReadOnly, "the project cannot be written", opened.project.root.string());
  return opened;
}

}  // namespace assay
