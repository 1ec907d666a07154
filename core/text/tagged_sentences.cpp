// SPDX-License-Identifier: Apache-2.0
#include "core/text/tagged_sentences.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/line_reader.h"
#include "core/text/code_points.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view blanks = " \t\r\v\f";
constexpr std::size_t longestJsonObject = std::size_t{64} << 20;

/// A sentence as its lines come in.
class ColumnSentence {
 public:
  bool isEmpty() const { return tags_.empty(); }

  void add(std::string_view token, std::string tag) {
    tokens_.push_back(codePoints(token));
    tags_.push_back(std::move(tag));
  }

  TaggedSentence take() {
    TaggedSentence sentence;
    const bool isOfWords = std::any_of(tokens_.begin(), tokens_.end(), [](const std::u32string& token) { return token.size() > 1 && isWord(token); });
    std::vector<int32_t> begins, ends;
    for (const std::u32string& token : tokens_) {
      std::u32string& text = sentence.text;
      if (isOfWords && isWord(token) && !text.empty() && isWord(std::u32string_view(text).substr(text.size() - 1))) text += U' ';
      begins.push_back(int32_t(text.size()));
      text += token;
      ends.push_back(int32_t(text.size()));
    }
    for (LabelledSpan& span : spansOfTags(tags_))
      sentence.names.push_back({begins[std::size_t(span.begin)], ends[std::size_t(span.end) - 1], std::move(span.label)});
    *this = {};
    return sentence;
  }

 private:
  /// Words of an alphabet stand apart; Chinese characters do not, nor do the single letters of a file with one a line.
  static bool isWord(std::u32string_view characters) {
    return std::all_of(characters.begin(), characters.end(), [](char32_t c) { return c > U' ' && c < 0x2E80; });
  }

  std::vector<std::u32string> tokens_;
  std::vector<std::string> tags_;
};

void readColumns(LineReader& reader, std::string_view line, TaggedFile& out, const Progress& progress) {
  ColumnSentence sentence;
  do {
    if (reader.line() % 65536 == 0) progress.step(reader.bytesRead(), reader.bytes(), "reading");
    const std::size_t last = line.find_last_not_of(blanks);
    if (last == std::string_view::npos) {
      if (!sentence.isEmpty()) out.sentences.push_back(sentence.take());
      continue;
    }
    line = line.substr(0, last + 1);
    const std::size_t before = line.find_last_of(blanks), tokenEnd = line.find_first_of(blanks, 1);   // a blank itself may be tagged
    require(before != std::string_view::npos && tokenEnd <= before, "expected a character, a blank and a tag", reader.place());
    std::string tag(line.substr(before + 1));
    require(isTag(tag), "`" + tag + "` is no tag: expected O, or B-, I-, M-, E- or S- with a label", reader.place());
    sentence.add(line.substr(0, tokenEnd), std::move(tag));
  } while (reader.next(line));
  if (!sentence.isEmpty()) out.sentences.push_back(sentence.take());
}

/// Cuts a stream of JSON objects apart by their braces; brackets and commas around them do not count.
class ObjectCutter {
 public:
  /// Calls take(object) for each that the line completes.
  template <class Take>
  void feed(std::string_view line, const std::string& place, const Take& take) {
    for (const char c : line) {
      if (depth_ == 0 && c != '{') {
        require(std::string_view(" \t\r,[]").find(c) != std::string_view::npos, "expected a JSON object", place);
        continue;
      }
      object_ += c;
      if (isEscaped_) isEscaped_ = false;
      else if (isText_) isEscaped_ = c == '\\', isText_ = c != '"';
      else if (c == '"') isText_ = true;
      else if (c == '{') ++depth_;
      else if (c == '}' && --depth_ == 0) {
        take(object_);
        object_.clear();
      }
    }
    require(object_.size() <= longestJsonObject, "a JSON object of more than 64 MiB", place);
    if (depth_ > 0) object_ += '\n';
  }

  bool isComplete() const { return depth_ == 0; }

