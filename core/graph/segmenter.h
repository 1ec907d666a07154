// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "core/text/char_trie.h"
#include "core/graph/graph.h"
#include "core/text/text_normaliser.h"

namespace assay {

struct Token {
  uint32_t begin = 0, end = 0;   ///< bytes of the text
  bool isKnown = false;          ///< a word of the lexicon; else one Chinese character, a run of letters or digits, or a mark
  bool operator==(const Token&) const = default;
};

/// Chinese text has no blanks between words: this finds the most probable path through a lexicon of words with counts.
/// What the lexicon has not falls apart into characters. Reading from several threads is safe, adding is not.
class ASSAY_CORE_API Segmenter {
 public:
  Segmenter() = default;
  /// The names and aliases of a graph, each once, and the Chinese words that at least two of them begin or end with.
  explicit Segmenter(const Graph& graph);

  /// Adds `count` to the word's; a word of one character or without a letter is left out.
  void add(std::string_view word, int64_t count = 1);

  /// Blanks are in no token.
  std::vector<Token> segment(std::string_view text) const;

 private:
  struct Step;
  std::vector<Step> bestPath(const FoldedText& text) const;

  CharTrie trie_;
  std::vector<int64_t> counts_;   // by word
  int64_t total_ = 0;
};

}  // namespace assay
