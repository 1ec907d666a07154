// SPDX-License-Identifier: Apache-2.0
#include "core/graph/segmenter.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace assay {

namespace {

/// Of a character that is no word: rarer than any word that is one.
constexpr double unknownCount = 0.1;
constexpr std::size_t longestAffix = 4;

/// Where a run of letters, or of digits, ends; one further for anything else.
std::size_t runEnd(const FoldedText& text, std::size_t begin) {
  if (!isWordChar(text.chars[begin])) return begin + 1;
  std::size_t end = begin + 1;
  while (end < text.chars.size() && isWordChar(text.chars[end])) ++end;
  return end;
}

bool isWithinWord(const FoldedText& text, std::size_t i) {
  if (i == 0 || i == text.chars.size()) return false;
  return text.starts[i] == text.starts[i - 1] || (isWordChar(text.chars[i - 1]) && isWordChar(text.chars[i]));
}

/// Beginnings and ends of Chinese names that several share: "离心泵" of "一号离心泵" and "二号离心泵".
std::map<std::u32string, int64_t> sharedAffixes(const std::vector<std::u32string>& names) {
  std::map<std::u32string, int64_t> counts;
  for (const std::u32string& name : names)
    for (std::size_t length = 2; length <= longestAffix && length < name.size(); ++length)
      for (const std::u32string& affix : {name.substr(0, length), name.substr(name.size() - length)})
        if (std::all_of(affix.begin(), affix.end(), [](char32_t c) { return scriptOf(c) == Script::Han; })) ++counts[affix];
  std::erase_if(counts, [](const auto& entry) { return entry.second < 2; });
  return counts;
}

}  // namespace

struct Segmenter::Step {
  double score = -1e300;   // log probability of the best path that ends here
  std::size_t begin = 0;   // of its last token
  bool isKnown = false;
};

Segmenter::Segmenter(const Graph& graph) {
  std::vector<std::u32string> names;
  for (int32_t entity = 0; entity < graph.entityCount(); ++entity) {
    add(graph.displayName(entity));
    names.push_back(foldedChars(graph.displayName(entity)));
    for (const std::string& alias : graph.aliasesOf(entity)) {
      add(alias);
      names.push_back(foldedChars(alias));
    }
  }
  for (const auto& [affix, count] : sharedAffixes(names)) {
    const int32_t word = trie_.add(affix, int32_t(counts_.size()));
    if (word == int32_t(counts_.size())) counts_.push_back(0);
    counts_[std::size_t(word)] += 1;
    total_ += 1;
  }
}

void Segmenter::add(std::string_view word, int64_t count) {
  const std::u32string chars = foldedChars(word);
  const auto isLetter = [](char32_t c) { return scriptOf(c) == Script::Han || scriptOf(c) == Script::Letter; };
  if (chars.size() < 2 || std::none_of(chars.begin(), chars.end(), isLetter)) return;
  const int32_t number = trie_.add(chars, int32_t(counts_.size()));
  if (number == int32_t(counts_.size())) counts_.push_back(0);
  counts_[std::size_t(number)] += count;
  total_ += count;
}

std::vector<Segmenter::Step> Segmenter::bestPath(const FoldedText& text) const {
  const double logTotal = std::log(double(total_) + 1);
  const auto logShare = [&](double count) { return std::log(count) - logTotal; };
  std::vector<Step> best(text.chars.size() + 1);
  best[0].score = 0;
  const auto offer = [&](std::size_t begin, std::size_t end, double share, bool isKnown) {
    // Of equal paths the first stays: its last word is the longest.
    if (const double score = best[begin].score + share; score > best[end].score) best[end] = {score, begin, isKnown};
  };
  for (std::size_t begin = 0; begin < text.chars.size(); ++begin) {
    if (best[begin].score <= -1e299) continue;   // within a run
    offer(begin, runEnd(text, begin), text.chars[begin] == ' ' ? 0 : logShare(unknownCount), false);
    int32_t node = trie_.step(CharTrie::root, text.chars[begin]);
    for (std::size_t end = begin + 1; node != CharTrie::none; ++end) {
      const int32_t word = trie_.wordAt(node);
      if (word != CharTrie::none && !isWithinWord(text, end)) offer(begin, end, logShare(double(counts_[std::size_t(word)])), true);
      node = end < text.chars.size() ? trie_.step(node, text.chars[end]) : CharTrie::none;
    }
  }
  return best;
}

std::vector<Token> Segmenter::segment(std::string_view text) const {
  FoldedText folded;
  foldInto(text, folded);
  const std::vector<Step> best = bestPath(folded);
  std::vector<Token> tokens;
  for (std::size_t end = folded.chars.size(); end > 0; end = best[end].begin) {
    const Step& step = best[end];
    if (!step.isKnown && folded.chars[step.begin] == ' ') continue;
    tokens.push_back({folded.starts[step.begin], folded.starts[end], step.isKnown});
  }
  std::reverse(tokens.begin(), tokens.end());
  return tokens;
}

}  // namespace assay
