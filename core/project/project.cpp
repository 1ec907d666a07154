// SPDX-License-Identifier: Apache-2.0
#include "core/project/project.h"

#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/yaml.h"
#include "core/job/target_yaml.h"
#include "core/labels/class_name.h"
#include "core/plugin/catalogue.h"
#include "core/project/fresh_folder.h"
#include "core/project/project_migration.h"
#include "core/store/database.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t maxClasses = 10'000;

ClassDef classFromYaml(const YAML::Node& node, const std::string& file) {
  requireKnownKeys(node, {"name", "colour", "key"}, file);
  ClassDef definition;
  definition.name = yamlText(node, "name", file);
  const std::string fault = classNameFault(definition.name);
  require(fault.empty(), fault, lineOf(node, file));
  const int64_t colour = yamlInteger(node, "colour", file);
  require(colour >= 0 && colour < int64_t(maxClasses), "`colour` must be 0 or more", lineOf(node, file));
  definition.colour = static_cast<int>(colour);
  definition.key = yamlText(node, "key", file, "");
  return definition;
}

std::vector<ClassDef> classesFromYaml(const YAML::Node& list, const std::string& file) {
  std::vector<ClassDef> classes;
  if (!list.IsDefined() || list.IsNull()) return classes;
  require(list.IsSequence() && list.size() <= maxClasses, "`classes` must be a list", lineOf(list, file));
  std::set<std::string> names;
  for (const YAML::Node& node : list) {
    classes.push_back(classFromYaml(node, file));
    require(names.insert(classes.back().name).second, "class `" + classes.back().name + "` is there twice", lineOf(node, file));
  }
  return classes;
}

YAML::Node toYaml(const Project& project) {
  YAML::Node root;
  root["format"] = projectFormat;
  root["name"] = project.name;
  root["task"] = project.task;
  root["plugin"] = project.plugin;
  root["classes"] = YAML::Node(YAML::NodeType::Sequence);
  for (const ClassDef& definition : project.classes) {
    YAML::Node node;
    node.SetStyle(YAML::EmitterStyle::Flow);
    node["name"] = definition.name;
    node["colour"] = definition.colour;
    if (!definition.key.empty()) {
      node["key"] = definition.key;
      node["key"].SetTag("!");
    }
    root["classes"].push_back(node);
  }
  if (project.options.size() > 0) root["options"] = optionsToYaml(project.options);
  if (!project.targets.empty()) root["targets"] = targetsToYaml(project.targets);
  return root;
}

/// Nothing is written that could not be opened again.
void requireReadable(const Project& project) {
  const std::string file = project.yamlFile().string();
  require(project.classes.size() <= maxClasses, "a project has at most " + std::to_string(maxClasses) + " classes", file);
  std::set<std::string> names;
  for (const ClassDef& definition : project.classes) {
    const std::string fault = classNameFault(definition.name);
    require(fault.empty(), fault, file);
    require(names.insert(definition.name).second, "class `" + definition.name + "` is there twice", file);
  }
}

fs::path yamlFileOf(const fs::path& folder) {
  return folder.filename() == "project.yaml" ? folder : folder / "project.yaml";
}

}  // namespace

Project loadProject(const fs::path& folder) {
  const fs::path yamlFile = yamlFileOf(folder);
  require(fs::exists(yamlFile), "there is no project here (no project.yaml); `assay new` makes one", folder.string(), Code::NotFound);
  migrateProjectFile(yamlFile);
  const std::string file = yamlFile.string();
  const YAML::Node root = readYaml(yamlFile);
  requireKnownKeys(root, {"format", "name", "task", "plugin", "classes", "options", "targets"}, file);
  Project project;
  project.root = fs::weakly_canonical(fs::absolute(yamlFile).parent_path());
  project.name = yamlText(root, "name", file);
  project.task = yamlText(root, "task", file);
  project.plugin = yamlText(root, "plugin", file);
  project.classes = classesFromYaml(root["classes"], file);
  project.options = optionsFromYaml(root["options"], file);
  project.targets = targetsFromYaml(root["targets"], file);
  return project;
}

std::string projectText(const Project& project) { return yamlToText(toYaml(project)); }

void saveProject(const Project& project) {
  requireReadable(project);
  writeFileAtomically(project.yamlFile(), projectText(project));
}

Project createProject(const fs::path& folder, const std::string& task) {
  const PluginManifest manifest = PluginCatalogue::scan().byTask(task);
  Project project;
  project.root = fs::weakly_canonical(fs::absolute(folder));
  project.name = project.root.filename().string();
  project.task = task;
  project.plugin = manifest.id;
  require(!fs::exists(project.yamlFile()), "a project is here already", folder.string());
  require(!fs::exists(project.databaseFile()), "a project's database (assay.db) is here already, without its project.yaml",
          folder.string());
  FreshFolder fresh(project.root);
  std::error_code error;
  fs::create_directories(project.root, error);
  if (error) throw Error(Code::ReadOnly, "the folder cannot be created: " + error.message(), folder.string());
  Database(project.databaseFile(), OpenMode::Create);
  try {
    saveProject(project);
  } catch (...) {   // in a folder that was there before, the database alone would be in the way of a second try
    fs::remove(project.databaseFile(), error);
    throw;
  }
  fresh.keep();
  return project;
}

}  // namespace assay
