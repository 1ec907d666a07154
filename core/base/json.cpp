// SPDX-License-Identifier: Apache-2.0
#include "core/base/json.h"

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace assay {

namespace {

constexpr int maxDepth = 256;

/// nlohmann's parser recurses only for destruction, so depth is checked on the text beforehand.
void requireShallow(std::string_view text, const std::string& where) {
  int depth = 0;
  bool inString = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inString) {
      if (c == '\\') ++i;
      else if (c == '"') inString = false;
    } else if (c == '"') {
      inString = true;
    } else if (c == '[' || c == '{') {
      require(++depth <= maxDepth, "JSON is nested deeper than 256 levels", where);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
}

std::string position(std::string_view text, std::size_t byte) {
  byte = std::min(byte, text.size());
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n');
  const auto start = text.substr(0, byte).rfind('\n');
  const auto column = byte - (start == std::string_view::npos ? 0 : start + 1) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace

Json parseJson(std::string_view text, const std::string& where) {
  requireShallow(text, where);
  try {
    return Json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    throw Error(Code::BadInput, "not valid JSON at " + position(text, error.byte ? error.byte - 1 : 0), where);
  } catch (const nlohmann::json::exception&) {
    throw Error(Code::BadInput, "not valid JSON: a number is out of range", where);
  }
}

Json readJson(const std::filesystem::path& file, std::size_t maxBytes) {
  return parseJson(readFile(file, maxBytes), file.string());
}

std::string toLine(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

namespace {

const Json& requireMember(const Json& object, const char* key, const std::string& where) {
  require(object.is_object(), "expected a JSON object", where);
  const auto found = object.find(key);
  require(found != object.end(), std::string("`") + key + "` is missing", where);
  return *found;
}

[[noreturn]] void wrongType(const char* key, const char* expected, const std::string& where) {
  throw Error(Code::BadInput, std::string("`") + key + "` must be " + expected, where);
}

}  // namespace

template <>
bool member<bool>(const Json& object, const char* key, const std::string& where) {
  const Json& value = requireMember(object, key, where);
  if (!value.is_boolean()) wrongType(key, "true or false", where);
  return value.get<bool>();
}

template <>
int64_t member<int64_t>(const Json& object, const char* key, const std::string& where) {
  const Json& value = requireMember(object, key, where);
  const bool fits = value.is_number_integer() &&
                    !(value.is_number_unsigned() && value.get<uint64_t>() > uint64_t(INT64_MAX));
  if (!fits) wrongType(key, "an integer", where);
  return value.get<int64_t>();
}

template <>
double member<double>(const Json& object, const char* key, const std::string& where) {
  const Json& value = requireMember(object, key, where);
  if (!value.is_number()) wrongType(key, "a number", where);
  return value.get<double>();
}

template <>
std::string member<std::string>(const Json& object, const char* key, const std::string& where) {
  const Json& value = requireMember(object, key, where);
  if (!value.is_string()) wrongType(key, "a string", where);
  return value.get<std::string>();
}

template <>
Json member<Json>(const Json& object, const char* key, const std::string& where) {
  return requireMember(object, key, where);
}

double numberOf(const Json& object, const char* key, double fallback) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_number() ? found->get<double>() : fallback;
}

}  // namespace assay
