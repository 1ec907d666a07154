// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/extension.h"

#include <algorithm>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/engine/train/checkpoint.h"
#include "core/job/run_directory.h"

namespace assay::kg {
namespace {

constexpr const char* option = "model.extend";
constexpr std::size_t knownForANew = 1;   // known facts to a new one

std::vector<int64_t> rowsByName(const Vocabulary& names, const Vocabulary& old) {
  std::vector<int64_t> rows;
  for (int32_t i = 0; i < names.size(); ++i) rows.push_back(old.find(names.name(i)).value_or(-1));
  return rows;
}

at::Tensor longs(const std::vector<int64_t>& values) { return at::tensor(values, at::TensorOptions().dtype(at::kLong)); }

/// Rows of `table` that have a place in `old` take it; afterwards only the others have a gradient.
void takeOver(at::Tensor table, const at::Tensor& old, const std::vector<int64_t>& places) {
  require(old.size(1) == table.size(1), "the run's checkpoint has rows of another width", option);
  std::vector<int64_t> to, from;
  for (std::size_t i = 0; i < places.size(); ++i)
    if (places[i] >= 0) to.push_back(int64_t(i)), from.push_back(places[i]);
  {
    const at::NoGradGuard noGradients;
    table.index_copy_(0, longs(to), old.index_select(0, longs(from)).to(table.scalar_type()));
  }
  const at::Tensor isNew = at::ones({table.size(0), 1}).index_fill_(0, longs(to), 0);
  table.register_hook([isNew](const at::Tensor& gradient) {
    const at::Tensor factors = isNew.to(gradient.device());   // the table moves to its device after this
    if (!gradient.is_sparse()) return gradient * factors;
    const at::Tensor whole = gradient.coalesce();
    return at::sparse_coo_tensor(whole.indices(), whole.values() * factors.index_select(0, whole.indices()[0]), whole.sizes());
  });
}

}  // namespace

Extension::Extension(const std::filesystem::path& folder, const Graph& graph) : folder_(folder) {
  const RunDirectory run(folder);
  require(std::filesystem::exists(run.specFile()), "there is no run `" + folder.filename().string() + "` to extend", option, Code::NotFound);
  const RunSpec spec = run.spec();
  require(spec.plugin == "knowledge_graph", "the run to extend is of plugin `" + spec.plugin + "`", option);
  const Json metadata = Checkpoint(run.requireCheckpoint()).metadata();
  scorer_ = member<std::string>(metadata, "scorer", folder.string());
  rank_ = member<int64_t>(metadata, "rank", folder.string());
  const Graph old = openGraph(readSnapshot(spec.dataFile), spec.dataRoot, {});
  entityRows_ = rowsByName(graph.entities(), old.entities());
  relationRows_ = rowsByName(graph.relations(), old.relations());
  require(newEntities() < graph.entityCount(), "none of the graph's entities is known to the run that is to be extended", option);
}

int64_t Extension::newEntities() const { return std::count(entityRows_.begin(), entityRows_.end(), -1); }

void Extension::fillAndFreeze(KgNetwork& network) const {
  const SafetensorsFile tables = Checkpoint(RunDirectory(folder_).requireCheckpoint()).model();
  const at::Tensor relations = tables.read("relations");
  std::vector<int64_t> both = relationRows_;   // then the same for the questions asked backwards
  for (const int64_t row : relationRows_) both.push_back(row < 0 ? -1 : row + relations.size(0) / 2);
  takeOver(network.entities(), tables.read("entities"), entityRows_);
  takeOver(network.relations(), relations, both);
}

std::vector<Triple> Extension::toLearn(const std::vector<Triple>& triples, uint64_t seed) const {
  const auto isNew = [this](const Triple& t) {
    return entityRows_[std::size_t(t.head)] < 0 || entityRows_[std::size_t(t.tail)] < 0 || relationRows_[std::size_t(t.relation)] < 0;
  };
  std::vector<Triple> fresh, known;
  for (const Triple& triple : triples) (isNew(triple) ? fresh : known).push_back(triple);
  Random random(deriveSeed(seed, "known facts"));
  random.shuffle(std::span(known));
  known.resize(std::min(known.size(), fresh.size() * knownForANew));
  fresh.insert(fresh.end(), known.begin(), known.end());
  return fresh;
}

}  // namespace assay::kg
