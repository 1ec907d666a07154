// SPDX-License-Identifier: Apache-2.0
#include "plugins/text_reader/lexicon.h"

#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/text/code_points.h"
#include "core/text/text_normaliser.h"

namespace assay::text {
namespace {

constexpr int64_t fewestCharacters = 2, fewestPairs = 3;
constexpr char32_t sentenceStart = 0;

/// One character for one, so that places stay.
char32_t alikeOf(char32_t one) {
  const std::u32string folded = foldedChars(utf8Of(std::u32string_view(&one, 1)));
  const char32_t plain = folded.empty() ? U' ' : folded.front();
  return plain >= U'0' && plain <= U'9' ? U'0' : plain;
}

uint64_t key(char32_t before, char32_t here) { return uint64_t(before) << 32 | uint64_t(here); }

/// Most frequent first, so that numbers do not depend on the order of sentences.
template <class Key>
std::vector<Key> frequent(const std::map<Key, int64_t>& counts, int64_t fewest) {
  std::vector<std::pair<int64_t, Key>> order;
  for (const auto& [what, count] : counts)
    if (count >= fewest) order.emplace_back(-count, what);
  std::sort(order.begin(), order.end());
  std::vector<Key> out;
  for (const auto& [count, what] : order) out.push_back(what);
  return out;
}

std::vector<std::string> labels(const std::vector<std::string>& uses) {
  std::map<std::string, int64_t> counts;
  for (const std::string& use : uses) ++counts[use];
  return frequent(counts, 1);
}

std::vector<std::string> textList(const Json& json, const char* key, const std::string& where) {
  const Json list = member<Json>(json, key, where);
  require(list.is_array(), std::string("`") + key + "` must be a list of texts", where);
  std::vector<std::string> texts;
  for (const Json& text : list) {
    require(text.is_string(), std::string("`") + key + "` must be a list of texts", where);
    texts.push_back(text.get<std::string>());
  }
  return texts;
}

}  // namespace

std::u32string Lexicon::alike(std::u32string_view text) {
  std::u32string out;
  out.reserve(text.size());
  // Han is what it is; folding it by way of UTF-8 would only take time.
  for (const char32_t one : text) out += one >= 0x4E00 && one <= 0x9FFF ? one : alikeOf(one);
  return out;
}

Lexicon::Lexicon(const Sources& sources) : types_(labels(sources.types)), relations_(labels(sources.relations)) {
  std::map<char32_t, int64_t> characters;
  std::map<std::u32string, int64_t> pairs;
  for (const std::u32string& raw : sources.texts) {
    const std::u32string text = alike(raw);
    for (std::size_t i = 0; i < text.size(); ++i) {
      ++characters[text[i]];
      if (i > 0) ++pairs[text.substr(i - 1, 2)];
    }
  }
  for (const char32_t one : frequent(characters, fewestCharacters)) characters_ += one;
  pairs_ = frequent(pairs, fewestPairs);
  number();
}

void Lexicon::number() {
  for (std::size_t i = 0; i < characters_.size(); ++i) characterNumbers_.emplace(characters_[i], int64_t(i) + 2);
  for (std::size_t i = 0; i < pairs_.size(); ++i) pairNumbers_.emplace(key(pairs_[i][0], pairs_[i][1]), int64_t(i) + 2);
}

std::vector<int64_t> Lexicon::charactersOf(std::u32string_view text) const {
  std::vector<int64_t> numbers;
  numbers.reserve(text.size());
  for (const char32_t one : alike(text)) {
    const auto it = characterNumbers_.find(one);
    numbers.push_back(it == characterNumbers_.end() ? unknown : it->second);
  }
  return numbers;
}

std::vector<int64_t> Lexicon::pairsOf(std::u32string_view text) const {
  std::vector<int64_t> numbers;
  numbers.reserve(text.size());
  char32_t before = sentenceStart;
  for (const char32_t one : alike(text)) {
    const auto it = pairNumbers_.find(key(before, one));
    numbers.push_back(it == pairNumbers_.end() ? unknown : it->second);
    before = one;
  }
  return numbers;
}

int64_t Lexicon::find(const std::vector<std::string>& names, const std::string& name) {
  const auto it = std::find(names.begin(), names.end(), name);
  return it == names.end() ? -1 : it - names.begin();
}

Json Lexicon::toJson() const {
  std::u32string pairs;
  for (const std::u32string& pair : pairs_) pairs += pair;
  return {{"characters", utf8Of(characters_)}, {"pairs", utf8Of(pairs)}, {"types", types_}, {"relations", relations_}};
}

Lexicon Lexicon::fromJson(const Json& json, const std::string& where) {
  Lexicon lexicon;
  lexicon.characters_ = codePoints(member<std::string>(json, "characters", where));
  const std::u32string pairs = codePoints(member<std::string>(json, "pairs", where));
  require(pairs.size() % 2 == 0, "`pairs` must hold an even number of characters", where);
  for (std::size_t i = 0; i < pairs.size(); i += 2) lexicon.pairs_.push_back(pairs.substr(i, 2));
  lexicon.types_ = textList(json, "types", where);
  lexicon.relations_ = textList(json, "relations", where);
  lexicon.number();
  return lexicon;
}

}  // namespace assay::text
