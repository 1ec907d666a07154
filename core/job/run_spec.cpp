// SPDX-License-Identifier: Apache-2.0
#include "core/job/run_spec.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/yaml.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

/// Relative to the run's folder, so that a project that is moved as a whole still finds its data.
std::string relativeTo(const fs::path& path, const fs::path& folder) {
  const fs::path relative = fs::weakly_canonical(path).lexically_relative(fs::weakly_canonical(folder));
  return relative.empty() ? path.generic_string() : relative.generic_string();
}

fs::path resolved(const std::string& text, const fs::path& folder) {
  const fs::path path(text);
  return path.is_absolute() ? path : fs::weakly_canonical(folder / path);
}

}  // namespace

RunSpec resolveRun(const Project& project, const PluginManifest& manifest, const OptionValues& overrides,
                   const std::string& dataVersion) {
  OptionValues values = project.options;
  for (const auto& [key, value] : overrides) values.set(key, value);
  const OptionSchema schema = runSchema(manifest);
  for (const Problem& problem : schema.validate(values))
    if (problem.severity == Severity::Error) throw Error(Code::BadOption, problem.message, problem.where);
  RunSpec spec;
  spec.project = project.name;
  spec.task = project.task;
  spec.plugin = manifest.id;
  spec.pluginVersion = manifest.version;
  spec.dataVersion = dataVersion;
  spec.dataFile = project.versionsFolder() / (dataVersion + ".jsonl");
  spec.dataRoot = project.root;
  spec.options = schema.resolve(values);
  return spec;
}

void writeRunSpec(const RunSpec& spec, const fs::path& file) {
  const fs::path folder = fs::absolute(file).parent_path();
  YAML::Node root;
  root["format"] = runSpecFormat;
  root["run"] = spec.id.value;
  root["project"] = spec.project;
  root["task"] = spec.task;
  root["plugin"] = spec.plugin;
  root["plugin_version"] = spec.pluginVersion;
  root["data"]["version"] = spec.dataVersion;
  root["data"]["file"] = relativeTo(spec.dataFile, folder);
  root["data"]["root"] = relativeTo(spec.dataRoot, folder);
  root["options"] = optionsToYaml(spec.options);
  writeFileAtomically(file, yamlToText(root));
}

RunSpec readRunSpec(const fs::path& file) {
  const std::string name = file.string();
  const fs::path folder = fs::absolute(file).parent_path();
  const YAML::Node root = readYaml(file);
  requireKnownKeys(root, {"format", "run", "project", "task", "plugin", "plugin_version", "data", "options"}, name);
  const int64_t format = yamlInteger(root, "format", name);
  if (format > runSpecFormat)
    throw Error(Code::NewerFormat, "the run has format " + std::to_string(format) + ", this program reads up to " +
                                       std::to_string(runSpecFormat), name);
  require(root["data"].IsDefined(), "`data` is missing", name);
  RunSpec spec;
  spec.id = {yamlInteger(root, "run", name)};
  spec.project = yamlText(root, "project", name);
  spec.task = yamlText(root, "task", name);
  spec.plugin = yamlText(root, "plugin", name);
  spec.pluginVersion = yamlText(root, "plugin_version", name);
  spec.dataVersion = yamlText(root["data"], "version", name);
  spec.dataFile = resolved(yamlText(root["data"], "file", name), folder);
  spec.dataRoot = resolved(yamlText(root["data"], "root", name), folder);
  // The plugin's own options are not known here; the common ones keep their declared types.
  spec.options = optionsFromYaml(root["options"], name);
  for (const Option& option : commonSchema().options())
    if (const OptionValue* value = spec.options.find(option.key)) spec.options.set(option.key, commonSchema().parse(option.key, toText(*value)));
  spec.options = commonSchema().resolve(spec.options);   // an option that is younger than the run takes its default
  return spec;
}

}  // namespace assay
