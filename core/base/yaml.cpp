// SPDX-License-Identifier: Apache-2.0
#include "core/base/yaml.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <sstream>

#include <yaml-cpp/eventhandler.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/nearest_name.h"

namespace assay {

namespace {

constexpr std::size_t maxYamlBytes = 16u << 20;
constexpr int maxYamlDepth = 32;

/// Refuses aliases while the text is parsed, before any tree is built: they make a small file expand without bound,
/// and none of our files has one.
class AliasGuard : public YAML::EventHandler {
 public:
  explicit AliasGuard(const std::string& where) : where_(where) {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Error(Code::BadInput, "aliases (*name) are not supported", where_ + ":" + std::to_string(mark.line + 1));
  }
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

 private:
  const std::string& where_;
};

void refuseAliases(std::string_view text, const std::string& where) {
  std::istringstream in{std::string(text)};
  YAML::Parser parser(in);
  AliasGuard guard(where);
  parser.HandleNextDocument(guard);
}

/// `a: 1` beside `a.b: 2` cannot be written back as nested groups.
void requireNoGroupWithValue(const OptionValues& values, const std::string& file) {
  for (const auto& [key, value] : values)
    for (std::size_t dot = key.find('.'); dot != std::string::npos; dot = key.find('.', dot + 1))
      require(!values.has(key.substr(0, dot)), "option `" + key.substr(0, dot) + "` has a value and options inside it", file);
}

OptionValue guessed(const std::string& text) {
  if (text == "true" || text == "false") return text == "true";
  int64_t integer = 0;
  const char* end = text.data() + text.size();
  if (const auto result = std::from_chars(text.data(), end, integer); result.ec == std::errc() && result.ptr == end) return integer;
  double real = 0;
  if (const auto result = std::from_chars(text.data(), end, real); result.ec == std::errc() && result.ptr == end && std::isfinite(real))
    return real;
  return text;
}

OptionValue typed(const std::string& key, const YAML::Node& node, const std::string& file, const OptionSchema* schema) {
  const Option* option = schema ? schema->find(key) : nullptr;
  const bool quoted = node.Tag() == "!";
  if (!option) return quoted ? OptionValue(node.Scalar()) : guessed(node.Scalar());
  try {
    return schema->parse(key, node.Scalar());
  } catch (const Error& error) {
    throw Error(error.code(), error.where() + " " + error.message(), lineOf(node, file));
  }
}

/// [4, 8, 16] where text is meant is "4, 8, 16", as configurations of other programs write it; none for anything else.
std::optional<std::string> listAsText(const YAML::Node& node, const std::string& key, const OptionSchema* schema) {
  const Option* option = schema ? schema->find(key) : nullptr;
  if (!node.IsSequence() || !option || option->kind != OptionKind::Text) return std::nullopt;
  std::string text;
  for (const auto& entry : node) {
    if (!entry.IsScalar()) return std::nullopt;
    text += (text.empty() ? "" : ", ") + entry.Scalar();
  }
  return text;
}

void collect(const YAML::Node& node, const std::string& prefix, int depth, const std::string& file,
             const OptionSchema* schema, OptionValues& values) {
  require(depth < maxYamlDepth, "options are nested too deeply", lineOf(node, file));
  for (const auto& entry : node) {
    require(entry.first.IsScalar(), "an option's name must be text", lineOf(entry.first, file));
    const std::string key = prefix.empty() ? entry.first.Scalar() : prefix + "." + entry.first.Scalar();
    if (entry.second.IsMap()) collect(entry.second, key, depth + 1, file, schema, values);
    else if (entry.second.IsScalar()) values.set(key, typed(key, entry.second, file, schema));
    else if (const auto text = listAsText(entry.second, key, schema)) values.set(key, *text);
    else throw Error(Code::BadInput, "option `" + key + "` needs one value", lineOf(entry.second, file));
  }
}

std::string scalar(const YAML::Node& map, const char* key, const std::string& file) {
  require(map.IsMap(), "a map was expected", lineOf(map, file));
  const YAML::Node value = map[key];
  require(value.IsDefined(), std::string("`") + key + "` is missing", lineOf(map, file));
  require(value.IsScalar(), std::string("`") + key + "` must be one value", lineOf(value, file));
  return value.Scalar();
}

}  // namespace

YAML::Node parseYaml(std::string_view text, const std::string& where) {
  require(text.size() <= maxYamlBytes, "the file is larger than 16 MiB", where);
  try {
    refuseAliases(text, where);
    return YAML::Load(std::string(text));
  } catch (const YAML::Exception& error) {
    const std::string place = error.mark.is_null() ? where : where + ":" + std::to_string(error.mark.line + 1);
    throw Error(Code::BadInput, "not valid YAML: " + error.msg, place);
  }
}

YAML::Node readYaml(const std::filesystem::path& file) { return parseYaml(readFile(file, maxYamlBytes), file.string()); }

std::string lineOf(const YAML::Node& node, const std::string& file) {
  const YAML::Mark mark = node.IsDefined() ? node.Mark() : YAML::Mark::null_mark();
  return mark.is_null() ? file : file + ":" + std::to_string(mark.line + 1);
}

std::string yamlText(const YAML::Node& map, const char* key, const std::string& file) { return scalar(map, key, file); }

std::string yamlText(const YAML::Node& map, const char* key, const std::string& file, const std::string& fallback) {
  return map.IsMap() && map[key].IsDefined() ? scalar(map, key, file) : fallback;
}

int64_t yamlInteger(const YAML::Node& map, const char* key, const std::string& file) {
  const OptionValue value = guessed(scalar(map, key, file));
  const auto* integer = std::get_if<int64_t>(&value);
  require(integer, std::string("`") + key + "` must be an integer", lineOf(map[key], file));
  return *integer;
}

void requireKnownKeys(const YAML::Node& map, std::initializer_list<const char*> known, const std::string& file) {
  require(map.IsMap(), "a map was expected", lineOf(map, file));
  const std::vector<std::string> names(known.begin(), known.end());
  for (const auto& entry : map) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    const std::string nearest = nearestName(key, names);
    throw Error(Code::BadInput, "unknown key `" + key + "`" + (nearest.empty() ? "" : "; did you mean `" + nearest + "`?"),
                lineOf(entry.first, file));
  }
}

