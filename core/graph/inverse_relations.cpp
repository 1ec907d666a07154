// SPDX-License-Identifier: Apache-2.0
#include "core/graph/inverse_relations.h"

#include <algorithm>
#include <map>

namespace assay {

std::vector<InverseRelations> findInverses(const std::vector<Triple>& triples) {
  // Sorted by head, tail: what connects a pair lies together.
  std::vector<Triple> byPair = triples;
  const auto pairOf = [](const Triple& t) { return std::pair(t.head, t.tail); };
  const auto before = [&](const Triple& a, const Triple& b) { return pairOf(a) < pairOf(b); };
  std::sort(byPair.begin(), byPair.end(), before);
  std::map<int32_t, int64_t> pairs;
  std::map<std::pair<int32_t, int32_t>, int64_t> reversed;
  for (const Triple& t : triples) {
    if (t.head == t.tail) continue;
    ++pairs[t.relation];
    const auto [first, last] = std::equal_range(byPair.begin(), byPair.end(), Triple{t.tail, 0, t.head}, before);
    for (auto other = first; other != last; ++other) ++reversed[{t.relation, other->relation}];
  }
  std::vector<InverseRelations> found;
  for (const auto& [relations, count] : reversed) {
    const int64_t all = pairs[relations.first];
    if (all >= inversePairs && double(count) >= inverseShare * double(all))
      found.push_back({relations.first, relations.second, double(count) / double(all)});
  }
  return found;
}

}  // namespace assay
