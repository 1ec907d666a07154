// SPDX-License-Identifier: Apache-2.0
#include "core/graph/vector_index.h"

#include <algorithm>
#include <set>
#include <thread>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/graph/vector_index_impl.h"

namespace assay {

VectorIndex::VectorIndex(const VectorIndexOptions& options) : impl_(std::make_unique<Impl>(options)) {}
VectorIndex::VectorIndex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
VectorIndex::~VectorIndex() = default;
VectorIndex::VectorIndex(VectorIndex&&) noexcept = default;
VectorIndex& VectorIndex::operator=(VectorIndex&&) noexcept = default;

const VectorIndexOptions& VectorIndex::options() const { return impl_->options; }

int64_t VectorIndex::size() const {
  const std::shared_lock lock(impl_->mutex);
  return int64_t(impl_->live());
}

bool VectorIndex::contains(int64_t key) const {
  const std::shared_lock lock(impl_->mutex);
  return impl_->graph->idOf(key).has_value();
}

std::optional<std::vector<float>> VectorIndex::vectorOf(int64_t key) const {
  const std::shared_lock lock(impl_->mutex);
  const std::optional<uint32_t> id = impl_->graph->idOf(key);
  if (!id) return std::nullopt;
  const float* vector = impl_->graph->vectorAt(*id);
  return std::vector<float>(vector, vector + impl_->options.dimension);
}

int VectorIndex::ef() const { return impl_->ef; }

void VectorIndex::setEf(int ef) {
  require(ef >= 1 && ef <= 1000000, "ef is " + std::to_string(ef) + "; expected 1 to 1000000", {}, Code::BadOption);
  impl_->ef = ef;
}

void VectorIndex::build(std::span<const int64_t> keys, std::span<const float> vectors, std::span<const int32_t> types, int threads,
                        const Progress& progress) {
  const auto dimension = std::size_t(impl_->options.dimension);
  require(vectors.size() == keys.size() * dimension, "there are " + std::to_string(vectors.size()) + " numbers for " + std::to_string(keys.size()) +
                                                         " vectors of dimension " + std::to_string(dimension));
  require(types.empty() || types.size() == keys.size(), "there are " + std::to_string(types.size()) + " types for " + std::to_string(keys.size()) + " vectors");
  std::unordered_set<int64_t> seen;
  for (const int64_t key : keys) require(seen.insert(key).second, "the key " + std::to_string(key) + " is there twice");
  const std::size_t padded = impl_->space.padded();
  std::vector<float> prepared(keys.size() * padded);
  for (std::size_t i = 0; i < keys.size(); ++i) impl_->prepare(vectors.subspan(i * dimension, dimension), prepared.data() + i * padded);
  const std::unique_lock lock(impl_->mutex);
  const auto isKnown = [&](int64_t key) { return impl_->graph->label_lookup_.contains(hnswlib::labeltype(key)); };
  if (impl_->graph->num_deleted_ == 0 && std::none_of(keys.begin(), keys.end(), isKnown)) {
    const int cores = int(std::max(1u, std::thread::hardware_concurrency()));
    impl_->insertMany(keys, prepared, types, threads > 0 ? threads : cores, progress);
    return;
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {   // into places of removed ones: one after the other
    if (i % 256 == 0) progress.step(int64_t(i), int64_t(keys.size()), "building the index");
    impl_->addOne(prepared.data() + i * padded, keys[i], types.empty() ? noType : types[i]);
  }
}

void VectorIndex::add(int64_t key, std::span<const float> vector, int32_t type) {
  impl_->checkDimension(vector.size());
  std::vector<float> prepared(impl_->space.padded());
  impl_->prepare(vector, prepared.data());
  const std::unique_lock lock(impl_->mutex);
  impl_->addOne(prepared.data(), key, type);
}

bool VectorIndex::remove(int64_t key) {
  const std::unique_lock lock(impl_->mutex);
  const std::optional<uint32_t> id = impl_->graph->idOf(key);
  if (!id) return false;
  --impl_->typeCounts[impl_->types[*id]];
  impl_->graph->markDelete(hnswlib::labeltype(key));
  return true;
}

std::vector<Similar> VectorIndex::search(std::span<const float> query, int count, const SimilarOptions& options) const {
  impl_->checkDimension(query.size());
  if (count <= 0) return {};
  std::vector<float> prepared(impl_->space.padded());
  impl_->prepare(query, prepared.data());
  const std::shared_lock lock(impl_->mutex);
  const bool isExact = options.exactness == Exactness::Exact || (options.exactness == Exactness::Auto && impl_->liveOf(options.type) <= exactBelow);
  return impl_->similar(isExact ? impl_->exact(prepared.data(), std::size_t(count), options.type)
                                : impl_->approximate(prepared.data(), std::size_t(count), options.ef, options.type),
                        std::size_t(count));
}

double VectorIndex::measureRecall(int count, int queries, uint64_t seed, int ef) const {
  Random random(deriveSeed(seed, "recall"));
  int64_t wanted = 0, found = 0;
  for (int asked = 0; asked < queries;) {
    const std::shared_lock lock(impl_->mutex);   // for one question: held for all, it would keep everybody waiting
    if (impl_->live() < 2) return 1;
    const auto id = uint32_t(random.below(int64_t(impl_->graph->count())));
    if (impl_->graph->isMarkedDeleted(id)) continue;
    ++asked;
    const std::vector<Hit> truth = impl_->exact(impl_->graph->vectorAt(id), std::size_t(count) + 1, {});
    std::vector<Hit> hits = impl_->approximate(impl_->graph->vectorAt(id), std::size_t(count) + 1, ef, {});
    if (hits.size() > std::size_t(count) + 1) {
      std::nth_element(hits.begin(), hits.begin() + count, hits.end());
      hits.resize(std::size_t(count) + 1);
    }
    std::set<uint32_t> ids;
    for (const Hit& hit : hits) ids.insert(hit.id);
    for (const Hit& hit : truth)
      if (hit.id != id) {
        ++wanted;
        found += ids.contains(hit.id);
      }
  }
  return wanted > 0 ? double(found) / double(wanted) : 1;
}

double VectorIndex::tune(double recall, int count, int queries, uint64_t seed) {
  double reached = 0;
  int last = 0;
  for (int ef = 32; ef <= 4096; ef += ef / 2) {   // 32, 48, 72, ...
    if (ef < count) continue;
    reached = measureRecall(count, queries, seed, ef);
    last = ef;
    if (reached >= recall) break;
  }
  if (last > 0) setEf(last);
  return reached;
}

}  // namespace assay
