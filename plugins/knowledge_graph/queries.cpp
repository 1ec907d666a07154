// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/queries.h"

#include <algorithm>

namespace assay::kg {
namespace {

std::vector<Triple> bothDirections(std::span<const Triple> triples, int32_t relations) {
  std::vector<Triple> facts;
  facts.reserve(triples.size() * 2);
  for (const Triple& t : triples) {
    facts.push_back(t);
    facts.push_back({t.tail, reciprocal(t.relation, relations), t.head});
  }
  std::sort(facts.begin(), facts.end());   // by head, relation, tail
  facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
  return facts;
}

bool isSameQuestion(const Triple& a, const Triple& b) { return a.head == b.head && a.relation == b.relation; }

/// The answers [first, last) of one question, in pieces of at most `most`.
void addPieces(Queries& queries, std::span<const Triple> facts, int64_t most) {
  const int64_t count = int64_t(facts.size());
  const int64_t pieces = most > 0 ? (count + most - 1) / most : 1;
  for (int64_t p = 0; p < pieces; ++p) {
    queries.entity.push_back(facts.front().head);
    queries.relation.push_back(facts.front().relation);
    // Every pieces-th answer: neighbouring ids often belong together, and each piece should see all kinds.
    for (int64_t i = p; i < count; i += pieces) queries.answers.push_back(facts[std::size_t(i)].tail);
    queries.start.push_back(int64_t(queries.answers.size()));
  }
}

}  // namespace

std::span<const int32_t> Queries::find(int32_t wantedEntity, int32_t wantedRelation) const {
  std::size_t low = 0, high = entity.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const bool isBefore = entity[middle] != wantedEntity ? entity[middle] < wantedEntity : relation[middle] < wantedRelation;
    (isBefore ? low : high) = isBefore ? middle + 1 : middle;
  }
  if (low == entity.size() || entity[low] != wantedEntity || relation[low] != wantedRelation) return {};
  return answersOf(int64_t(low));
}

Queries groupQueries(std::span<const Triple> triples, int32_t relations, int64_t mostAnswers) {
  const std::vector<Triple> facts = bothDirections(triples, relations);
  Queries queries;
  for (std::size_t first = 0; first < facts.size();) {
    std::size_t last = first + 1;
    while (last < facts.size() && isSameQuestion(facts[first], facts[last])) ++last;
    addPieces(queries, std::span(facts).subspan(first, last - first), mostAnswers);
    first = last;
  }
  return queries;
}

}  // namespace assay::kg
