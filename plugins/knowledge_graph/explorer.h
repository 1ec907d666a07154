// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_map>

#include "core/base/json.h"
#include "core/graph/adjacency.h"
#include "core/graph/entity_search.h"
#include "plugins/knowledge_graph/kg_data.h"
#include "plugins/knowledge_graph/kg_network.h"

namespace assay::kg {

/// Answers questions about a trained graph. Entities and relations are named by their id in the files, or by their
/// display name where only one has it.
class Explorer {
 public:
  /// Keeps references to both.
  Explorer(const KgNetwork& network, const KgData& data);

  /// One of
  ///   {"head":X,"relation":R}  {"tail":X,"relation":R}  {"head":X,"tail":Y}  ->  {"answers":[{"entity","name","score","share","known"}]}
  ///   {"similar":X}                                                          ->  the same without share and known
  ///   {"neighbours":X}                                                       ->  {"facts":[{"head","relation","tail","names"}]}
  ///   {"from":X,"to":Y,"hops":3}                                             ->  {"paths":[{"probability","facts":[...]}],"complete"}
  ///   {"find":TEXT}                                                          ->  {"answers":[{"entity","name","degree"}]}
  ///   {"map":N}                                                              ->  {"points":[{"entity","name","x","y"}],"variance":[2]}
  /// with "top" (10) for how many and "known": false to leave out what the graph says already. Throws Error{BadInput}.
  Json answer(const Json& input) const;

 private:
  int32_t entityOf(const Json& input, const char* key) const;
  int32_t relationOf(const Json& input) const;
  Json rankedEntities(const Json& input, int32_t entity, int32_t relation) const;
  Json rankedRelations(const Json& input) const;
  Json similar(const Json& input) const;
  Json neighbours(const Json& input) const;
  Json paths(const Json& input) const;
  Json found(const Json& input) const;
  Json map(const Json& input) const;
  Json factJson(const Triple& fact) const;
  Json entityJson(int32_t entity) const;

  const KgNetwork& network_;
  const KgData& data_;
  Adjacency adjacency_;
  EntitySearch search_;
  std::unordered_multimap<std::string, int32_t> entityNames_, relationNames_;   // by display name
};

}  // namespace assay::kg
