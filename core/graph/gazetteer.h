// SPDX-License-Identifier: Apache-2.0
// Finds the names of a graph's entities in text.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/text/char_trie.h"
#include "core/graph/graph.h"
#include "core/text/text_normaliser.h"

namespace assay {

/// A place in a text that bears a name.
struct Mention {
  uint32_t begin = 0, end = 0;   ///< bytes
  int32_t name = 0;              ///< the gazetteer's number of it
  bool operator==(const Mention&) const = default;
};

/// Names and aliases, compared folded (width, case, quotes, blanks). Reading from several threads is safe, adding is not.
class ASSAY_CORE_API Gazetteer {
 public:
  Gazetteer() = default;
  /// All display names and aliases of a graph.
  explicit Gazetteer(const Graph& graph);

  /// False, and nothing is added, for a name that would be found everywhere: fewer than two characters, or no letter.
  bool add(std::string_view name, int32_t entity);

  /// Mentions in their order, none over another: those that cover most characters, then the fewest. In scripts with
  /// blanks between words a mention begins and ends where a word does.
  std::vector<Mention> link(std::string_view text) const;
  /// The same into the caller's room, for many texts; `folded` becomes the text as it was compared.
  void link(std::string_view text, FoldedText& folded, std::vector<Mention>& mentions) const;
  /// Every mention, also within and across others, by beginning, then end.
  std::vector<Mention> linkAll(std::string_view text) const;

  /// Those that bear the name; several when it is ambiguous.
  std::span<const int32_t> entitiesOf(int32_t name) const { return entities_[std::size_t(name)]; }
  int32_t nameCount() const { return int32_t(entities_.size()); }

 private:
  struct Match {
    int32_t begin = 0, end = 0, name = 0;   // folded characters
  };
  void findMatches(const FoldedText& text, std::vector<Match>& matches) const;

  CharTrie trie_;
  std::vector<std::vector<int32_t>> entities_;   // by name
};

}  // namespace assay
