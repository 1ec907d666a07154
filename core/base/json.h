// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/export.h"

namespace assay {

/// Keys keep the order in which they were written, so files diff well and hashes are stable.
using Json = nlohmann::ordered_json;

/// Parses text from outside. Throws Error{BadInput} with line and column; never a nlohmann type.
/// Invalid UTF-8 and nesting over 256 levels are refused.
ASSAY_CORE_API Json parseJson(std::string_view text, const std::string& where);

/// Reads and parses a whole file of at most `maxBytes`.
ASSAY_CORE_API Json readJson(const std::filesystem::path& file, std::size_t maxBytes = 1u << 30);

/// One line, valid UTF-8 whatever the input strings held (invalid bytes become U+FFFD).
ASSAY_CORE_API std::string toLine(const Json& json);

/// Member access for untrusted objects: throws Error{BadInput} "`where`: `key` is missing" or
/// "... must be a number/string/...". T is bool, int64_t, double, std::string or Json.
template <class T>
T member(const Json& object, const char* key, const std::string& where);

/// For events and the like, where a figure that is missing or no number is no fault: `fallback` then.
ASSAY_CORE_API double numberOf(const Json& object, const char* key, double fallback = 0);

template <>
ASSAY_CORE_API bool member<bool>(const Json&, const char*, const std::string&);
template <>
ASSAY_CORE_API int64_t member<int64_t>(const Json&, const char*, const std::string&);
template <>
ASSAY_CORE_API double member<double>(const Json&, const char*, const std::string&);
template <>
ASSAY_CORE_API std::string member<std::string>(const Json&, const char*,
                                                              const std::string&);
template <>
ASSAY_CORE_API Json member<Json>(const Json&, const char*, const std::string&);

}  // namespace assay
