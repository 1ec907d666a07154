// SPDX-License-Identifier: Apache-2.0
#include "core/graph/entity_names.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/base/utf8.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \r");
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \r") - first + 1);
}

std::vector<std::string_view> splitAt(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.push_back(trimmed(text.substr(at, end - at)));
    at = end + 1;
  }
  return parts;
}

void fitTo(int32_t entities, EntityNames& names) {
  const auto count = std::size_t(entities);
  names.names.resize(count);
  names.types.resize(count, -1);
  names.aliases.resize(count);
}

bool isHeader(const std::vector<std::string_view>& fields) {
  return fields.size() >= 2 && fields[0] == "id" && fields[1] == "name";
}

int hexDigit(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percentDecoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() && text[i] == '%' ? hexDigit(text[i + 1]) : -1, low = high < 0 ? -1 : hexDigit(text[i + 2]);
    if (low >= 0) {
      out += char(high * 16 + low);
      i += 2;
    } else out += text[i];
  }
  return out;
}

}  // namespace

std::optional<fs::path> findEntityNames(const fs::path& folder) {
  std::error_code ignored;
  for (const char* name : {"names.tsv", "entity_names.txt", "entities.tsv"})
    if (fs::is_regular_file(folder / name, ignored)) return folder / name;
  return std::nullopt;
}

void readEntityNames(const fs::path& file, const Vocabulary& entities, EntityNames& names, const Progress& progress) {
  fitTo(entities.size(), names);
  LineReader reader(file);
  for (std::string_view line; reader.next(line);) {
    if (reader.line() % 65536 == 0) progress.step(reader.bytesRead(), reader.bytes(), "reading names");
    if (trimmed(line).empty()) continue;
    const std::vector<std::string_view> fields = splitAt(line, '\t');
    if (reader.line() == 1 && isHeader(fields)) continue;
    if (fields.size() < 2 || fields.size() > 4)
      throw Error(Code::BadInput, "the line has " + std::to_string(fields.size()) + " fields; expected an id, a name, and perhaps a type and aliases, with tabs between",
                  reader.place());
    const std::optional<int32_t> id = entities.find(fields[0]);
    if (!id) {
      ++names.unknown;
      continue;
    }
    const auto entity = std::size_t(*id);
    if (!names.names[entity].empty()) throw Error(Code::BadInput, "`" + std::string(fields[0]) + "` has a name already", reader.place());
    names.names[entity] = fields[1];
    if (fields.size() > 2 && !fields[2].empty()) names.types[entity] = names.typeNames.add(fields[2]);
    if (fields.size() > 3)
      for (const std::string_view alias : splitAt(fields[3], '|'))
        if (!alias.empty()) names.aliases[entity].emplace_back(alias);
  }
}

std::string readableName(const std::string& id) {
  const bool isIri = id.find("://") != std::string::npos;
  const std::size_t cut = isIri ? id.find_last_of("/#") : std::string::npos;
  if (cut == std::string::npos || cut + 1 == id.size()) return id;
  std::string name = percentDecoded(std::string_view(id).substr(cut + 1));
  std::replace(name.begin(), name.end(), '_', ' ');
  return firstBadUtf8(name) == std::string::npos ? name : id;
}

}  // namespace assay
