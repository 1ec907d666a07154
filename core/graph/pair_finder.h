// SPDX-License-Identifier: Apache-2.0
// Entities of a graph that a text names together: what a new fact may be about.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/progress.h"
#include "core/graph/adjacency.h"
#include "core/graph/gazetteer.h"
#include "core/graph/graph.h"

namespace assay {

/// Two entities in the order in which the sentence names them.
struct NamedPair {
  int32_t first = 0, second = 0;
  std::string sentence;     ///< the first that names both
  int64_t sentences = 1;    ///< how many do
};

struct FoundPairs {
  std::vector<NamedPair> pairs;     ///< those of most sentences first; pairs between which the graph has no fact
  int64_t sentences = 0, mentions = 0;
  int64_t known = 0;                ///< pairs that the graph links already
  bool isComplete = true;           ///< false: there were more pairs than are kept or were asked for
};

/// Collects pairs from any number of texts. Keeps references to what it is made from.
class ASSAY_CORE_API PairFinder {
 public:
  static constexpr std::size_t mostPairs = 200'000;   ///< kept while reading, known ones among them; what comes later is left out

  PairFinder(const Graph& graph, const Adjacency& adjacency);

  /// A whole text, or whole lines of one. What is no UTF-8 in it names nothing.
  void read(std::string_view text);
  /// A file line by line: UTF-8 or GB18030, of any size. Throws what LineReader throws.
  void readFile(const std::filesystem::path& file, const Progress& progress);
  /// At most `most` of the pairs.
  FoundPairs take(std::size_t most);

 private:
  struct Seen {
    int64_t number = -1;        // in found_.pairs; -1: linked already
    int64_t lastSentence = 0;
  };
  void readSentence(std::string_view sentence);
  void note(int32_t first, int32_t second, std::string_view sentence);
  int32_t entityOf(const Mention& mention) const;
  bool isLinked(int32_t a, int32_t b) const;

  const Graph& graph_;
  const Adjacency& adjacency_;
  Gazetteer gazetteer_;
  FoundPairs found_;
  std::unordered_map<uint64_t, Seen> pairs_;
  FoldedText folded_;
  std::vector<Mention> mentions_;
};

}  // namespace assay
