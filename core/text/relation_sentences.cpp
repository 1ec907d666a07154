// SPDX-License-Identifier: Apache-2.0
#include "core/text/relation_sentences.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/text/code_points.h"

namespace assay {

namespace {

std::array<std::string_view, 4> columnsOf(std::string_view line, const std::string& place) {
  std::array<std::string_view, 4> columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool isLast = i + 1 == columns.size();
    const std::size_t end = isLast ? line.size() : line.find('\t');
    require(end != std::string_view::npos, "expected head, tail, relation and sentence between tabs; found " + std::to_string(i + 1) + " column(s)", place);
    columns[i] = line.substr(0, end);
    require(!columns[i].empty(), std::string("the ") + (i == 0 ? "head" : i == 1 ? "tail" : i == 2 ? "relation" : "sentence") + " is empty", place);
    line.remove_prefix(isLast ? end : end + 1);
  }
  return columns;
}

constexpr std::size_t mostPlaces = 32;   // of a name in a sentence: pairs of them are compared

std::vector<CharRange> placesOf(std::u32string_view text, std::u32string_view name) {
  std::vector<CharRange> places;
  if (name.empty()) return places;
  for (std::size_t at = text.find(name); at != std::u32string_view::npos && places.size() < mostPlaces; at = text.find(name, at + 1))
    places.push_back({int32_t(at), int32_t(at + name.size())});
  return places;
}

/// Characters between two places; overlapping ones come last.
int32_t distance(const CharRange& a, const CharRange& b) {
  if (a.end <= b.begin) return b.begin - a.end;
  if (b.end <= a.begin) return a.begin - b.end;
  return std::numeric_limits<int32_t>::max();
}

}  // namespace

bool saysUnrelated(std::string_view relation) {
  static constexpr std::array<std::string_view, 5> words = {"unknown", "NA", "no_relation", "none", "Other"};
  return std::find(words.begin(), words.end(), relation) != words.end();
}

bool placeNames(std::u32string_view text, std::u32string_view head, std::u32string_view tail, CharRange& headAt, CharRange& tailAt) {
  const std::vector<CharRange> heads = placesOf(text, head), tails = placesOf(text, tail);
  if (heads.empty() || tails.empty()) return false;
  headAt = heads.front();
  tailAt = tails.front();
  int32_t nearest = distance(headAt, tailAt);
  for (const CharRange& h : heads)
    for (const CharRange& t : tails)
      if (const int32_t d = distance(h, t); d < nearest) {
        nearest = d;
        headAt = h;
        tailAt = t;
      }
  return true;
}

RelationFile readRelationSentences(const std::filesystem::path& file, const Progress& progress) {
  LineReader reader(file);
  RelationFile out;
  for (std::string_view line; reader.next(line);) {
    if (reader.line() % 65536 == 0) progress.step(reader.bytesRead(), reader.bytes(), "reading");
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto [head, tail, relation, text] = columnsOf(line, reader.place());
    RelationSentence sentence;
    sentence.text = codePoints(text);
    sentence.relation = relation;
    if (placeNames(sentence.text, codePoints(head), codePoints(tail), sentence.head, sentence.tail)) out.sentences.push_back(std::move(sentence));
    else ++out.unnamed;
  }
  out.isGb18030 = reader.isGb18030();
  require(!out.sentences.empty(), out.unnamed > 0 ? "no sentence has both of its names" : "the file has no sentence", file.string());
  return out;
}

}  // namespace assay
