// SPDX-License-Identifier: Apache-2.0
// YAML from outside, with the line of everything. Nested maps become dotted option keys and back.
// Internal to core: the only header that shows yaml-cpp.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

#include <yaml-cpp/yaml.h>

#include "core/base/json.h"
#include "core/base/option_schema.h"

namespace assay {

/// Parses at most 16 MiB, aliases refused (they can blow up). Throws Error{BadInput} "file:line".
YAML::Node parseYaml(std::string_view text, const std::string& where);
YAML::Node readYaml(const std::filesystem::path& file);

/// "file:12" of a node, for messages.
std::string lineOf(const YAML::Node& node, const std::string& file);

/// A map's entry as text, integer or real; throws Error{BadInput} with the line when it is missing or of another kind.
std::string yamlText(const YAML::Node& map, const char* key, const std::string& file);
std::string yamlText(const YAML::Node& map, const char* key, const std::string& file, const std::string& fallback);
int64_t yamlInteger(const YAML::Node& map, const char* key, const std::string& file);

/// Throws Error{BadInput} naming the line, the key and the nearest known one for a key not in `known`.
void requireKnownKeys(const YAML::Node& map, std::initializer_list<const char*> known, const std::string& file);

/// {trainer: {max_minutes: 20}} -> trainer.max_minutes = 20. Scalars are typed by their look (true, 20, 0.5, text);
/// with a schema they are typed by it, so that `name: 12` stays text where text is meant, and a list there is its entries with commas between. Unknown keys are kept.
OptionValues optionsFromYaml(const YAML::Node& map, const std::string& file, const OptionSchema* schema = nullptr);
/// The inverse; keys in order, groups nested.
YAML::Node optionsToYaml(const OptionValues& values);

/// Scalars typed by their look, quoted ones as text. Throws Error{BadInput} for keys that are no text and more than 32 levels.
Json yamlToJson(const YAML::Node& node, const std::string& file);
/// The inverse: objects with their keys in order, text that could be read as something else in quotes, several lines as a block.
std::string jsonToYamlText(const Json& json);

/// Block style, a newline at the end.
std::string yamlToText(const YAML::Node& node);

}  // namespace assay