 private:
  std::string object_;
  int depth_ = 0;
  bool isText_ = false, isEscaped_ = false;
};

void addPlaces(const Json& places, const std::string& label, std::size_t length, const std::string& where, std::vector<LabelledSpan>& spans) {
  require(places.is_array(), "`" + label + "`: expected a list of places [first, last]", where);
  for (const Json& place : places) {
    require(place.is_array() && place.size() == 2 && place[0].is_number_integer() && place[1].is_number_integer(),
            "`" + label + "`: a place is [first, last]", where);
    const auto first = place[0].get<int64_t>(), last = place[1].get<int64_t>();
    require(first >= 0 && first <= last && last < int64_t(length),
            "`" + label + "`: the place [" + std::to_string(first) + ", " + std::to_string(last) + "] is not within the " + std::to_string(length) + " characters of the text", where);
    spans.push_back({int32_t(first), int32_t(last) + 1, label});
  }
}

/// The longest first, so that a name within another gives way.
std::vector<LabelledSpan> withoutOverlaps(std::vector<LabelledSpan> spans, int64_t& dropped) {
  std::stable_sort(spans.begin(), spans.end(), [](const LabelledSpan& a, const LabelledSpan& b) { return a.end - a.begin > b.end - b.begin; });
  std::map<int32_t, LabelledSpan> kept;   // by where they begin
  for (LabelledSpan& span : spans) {
    const auto next = kept.lower_bound(span.begin);
    const bool isFree = (next == kept.end() || next->first >= span.end) && (next == kept.begin() || std::prev(next)->second.end <= span.begin);
    if (isFree) kept.emplace(span.begin, std::move(span));
    else ++dropped;
  }
  std::vector<LabelledSpan> inOrder;
  for (auto& [begin, span] : kept) inOrder.push_back(std::move(span));
  return inOrder;
}

void readObject(const std::string& text, const std::string& where, TaggedFile& out) {
  const Json object = parseJson(text, where);
  TaggedSentence sentence;
  sentence.text = codePoints(member<std::string>(object, "text", where));
  if (!object.contains("label")) {
    ++out.unlabelled;
    return;
  }
  const Json labels = member<Json>(object, "label", where);
  require(labels.is_object(), "`label`: expected {type: {name: [[first, last], ...]}}", where);
  for (const auto& [label, names] : labels.items()) {
    require(!label.empty() && names.is_object(), "`label`: expected {type: {name: [[first, last], ...]}}", where);
    for (const Json& places : names) addPlaces(places, label, sentence.text.size(), where, sentence.names);
  }
  sentence.names = withoutOverlaps(std::move(sentence.names), out.overlapping);
  if (!sentence.text.empty()) out.sentences.push_back(std::move(sentence));
}

void readObjects(LineReader& reader, std::string_view line, TaggedFile& out, const Progress& progress) {
  ObjectCutter cutter;
  do {
    if (reader.line() % 65536 == 0) progress.step(reader.bytesRead(), reader.bytes(), "reading");
    cutter.feed(line, reader.place(), [&](const std::string& object) { readObject(object, reader.place(), out); });
  } while (reader.next(line));
  require(cutter.isComplete(), "the file ends within a JSON object", reader.place());
}

}  // namespace

TaggedFile readTaggedSentences(const fs::path& file, const Progress& progress) {
  LineReader reader(file);
  TaggedFile out;
  std::string_view line;
  while (reader.next(line)) {
    const std::size_t first = line.find_first_not_of(blanks);
    if (first == std::string_view::npos) continue;
    const std::size_t second = line.find_first_not_of(blanks, first + 1);
    const bool isJson = line[first] == '{' || (line[first] == '[' && (second == std::string_view::npos || line[second] == '{'));
    if (isJson) readObjects(reader, line, out, progress);
    else readColumns(reader, line, out, progress);
  }
  out.isGb18030 = reader.isGb18030();
  require(!out.sentences.empty(), out.unlabelled > 0 ? "no sentence has a `label`: there is nothing to learn from" : "the file has no sentence", file.string());
  return out;
}

}  // namespace assay
