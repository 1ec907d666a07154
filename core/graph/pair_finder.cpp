// SPDX-License-Identifier: Apache-2.0
#include "core/graph/pair_finder.h"

#include <algorithm>
#include <utility>

#include "core/base/line_reader.h"
#include "core/text/sentences.h"

namespace assay {

namespace {

constexpr std::size_t reach = 3;   // names apart: a list of twenty parts is not two hundred facts

uint64_t keyOf(int32_t a, int32_t b) { return uint64_t(uint32_t(std::min(a, b))) << 32 | uint32_t(std::max(a, b)); }

}  // namespace

PairFinder::PairFinder(const Graph& graph, const Adjacency& adjacency) : graph_(graph), adjacency_(adjacency), gazetteer_(graph) {}

void PairFinder::read(std::string_view text) {
  for (const TextSpan& sentence : splitSentences(text)) readSentence(text.substr(sentence.begin, sentence.end - sentence.begin));
}

void PairFinder::readFile(const std::filesystem::path& file, const Progress& progress) {
  LineReader reader(file);
  progress.step(0, reader.bytes(), "reading " + file.filename().string());   // also where somebody can stop many short files
  for (std::string_view line; reader.next(line);) {
    if (reader.line() % 4096 == 0) progress.step(reader.bytesRead(), reader.bytes(), "reading " + file.filename().string());
    read(line);
  }
}

void PairFinder::readSentence(std::string_view sentence) {
  ++found_.sentences;
  gazetteer_.link(sentence, folded_, mentions_);
  found_.mentions += int64_t(mentions_.size());
  for (std::size_t i = 0; i < mentions_.size(); ++i)
    for (std::size_t j = i + 1; j < std::min(mentions_.size(), i + 1 + reach); ++j) {
      const int32_t first = entityOf(mentions_[i]), second = entityOf(mentions_[j]);
      if (first != second) note(first, second, sentence);
    }
}

void PairFinder::note(int32_t first, int32_t second, std::string_view sentence) {
  const auto it = pairs_.find(keyOf(first, second));
  if (it != pairs_.end()) {
    const bool isOfThisSentence = std::exchange(it->second.lastSentence, found_.sentences) == found_.sentences;
    if (it->second.number >= 0 && !isOfThisSentence) ++found_.pairs[std::size_t(it->second.number)].sentences;
  } else if (pairs_.size() >= mostPairs) {
    found_.isComplete = false;
  } else if (isLinked(first, second)) {
    pairs_.emplace(keyOf(first, second), Seen{-1, found_.sentences});
    ++found_.known;
  } else {
    pairs_.emplace(keyOf(first, second), Seen{int64_t(found_.pairs.size()), found_.sentences});
    found_.pairs.push_back({first, second, std::string(sentence), 1});
  }
}

/// Of several that are called so, the one that the graph says most about.
int32_t PairFinder::entityOf(const Mention& mention) const {
  const std::span<const int32_t> entities = gazetteer_.entitiesOf(mention.name);
  return *std::max_element(entities.begin(), entities.end(), [this](int32_t a, int32_t b) { return adjacency_.degree(a) < adjacency_.degree(b); });
}

bool PairFinder::isLinked(int32_t a, int32_t b) const {
  if (adjacency_.degree(a) > adjacency_.degree(b)) std::swap(a, b);
  const auto leadsTo = [](std::span<const Edge> edges, int32_t entity) {
    return std::any_of(edges.begin(), edges.end(), [entity](const Edge& edge) { return edge.entity == entity; });
  };
  return leadsTo(adjacency_.out(a), b) || leadsTo(adjacency_.in(a), b);
}

FoundPairs PairFinder::take(std::size_t most) {
  std::stable_sort(found_.pairs.begin(), found_.pairs.end(), [](const NamedPair& a, const NamedPair& b) { return a.sentences > b.sentences; });
  if (found_.pairs.size() > most) {
    found_.pairs.resize(most);
    found_.isComplete = false;
  }
  pairs_.clear();
  return std::exchange(found_, {});
}

}  // namespace assay
