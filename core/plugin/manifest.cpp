// SPDX-License-Identifier: Apache-2.0
#include "core/plugin/manifest.h"

#include <cmath>
#include <regex>

#include "core/base/error.h"
#include "core/base/yaml.h"

namespace assay {

namespace {

std::vector<std::string> textList(const YAML::Node& node, const std::string& file) {
  std::vector<std::string> texts;
  if (!node.IsDefined() || node.IsNull()) return texts;
  require(node.IsSequence(), "a list was expected", lineOf(node, file));
  for (const YAML::Node& entry : node) {
    require(entry.IsScalar(), "a list of words was expected", lineOf(entry, file));
    texts.push_back(entry.Scalar());
  }
  return texts;
}

OptionKind kindFromName(const YAML::Node& option, const std::string& file) {
  const std::string name = yamlText(option, "kind", file);
  static const std::map<std::string, OptionKind> kinds{{"boolean", OptionKind::Boolean}, {"integer", OptionKind::Integer},
                                                       {"real", OptionKind::Real}, {"text", OptionKind::Text},
                                                       {"choice", OptionKind::Choice}, {"file", OptionKind::File}};
  const auto found = kinds.find(name);
  require(found != kinds.end(), "`" + name + "` is no kind; known: boolean, integer, real, text, choice, file",
          lineOf(option["kind"], file));
  return found->second;
}

/// The default, typed by a schema of this one option, so that the wording of a wrong one is the same everywhere.
OptionValue typedDefault(const Option& option, const std::string& text, const std::string& line) {
  Option loose = option;
  loose.minimum.reset();
  loose.maximum.reset();
  if (loose.kind == OptionKind::Boolean) loose.fallback = false;
  if (loose.kind == OptionKind::Integer) loose.fallback = int64_t{0};
  if (loose.kind == OptionKind::Real) loose.fallback = 0.0;
  if (loose.kind == OptionKind::Text || loose.kind == OptionKind::File) loose.fallback = std::string();
  if (loose.kind == OptionKind::Choice) loose.fallback = loose.choices.empty() ? std::string() : loose.choices.front();
  try {
    OptionSchema one;
    one.add(loose);
    return one.parse(loose.key, text);
  } catch (const Error& error) {
    throw Error(Code::BadInput, "default of `" + option.key + "`: " + error.message(), line);
  }
}

std::optional<double> bound(const YAML::Node& option, const char* key, const std::string& file) {
  if (!option[key].IsDefined()) return std::nullopt;
  try {
    OptionSchema number;
    number.real("v", 0);
    return std::get<double>(number.parse("v", yamlText(option, key, file)));
  } catch (const Error&) {
    throw Error(Code::BadInput, std::string("`") + key + "` must be a number", lineOf(option[key], file));
  }
}

/// means: {0: no limit}
void readWord(const YAML::Node& node, const std::string& file, Option& option) {
  if (!node.IsDefined()) return;
  const bool isNumber = option.kind == OptionKind::Integer || option.kind == OptionKind::Real;
  require(isNumber && node.IsMap() && node.size() == 1 && node.begin()->first.IsScalar() && node.begin()->second.IsScalar() && !node.begin()->second.Scalar().empty(),
          "`means` must give one number of a numeric option a word, as {0: no limit}", lineOf(node, file));
  OptionSchema one;
  Option bounded = option;
  const double inRange = option.minimum ? std::ceil(*option.minimum) : option.maximum ? std::floor(*option.maximum) : 0;
  bounded.fallback = option.kind == OptionKind::Integer ? OptionValue(int64_t(inRange)) : OptionValue(option.minimum.value_or(option.maximum.value_or(0)));
  OptionValues value;
  try {
    one.add(bounded);
    value.set(option.key, one.parse(option.key, node.begin()->first.Scalar()));
  } catch (const Error& error) {
    throw Error(Code::BadInput, "`means` of `" + option.key + "`: " + error.message(), lineOf(node, file));
  }
  const Problems problems = one.validate(value);
  require(problems.empty(), problems.empty() ? "" : "`means` of `" + option.key + "`: " + problems.front().message, lineOf(node, file));
  option.means(value.real(option.key), node.begin()->second.Scalar());
}

Option optionFromYaml(const YAML::Node& node, const std::string& file) {
  requireKnownKeys(node, {"key", "kind", "default", "min", "max", "choices", "label", "doc", "unit", "advanced", "means", "adds_trainings"}, file);
  Option option;
  option.key = yamlText(node, "key", file);
  require(option.key.starts_with("model."), "a plugin's option must be named model.*", lineOf(node["key"], file));
  option.kind = kindFromName(node, file);
  option.choices = textList(node["choices"], file);
  option.minimum = bound(node, "min", file);
  option.maximum = bound(node, "max", file);
  option.label = yamlText(node, "label", file, "");
  option.help = yamlText(node, "doc", file);
  option.suffix = yamlText(node, "unit", file, "");
  option.isAdvanced = yamlText(node, "advanced", file, "false") == "true";
  option.addsTrainings = yamlText(node, "adds_trainings", file, "false") == "true";
  require(!option.addsTrainings || option.kind == OptionKind::Boolean || option.kind == OptionKind::Integer, "`adds_trainings` is for a count or a switch", lineOf(node["adds_trainings"], file));
  readWord(node["means"], file, option);
  option.fallback = typedDefault(option, yamlText(node, "default", file), lineOf(node["default"], file));
  return option;
}

void readOptions(const YAML::Node& list, const std::string& file, OptionSchema& schema) {
  if (!list.IsDefined() || list.IsNull()) return;
  require(list.IsSequence(), "`options` must be a list", lineOf(list, file));
  for (const YAML::Node& node : list) {
    try {
      schema.add(optionFromYaml(node, file));
    } catch (const Error& error) {
      if (error.code() == Code::BadOption) throw Error(Code::BadInput, error.where() + " " + error.message(), lineOf(node, file));
      throw;
    }
  }
}

void readMetrics(const YAML::Node& list, const std::string& file, std::vector<MetricInfo>& metrics) {
  require(list.IsDefined() && list.IsSequence() && list.size() > 0, "`metrics` must list at least one metric", lineOf(list, file));
  for (const YAML::Node& node : list) {
    requireKnownKeys(node, {"name", "doc", "better"}, file);
    const std::string better = yamlText(node, "better", file, "higher");
    require(better == "higher" || better == "lower", "`better` must be higher or lower", lineOf(node, file));
    metrics.push_back({yamlText(node, "name", file), yamlText(node, "doc", file, ""), better == "higher"});
  }
}

void readIdentity(const YAML::Node& root, const std::string& file, PluginManifest& manifest) {
  static const std::regex idRule("[a-z][a-z0-9_]*"), versionRule(R"(\d+\.\d+\.\d+)");
  const auto matching = [&](const char* key, const std::regex& rule, const char* expected) {
    const std::string text = yamlText(root, key, file);
    require(std::regex_match(text, rule), std::string("`") + key + "` must be " + expected, lineOf(root[key], file));
    return text;
  };
  manifest.id = matching("id", idRule, "lower-case letters, digits and _");
  manifest.task = matching("task", idRule, "lower-case letters, digits and _");
  manifest.version = matching("version", versionRule, "like 1.0.0");
  manifest.compatibleSince = matching("compatible_since", versionRule, "like 1.0.0");
  manifest.name = yamlText(root, "name", file);
  manifest.doc = yamlText(root, "doc", file);
  manifest.torch = yamlText(root, "torch", file);
}

void checkAbi(const YAML::Node& root, const std::string& file, PluginManifest& manifest) {
  const int64_t abi = yamlInteger(root, "abi", file);
  if (abi > pluginAbi)
    throw Error(Code::NewerFormat, "the plugin has ABI " + std::to_string(abi) + ", this program has " + std::to_string(pluginAbi),
                lineOf(root["abi"], file));
  require(abi == pluginAbi, "the plugin has ABI " + std::to_string(abi) + ", this program has " + std::to_string(pluginAbi) +
                                ": build it again", lineOf(root["abi"], file), Code::BadPlugin);
  require(manifest.torch == engineTorchVersion, "the plugin was built with torch " + manifest.torch + ", this program has " +
                                                    engineTorchVersion, lineOf(root["torch"], file), Code::BadPlugin);
  manifest.abi = static_cast<int>(abi);
}

}  // namespace

PluginManifest readManifest(const std::filesystem::path& pluginYaml) {
  const std::string file = pluginYaml.string();
  const YAML::Node root = readYaml(pluginYaml);
  requireKnownKeys(root, {"id", "name", "doc", "version", "compatible_since", "abi", "torch", "task", "item_kinds", "formats",
                          "library", "options", "defaults", "presets", "metrics", "artifacts"}, file);
  PluginManifest manifest;
  readIdentity(root, file, manifest);
  checkAbi(root, file, manifest);
  const std::string library = yamlText(root, "library", file);
  require(library.find('/') == std::string::npos, "`library` must be a file name", lineOf(root["library"], file));
  manifest.library = std::filesystem::absolute(pluginYaml).parent_path() / library;
  manifest.itemKinds = textList(root["item_kinds"], file);
  manifest.formats = textList(root["formats"], file);
  manifest.artifacts = textList(root["artifacts"], file);
  readOptions(root["options"], file, manifest.options);
  readMetrics(root["metrics"], file, manifest.metrics);
  manifest.defaults = optionsFromYaml(root["defaults"], file);
  if (root["presets"].IsDefined()) {
    require(root["presets"].IsMap(), "`presets` must be a map", lineOf(root["presets"], file));
    for (const auto& preset : root["presets"])
      manifest.presets[preset.first.Scalar()] = optionsFromYaml(preset.second, file);
  }
  return manifest;
}

}  // namespace assay
