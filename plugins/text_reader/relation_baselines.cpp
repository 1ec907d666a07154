// SPDX-License-Identifier: Apache-2.0
#include "plugins/text_reader/relation_baselines.h"

#include <algorithm>
#include <map>
#include <set>

namespace assay::text {
namespace {

constexpr int64_t fewestSentences = 5;

/// Ties go to the first name.
std::pair<std::string, int64_t> largest(const std::map<std::string, int64_t>& counts) {
  std::pair<std::string, int64_t> best;
  for (const auto& [name, count] : counts)
    if (count > best.second) best = {name, count};
  return best;
}

/// Neighbouring characters outside both names, each once.
std::set<std::u32string> wordsOf(const RelationSentence& sentence) {
  std::u32string text = sentence.text;
  for (const CharRange& name : {sentence.head, sentence.tail}) std::fill(text.begin() + name.begin, text.begin() + name.end, U'\0');
  std::set<std::u32string> words;
  for (std::size_t size : {std::size_t{2}, std::size_t{3}})
    for (std::size_t at = 0; at + size <= text.size(); ++at) {
      std::u32string word = text.substr(at, size);
      if (word.find(U'\0') == std::u32string::npos) words.insert(std::move(word));
    }
  return words;
}

}  // namespace

std::string commonestRelation(const std::vector<RelationSentence>& train) {
  std::map<std::string, int64_t> counts;
  for (const RelationSentence& sentence : train) ++counts[sentence.relation];
  return largest(counts).first;
}

KeywordBaseline::KeywordBaseline(const std::vector<RelationSentence>& train) : commonest_(commonestRelation(train)) {
  std::unordered_map<std::u32string, std::map<std::string, int64_t>> uses;
  for (const RelationSentence& sentence : train)
    for (const std::u32string& word : wordsOf(sentence)) ++uses[word][sentence.relation];
  for (const auto& [word, counts] : uses) {
    int64_t all = 0;
    for (const auto& [relation, count] : counts) all += count;
    const auto [relation, count] = largest(counts);
    if (all >= fewestSentences) keywords_[word] = {relation, double(count) / double(all + 1)};   // more sentences make it surer
  }
}

std::string KeywordBaseline::relationOf(const RelationSentence& sentence) const {
  const Keyword* best = nullptr;
  for (const std::u32string& word : wordsOf(sentence))
    if (const auto it = keywords_.find(word); it != keywords_.end() && (best == nullptr || it->second.share > best->share)) best = &it->second;
  return best == nullptr ? commonest_ : best->relation;
}

}  // namespace assay::text
