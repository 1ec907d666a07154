// SPDX-License-Identifier: Apache-2.0
#include "core/graph/graph.h"

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/graph/triple_reader.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

/// One above the largest id of its kind.
int32_t bound(const std::vector<Triple>& triples, bool relations) {
  int32_t bound = 0;
  for (const Triple& t : triples) bound = std::max(bound, relations ? t.relation + 1 : std::max(t.head, t.tail) + 1);
  return bound;
}

void requireIds(const GraphParts& parts, const std::vector<Triple>& triples) {
  const auto isIn = [](int32_t id, const Vocabulary& names) { return id >= 0 && id < names.size(); };
  for (const Triple& t : triples)
    if (!isIn(t.head, parts.entities) || !isIn(t.tail, parts.entities) || !isIn(t.relation, parts.relations))
      throw Error(Code::BadInput, "the triple (" + std::to_string(t.head) + ", " + std::to_string(t.relation) + ", " + std::to_string(t.tail) +
                                      ") has an id outside the graph of " + std::to_string(parts.entities.size()) + " entities and " +
                                      std::to_string(parts.relations.size()) + " relations");
}

fs::path placeOf(const std::string& path, const fs::path& dataRoot) { return fs::path(path).is_absolute() ? fs::path(path) : dataRoot / path; }

std::vector<Triple>& partOf(GraphParts& parts, Split split) {
  return split == Split::Test ? parts.test : split == Split::Valid ? parts.valid : parts.train;
}

void readItems(GraphParts& parts, const Snapshot& snapshot, const fs::path& dataRoot, Split wanted, const Progress& progress) {
  for (const Item& item : snapshot.items) {
    const Split split = item.split == Split::None ? Split::Train : item.split;
    if (item.kind != ItemKind::Triples || item.status == LabelStatus::Withheld || split != wanted) continue;
    readTriples(placeOf(item.path, dataRoot), TripleSyntax::Auto, columnsOf(item), parts.entities, parts.relations, partOf(parts, split), progress);
  }
}

}  // namespace

Graph::Graph(GraphParts parts) : parts_(std::move(parts)) {
  for (const auto* triples : {&parts_.train, &parts_.valid, &parts_.test}) requireIds(parts_, *triples);
  trainEntities_ = bound(parts_.train, false);
  trainRelations_ = bound(parts_.train, true);
  const auto count = std::size_t(parts_.entities.size());
  parts_.names.names.resize(count);
  parts_.names.types.resize(count, -1);
  parts_.names.aliases.resize(count);
  for (std::size_t i = 0; i < count; ++i)
    if (std::string& name = parts_.names.names[i]; name.empty()) name = readableName(parts_.entities.name(int32_t(i)));
}

const std::string& Graph::typeOf(int32_t entity) const {
  static const std::string none;
  const int32_t type = typeIdOf(entity);
  return type < 0 ? none : types().name(type);
}

GraphParts readGraph(const Snapshot& snapshot, const fs::path& dataRoot, const Progress& progress) {
  GraphParts parts;
  for (const Split split : {Split::Train, Split::Valid, Split::Test}) readItems(parts, snapshot, dataRoot, split, progress);
  std::set<fs::path> read;
  for (const Item& item : snapshot.items)
    if (item.kind == ItemKind::Triples && !item.reference.empty())
      if (const fs::path file = placeOf(item.reference, dataRoot); read.insert(file).second)
        readEntityNames(file, parts.entities, parts.names, progress);
  return parts;
}

Graph openGraph(const Snapshot& snapshot, const fs::path& dataRoot, const Progress& progress) {
  GraphParts parts = readGraph(snapshot, dataRoot, progress);
  require(!parts.train.empty(), "no file of triples is in the training split; import one with the format `triples`", dataRoot.string());
  return Graph(std::move(parts));
}

}  // namespace assay