OptionValues optionsFromYaml(const YAML::Node& map, const std::string& file, const OptionSchema* schema) {
  OptionValues values;
  if (!map.IsDefined() || map.IsNull()) return values;
  require(map.IsMap(), "options must be a map", lineOf(map, file));
  collect(map, {}, 0, file, schema, values);
  requireNoGroupWithValue(values, file);
  return values;
}

YAML::Node optionsToYaml(const OptionValues& values) {
  YAML::Node root(YAML::NodeType::Map);
  for (const auto& [key, value] : values) {
    YAML::Node place;
    place.reset(root);
    std::size_t start = 0;
    for (std::size_t dot = key.find('.'); dot != std::string::npos; dot = key.find('.', start)) {
      YAML::Node next = place[key.substr(start, dot - start)];
      place.reset(next);
      start = dot + 1;
    }
    YAML::Node leaf(toText(value));
    // Text that looks like a number or a boolean is quoted, so that it reads back as text.
    if (const auto* text = std::get_if<std::string>(&value); text && !std::holds_alternative<std::string>(guessed(*text)))
      leaf.SetTag("!");
    place[key.substr(start)] = leaf;
  }
  return root;
}

namespace {

/// Numbers that would be written otherwise (007, 1.10, 1e5) stay the text that they were: a version or a word of a command.
Json scalarToJson(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!" || node.Tag() == "tag:yaml.org,2002:str") return text;
  if (text == "null" || text == "~") return nullptr;
  const Json value = std::visit([](const auto& known) { return Json(known); }, guessed(text));
  return value.is_number() && value.dump() != text ? Json(text) : value;
}

Json toJson(const YAML::Node& node, const std::string& file, int depth) {
  require(depth < maxYamlDepth, "the file is nested too deeply", lineOf(node, file));
  if (node.IsScalar()) return scalarToJson(node);
  if (node.IsSequence()) {
    Json list = Json::array();
    for (const auto& entry : node) list.push_back(toJson(entry, file, depth + 1));
    return list;
  }
  if (!node.IsMap()) return nullptr;
  Json map = Json::object();
  for (const auto& entry : node) {
    require(entry.first.IsScalar(), "a key must be text", lineOf(entry.first, file));
    require(!map.contains(entry.first.Scalar()), "the key `" + entry.first.Scalar() + "` is there twice", lineOf(entry.first, file));
    map[entry.first.Scalar()] = toJson(entry.second, file, depth + 1);
  }
  return map;
}

/// Words that nobody reads as anything but text, in YAML 1.1 either.
bool isPlainText(const std::string& text) {
  static const std::set<std::string> read = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"};
  if (text.empty() || !std::isalpha(static_cast<unsigned char>(text.front())) || text.back() == ':') return false;
  std::string lower;
  for (const char c : text) {
    if (!std::isalnum(static_cast<unsigned char>(c)) && std::string_view("-_./:").find(c) == std::string_view::npos) return false;
    lower += char(std::tolower(static_cast<unsigned char>(c)));
  }
  return !read.contains(lower);
}

/// Lines that a literal block (|) gives back as they were: it ends with one line end, and its first line tells the indentation.
bool isBlock(const std::string& text) {
  return text.size() > 1 && text.back() == '\n' && text[text.size() - 2] != '\n' && text.front() != ' ' && text.front() != '\n' &&
         text.find_first_of("\t\r") == std::string::npos;
}

void emitJson(YAML::Emitter& out, const Json& json) {
  if (json.is_object() && json.empty()) {
    out << YAML::Flow << YAML::BeginMap << YAML::EndMap;
  } else if (json.is_object()) {
    out << YAML::BeginMap;
    for (const auto& [key, value] : json.items()) {
      out << YAML::Key;
      if (!isPlainText(key)) out << YAML::DoubleQuoted;
      out << key << YAML::Value;
      emitJson(out, value);
    }
    out << YAML::EndMap;
  } else if (json.is_array()) {
    if (json.empty()) out << YAML::Flow;
    out << YAML::BeginSeq;
    for (const Json& entry : json) emitJson(out, entry);
    out << YAML::EndSeq;
  } else if (json.is_string()) {
    const std::string& text = json.get_ref<const std::string&>();
    if (isBlock(text)) out << YAML::Literal << text.substr(0, text.size() - 1);
    else if (isPlainText(text)) out << text;
    else out << YAML::DoubleQuoted << text;
  } else if (json.is_null()) {
    out << YAML::Null;
  } else {
    out << json.dump();
  }
}

}  // namespace

