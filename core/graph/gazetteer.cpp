// SPDX-License-Identifier: Apache-2.0
#include "core/graph/gazetteer.h"

#include <algorithm>

namespace assay {

namespace {

bool isTellingName(std::u32string_view name) {
  return name.size() >= 2 && std::any_of(name.begin(), name.end(), [](char32_t c) {
           const Script script = scriptOf(c);
           return script == Script::Han || script == Script::Letter;
         });
}

/// Whether a mention may begin or end before character `i`: not within a word, not within one character of the text.
bool isBorder(const FoldedText& text, std::size_t i) {
  if (i == 0 || i == text.chars.size()) return true;
  if (text.starts[i] == text.starts[i - 1]) return false;
  return !(isWordChar(text.chars[i - 1]) && isWordChar(text.chars[i]));
}

/// What the best choice up to a character covers.
struct Cover {
  int32_t chars = 0, mentions = 0;
  int32_t match = -1;   // the one that ends here
  bool betterThan(const Cover& other) const { return chars != other.chars ? chars > other.chars : mentions < other.mentions; }
};

}  // namespace

Gazetteer::Gazetteer(const Graph& graph) {
  for (int32_t entity = 0; entity < graph.entityCount(); ++entity) {
    add(graph.displayName(entity), entity);
    for (const std::string& alias : graph.aliasesOf(entity)) add(alias, entity);
  }
}

bool Gazetteer::add(std::string_view name, int32_t entity) {
  const std::u32string chars = foldedChars(name);
  if (!isTellingName(chars)) return false;
  const int32_t number = trie_.add(chars, nameCount());
  if (number == nameCount()) entities_.emplace_back();
  std::vector<int32_t>& bearers = entities_[std::size_t(number)];
  if (std::find(bearers.begin(), bearers.end(), entity) == bearers.end()) bearers.push_back(entity);
  return true;
}

void Gazetteer::findMatches(const FoldedText& text, std::vector<Match>& matches) const {
  const std::u32string& chars = text.chars;
  for (std::size_t begin = 0; begin < chars.size(); ++begin) {
    int32_t node = trie_.step(CharTrie::root, chars[begin]);
    if (node == CharTrie::none || !isBorder(text, begin)) continue;
    for (std::size_t end = begin + 1; node != CharTrie::none; ++end) {
      const int32_t word = trie_.wordAt(node);
      if (word != CharTrie::none && isBorder(text, end)) matches.push_back({int32_t(begin), int32_t(end), word});
      node = end < chars.size() ? trie_.step(node, chars[end]) : CharTrie::none;
    }
  }
}

void Gazetteer::link(std::string_view text, FoldedText& folded, std::vector<Mention>& mentions) const {
  mentions.clear();
  foldInto(text, folded);
  std::vector<Match> matches;
  findMatches(folded, matches);
  if (matches.empty()) return;
  std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) { return a.end < b.end; });
  std::vector<Cover> best(folded.chars.size() + 1);
  for (std::size_t end = 1, next = 0; end < best.size(); ++end) {
    best[end] = best[end - 1];
    best[end].match = -1;
    for (; next < matches.size() && matches[next].end == int32_t(end); ++next) {
      const Cover& before = best[std::size_t(matches[next].begin)];
      const Cover candidate{before.chars + matches[next].end - matches[next].begin, before.mentions + 1, int32_t(next)};
      if (candidate.betterThan(best[end])) best[end] = candidate;
    }
  }
  for (std::size_t end = best.size() - 1; end > 0;) {
    if (best[end].match < 0) {
      --end;
      continue;
    }
    const Match& match = matches[std::size_t(best[end].match)];
    mentions.push_back({folded.starts[std::size_t(match.begin)], folded.starts[std::size_t(match.end)], match.name});
    end = std::size_t(match.begin);
  }
  std::reverse(mentions.begin(), mentions.end());
}

std::vector<Mention> Gazetteer::link(std::string_view text) const {
  FoldedText folded;
  std::vector<Mention> mentions;
  link(text, folded, mentions);
  return mentions;
}

std::vector<Mention> Gazetteer::linkAll(std::string_view text) const {
  FoldedText folded;
  foldInto(text, folded);
  std::vector<Match> matches;
  findMatches(folded, matches);
  std::vector<Mention> mentions;
  for (const Match& match : matches) mentions.push_back({folded.starts[std::size_t(match.begin)], folded.starts[std::size_t(match.end)], match.name});
  return mentions;
}

}  // namespace assay
