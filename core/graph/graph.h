// SPDX-License-Identifier: Apache-2.0
// A knowledge graph in memory, as a dataset version describes it.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/graph/entity_names.h"
#include "core/graph/triple.h"
#include "core/graph/vocabulary.h"
#include "core/labels/snapshot.h"

namespace assay {

/// What a graph is made of. Training's names are to come first in both vocabularies.
struct GraphParts {
  Vocabulary entities, relations;
  std::vector<Triple> train, valid, test;
  EntityNames names;                       ///< may be shorter than `entities`
};

/// Immutable; reading from several threads is safe.
class ASSAY_CORE_API Graph {
 public:
  /// Throws Error{BadInput} when a triple has an id outside the vocabularies.
  explicit Graph(GraphParts parts);

  const Vocabulary& entities() const { return parts_.entities; }
  const Vocabulary& relations() const { return parts_.relations; }
  const std::vector<Triple>& train() const { return parts_.train; }
  const std::vector<Triple>& valid() const { return parts_.valid; }
  const std::vector<Triple>& test() const { return parts_.test; }

  int32_t entityCount() const { return parts_.entities.size(); }
  int32_t relationCount() const { return parts_.relations.size(); }
  /// Ids below are those that training has; the others occur only in valid or test ("unseen").
  int32_t trainEntityCount() const { return trainEntities_; }
  int32_t trainRelationCount() const { return trainRelations_; }

  /// For people: the name of the names file, else a readable form of the id.
  const std::string& displayName(int32_t entity) const { return parts_.names.names[std::size_t(entity)]; }
  std::string relationName(int32_t relation) const { return readableName(parts_.relations.name(relation)); }
  /// Empty when it is not known.
  const std::string& typeOf(int32_t entity) const;
  /// Into types(); -1 when it is not known.
  int32_t typeIdOf(int32_t entity) const { return parts_.names.types[std::size_t(entity)]; }
  const Vocabulary& types() const { return parts_.names.typeNames; }
  std::span<const std::string> aliasesOf(int32_t entity) const { return parts_.names.aliases[std::size_t(entity)]; }

 private:
  GraphParts parts_;
  int32_t trainEntities_ = 0, trainRelations_ = 0;
};

/// Reads the version's items of kind Triples (a split of None counts as train) and their names files. Throws what
/// readTriples and readEntityNames throw.
ASSAY_CORE_API GraphParts readGraph(const Snapshot& snapshot, const std::filesystem::path& dataRoot, const Progress& progress);

/// The graph of a version. Throws Error{BadInput} also when training has no triple.
ASSAY_CORE_API Graph openGraph(const Snapshot& snapshot, const std::filesystem::path& dataRoot, const Progress& progress);

}  // namespace assay