Json yamlToJson(const YAML::Node& node, const std::string& file) { return toJson(node, file, 0); }

std::string jsonToYamlText(const Json& json) {
  YAML::Emitter out;
  emitJson(out, json);
  return std::string(out.c_str()) + "\n";
}

namespace {

/// yaml-cpp's own emitter forgets that a scalar was marked as text, and `"12"` would come back as a number.
void emitNode(YAML::Emitter& out, const YAML::Node& node) {
  const bool isFlow = node.Style() == YAML::EmitterStyle::Flow;
  if (node.IsMap()) {
    if (isFlow) out << YAML::Flow;
    out << YAML::BeginMap;
    for (const auto& entry : node) {
      out << YAML::Key << entry.first.Scalar() << YAML::Value;
      emitNode(out, entry.second);
    }
    out << YAML::EndMap;
  } else if (node.IsSequence()) {
    if (isFlow) out << YAML::Flow;
    out << YAML::BeginSeq;
    for (const auto& entry : node) emitNode(out, entry);
    out << YAML::EndSeq;
  } else if (node.IsScalar()) {
    if (node.Tag() == "!") out << YAML::DoubleQuoted;
    out << node.Scalar();
  } else {
    out << YAML::Null;
  }
}

}  // namespace

std::string yamlToText(const YAML::Node& node) {
  YAML::Emitter out;
  emitNode(out, node);
  return std::string(out.c_str()) + "\n";
}

}  // namespace assay
