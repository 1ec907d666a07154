// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

#include "core/base/error.h"
#include "core/graph/triple_lines.h"

namespace assay {

namespace {

constexpr std::array<std::string_view, 10> headWords = {"head", "subject", "source", "from", "h", "s", ":start_id", "start", "entity1", "头实体"};
constexpr std::array<std::string_view, 10> relationWords = {"relation", "predicate", "property", "edge", "r", "p", ":type", "rel", "type", "关系"};
constexpr std::array<std::string_view, 10> tailWords = {"tail", "object", "target", "to", "t", "o", ":end_id", "end", "entity2", "尾实体"};

constexpr std::string_view notePrefix = "columns ";

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return text;
}

template <class Words>
std::optional<std::size_t> fieldAmong(const std::vector<std::string>& fields, const Words& words) {
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (std::find(words.begin(), words.end(), lowered(fields[i])) != words.end()) return i;
  return std::nullopt;
}

std::string quotedList(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "`" : ", `") + name + "`";
  return text;
}

void trim(std::string& text) {
  constexpr const char* blanks = " \t\r";
  text.erase(0, std::min(text.find_first_not_of(blanks), text.size()));
  text.erase(text.find_last_not_of(blanks) + 1);
}

}  // namespace

TripleColumns parseTripleColumns(const std::string& text) {
  if (text.empty()) return {};
  std::vector<std::string> names(1);
  for (const char c : text) {
    if (c == ',') names.emplace_back();
    else names.back() += c;
  }
  for (std::string& name : names) trim(name);
  require(names.size() == 3 && std::none_of(names.begin(), names.end(), [](const std::string& n) { return n.empty(); }),
          "`" + text + "` names no three columns; expected head,relation,tail by name or by number from 1", "columns", Code::BadOption);
  return {names[0], names[1], names[2]};
}

TripleColumns columnsOf(const Item& item) {
  return item.group.starts_with(notePrefix) ? parseTripleColumns(item.group.substr(notePrefix.size())) : TripleColumns();
}

std::string columnsNote(const TripleColumns& columns) {
  return columns == TripleColumns() ? std::string() : std::string(notePrefix) + columns.head + "," + columns.relation + "," + columns.tail;
}

void CsvTripleParser::split(std::string_view line, const LineReader& at) {
  fields_.clear();
  for (std::size_t i = 0;; ++i) {
    std::string& field = fields_.emplace_back();
    if (i < line.size() && line[i] == '"') {
      for (++i; i < line.size() && !(line[i] == '"' && line.substr(i + 1, 1) != "\""); ++i) {
        field += line[i];
        i += line[i] == '"';
      }
      if (i >= line.size()) throw Error(Code::BadInput, "a quote is opened and not closed in the line", at.place());
      if (++i < line.size() && line[i] != separator_)
        throw Error(Code::BadInput, "text follows a closing quote; expected a separator", at.place());
    } else {
      const std::size_t end = std::min(line.find(separator_, i), line.size());
      field.assign(line.substr(i, end - i));
      i = end;
    }
    trim(field);
    if (i >= line.size()) return;
  }
}

std::optional<std::size_t> CsvTripleParser::columnNamed(const std::string& wanted) const {
  const auto found = std::find(fields_.begin(), fields_.end(), wanted);
  return found == fields_.end() ? std::nullopt : std::optional(std::size_t(found - fields_.begin()));
}

std::size_t CsvTripleParser::columnOf(const std::string& wanted, const LineReader& at) const {
  if (const auto named = columnNamed(wanted)) return *named;
  std::size_t number = 0;
  const auto [end, fault] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
  const bool isNumber = fault == std::errc() && end == wanted.data() + wanted.size();
  require(isNumber && number >= 1 && number <= fields_.size(),
          "there is no column `" + wanted + "`; the first row has " + quotedList(fields_), at.place());
  return number - 1;
}

/// Chooses the columns; whether the first row is a header.
bool CsvTripleParser::readFirstRow(const LineReader& at) {
  width_ = fields_.size();
  const auto head = fieldAmong(fields_, headWords), relation = fieldAmong(fields_, relationWords), tail = fieldAmong(fields_, tailWords);
  const bool hasWords = head && relation && tail;
  if (columns_ != TripleColumns()) {
    head_ = columnOf(columns_.head, at);
    relation_ = columnOf(columns_.relation, at);
    tail_ = columnOf(columns_.tail, at);
    return hasWords || columnNamed(columns_.head) || columnNamed(columns_.relation) || columnNamed(columns_.tail);
  }
  require(width_ >= 3, "the row has " + std::to_string(width_) + " column(s); expected at least 3: head, relation and tail", at.place());
  if (!hasWords) return false;
  head_ = *head;
  relation_ = *relation;
  tail_ = *tail;
  return true;
}

/// Spreadsheets of some countries write semicolons.
void CsvTripleParser::chooseSeparator(std::string_view line) {
  if (line.find(',') == std::string_view::npos && line.find(';') != std::string_view::npos) separator_ = ';';
}

CsvColumns CsvTripleParser::readHeader(std::string_view line, const LineReader& at) {
  chooseSeparator(line);
  split(line, at);
  const bool isHeader = readFirstRow(at);
  return {fields_, isHeader, head_, relation_, tail_};
}

CsvColumns csvColumnsOf(const std::filesystem::path& file) {
  LineReader reader(file);
  for (std::string_view line; reader.next(line);)
    if (line.find_first_not_of(" \t") != std::string_view::npos) return CsvTripleParser({}).readHeader(line, reader);
  throw Error(Code::BadInput, "the file is empty", file.string());
}

LineKind CsvTripleParser::parse(std::string_view line, TripleText& triple, const LineReader& at) {
  if (line.find_first_not_of(" \t") == std::string_view::npos) return LineKind::Blank;
  if (width_ == 0) chooseSeparator(line);
  split(line, at);
  if (width_ == 0 && readFirstRow(at)) return LineKind::Blank;
  if (fields_.size() != width_)
    throw Error(Code::BadInput, "the row has " + std::to_string(fields_.size()) + " fields; expected " + std::to_string(width_) +
                                    " as in the first row", at.place());
  triple = {fields_[head_], fields_[relation_], fields_[tail_]};
  for (const auto& [text, what] : {std::pair{triple.head, "head"}, {triple.relation, "relation"}, {triple.tail, "tail"}})
    if (text.empty()) throw Error(Code::BadInput, std::string("the ") + what + " of the triple is empty", at.place());
  return LineKind::Triple;
}

}  // namespace assay
