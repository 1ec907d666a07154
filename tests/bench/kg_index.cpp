// SPDX-License-Identifier: Apache-2.0
// The vector index beside hnswlib as its own package builds it (all of this processor's instructions), on the same
// vectors: bench_kg_index --count N --dimension D --ef E [--threads T] [--vectors FILE of float32 rows].
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <optional>
#include <set>
#include <string_view>
#include <thread>

#include <hnswlib/hnswlib.h>

#include "core/base/json.h"
#include "core/base/random_seed.h"
#include "core/base/scratch_folder.h"
#include "core/graph/vector_index.h"

using namespace assay;

namespace {

constexpr int asked = 10;

struct Task {
  int count = 100000, dimension = 128, ef = 200, threads = 2, queries = 1000;
  std::string file;
  std::vector<float> vectors, questions;
};

double gaussian(Random& random) {
  double sum = 0;
  for (int i = 0; i < 12; ++i) sum += random.uniform();
  return sum - 6;
}

/// Around 1,000 centres: vectors without any structure are no use for searching by nearness.
std::vector<float> draw(int count, int dimension, uint64_t seed) {
  Random centresRandom(11), random(seed);
  std::vector<float> centres(std::size_t(1000) * std::size_t(dimension)), out(std::size_t(count) * std::size_t(dimension));
  for (float& x : centres) x = float(gaussian(centresRandom));
  for (int i = 0; i < count; ++i) {
    const auto centre = std::size_t(random.below(1000)) * std::size_t(dimension);
    for (int d = 0; d < dimension; ++d) out[std::size_t(i) * std::size_t(dimension) + std::size_t(d)] = centres[centre + std::size_t(d)] + 0.7f * float(gaussian(random));
  }
  return out;
}

void normalise(std::vector<float>& vectors, int dimension) {
  for (std::size_t i = 0; i < vectors.size(); i += std::size_t(dimension)) {
    double square = 0;
    for (std::size_t d = i; d < i + std::size_t(dimension); ++d) square += double(vectors[d]) * vectors[d];
    for (std::size_t d = i; d < i + std::size_t(dimension); ++d) vectors[d] /= float(std::sqrt(square));
  }
}

template <class Work>
double secondsOf(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double recallOf(const std::vector<std::vector<int64_t>>& found, const std::vector<std::vector<int64_t>>& truth) {
  int64_t hits = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const std::set<int64_t> keys(found[i].begin(), found[i].end());
    for (const int64_t key : truth[i]) hits += keys.contains(key);
  }
  return double(hits) / double(truth.size() * asked);
}

std::span<const float> row(const std::vector<float>& all, int i, int dimension) {
  return std::span(all).subspan(std::size_t(i) * std::size_t(dimension), std::size_t(dimension));
}

using Answers = std::vector<std::vector<int64_t>>;

Answers askOurs(const VectorIndex& index, const Task& task, Exactness exactness) {
  Answers answers;
  SimilarOptions options;
  options.ef = task.ef;
  options.exactness = exactness;
  for (int i = 0; i < task.queries; ++i) {
    answers.emplace_back();
    for (const Similar& s : index.search(row(task.questions, i, task.dimension), asked, options)) answers.back().push_back(s.key);
  }
  return answers;
}

Answers askTheirs(const hnswlib::HierarchicalNSW<float>& index, const Task& task) {
  Answers answers;
  for (int i = 0; i < task.queries; ++i) {
    answers.emplace_back();
    for (auto best = index.searchKnn(row(task.questions, i, task.dimension).data(), asked); !best.empty(); best.pop())
      answers.back().push_back(int64_t(best.top().second));
  }
  return answers;
}

void buildTheirs(hnswlib::HierarchicalNSW<float>& index, const Task& task) {
  std::atomic<int> next{0};
  const auto work = [&] {
    for (int i; (i = next++) < task.count;) index.addPoint(row(task.vectors, i, task.dimension).data(), std::size_t(i));
  };
  std::vector<std::thread> helpers;
  for (int i = 1; i < task.threads; ++i) helpers.emplace_back(work);
  work();
  for (std::thread& helper : helpers) helper.join();
}

/// Half of the keys leave and come back with the same vectors; seconds for both.
double refill(VectorIndex& index, const Task& task) {
  std::vector<int> keys(std::size_t(task.count));
  std::iota(keys.begin(), keys.end(), 0);
  Random random(5);
  random.shuffle(std::span(keys));
  keys.resize(keys.size() / 2);
  return secondsOf([&] {
    for (const int key : keys) index.remove(key);
    for (const int key : keys) index.add(key, row(task.vectors, key, task.dimension));
  });
}

bool hasDuplicate(const Answers& answers) {
  return std::any_of(answers.begin(), answers.end(), [](const auto& keys) { return std::set<int64_t>(keys.begin(), keys.end()).size() != keys.size(); });
}

/// Answers of the same index out of a file.
Answers askSaved(const VectorIndex& index, const Task& task) {
  const ScratchFolder scratch(std::filesystem::temp_directory_path());
  index.save(scratch.path() / "index");
  return askOurs(VectorIndex::load(scratch.path() / "index"), task, Exactness::Graph);
}

Json measure(const Task& task) {
  std::vector<int64_t> keys;
  for (int i = 0; i < task.count; ++i) keys.push_back(i);
  hnswlib::InnerProductSpace space{std::size_t(task.dimension)};
  std::optional<VectorIndex> built;
  std::optional<hnswlib::HierarchicalNSW<float>> other;
  double ourBuild = 1e9, theirBuild = 1e9;   // the best of rounds that take turns
  for (int round = 0; round < 3; ++round) {
    built.emplace(VectorIndexOptions{task.dimension, Similarity::Cosine});
    other.reset();
    other.emplace(&space, std::size_t(task.count), 16, 200);
    ourBuild = std::min(ourBuild, secondsOf([&] { built->build(keys, task.vectors, {}, task.threads, {}); }));
    theirBuild = std::min(theirBuild, secondsOf([&] { buildTheirs(*other, task); }));
  }
  VectorIndex& ours = *built;
  hnswlib::HierarchicalNSW<float>& theirs = *other;
  theirs.setEf(std::size_t(task.ef));
  const Answers truth = askOurs(ours, task, Exactness::Exact);
  Answers our, their;
  double ourSearch = 1e9, theirSearch = 1e9;   // the best of rounds that take turns
  for (int round = 0; round < 5; ++round) {
    ourSearch = std::min(ourSearch, secondsOf([&] { our = askOurs(ours, task, Exactness::Graph); }));
    theirSearch = std::min(theirSearch, secondsOf([&] { their = askTheirs(theirs, task); }));
  }
  const bool isSameSaved = askSaved(ours, task) == our;
  const double refillSeconds = refill(ours, task);
  const Answers refilled = askOurs(ours, task, Exactness::Graph);
  return {{"same_after_load", isSameSaved}, {"refilled_recall", recallOf(refilled, truth)}, {"refilled_size", ours.size()},
          {"refilled_duplicates", hasDuplicate(refilled)}, {"refill_seconds", refillSeconds}, {"count", task.count}, {"dimension", task.dimension}, {"ef", task.ef}, {"threads", task.threads},
          {"recall", recallOf(our, truth)}, {"hnswlib_recall", recallOf(their, truth)},
          {"queries_per_second", task.queries / ourSearch}, {"hnswlib_queries_per_second", task.queries / theirSearch},
          {"build_seconds", ourBuild}, {"hnswlib_build_seconds", theirBuild}};
}

}  // namespace

int main(int argc, char** argv) {
  Task task;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const int value = std::atoi(argv[i + 1]);
    if (name == "--count") task.count = value;
    else if (name == "--dimension") task.dimension = value;
    else if (name == "--ef") task.ef = value;
    else if (name == "--threads") task.threads = value;
    else if (name == "--vectors") task.file = argv[i + 1];
    else return std::fputs("usage: bench_kg_index [--count N] [--dimension D] [--ef E] [--threads T] [--vectors FILE]\n", stderr), 2;
  }
  task.vectors = draw(task.count, task.dimension, 1);
  if (!task.file.empty()) {
    std::ifstream in(task.file, std::ios::binary);
    in.read(reinterpret_cast<char*>(task.vectors.data()), std::streamsize(task.vectors.size() * sizeof(float)));
    if (!in || task.count <= task.queries) return std::fputs("bench_kg_index: the file has not that many vectors\n", stderr), 2;
    task.count -= task.queries;   // the last ones ask and are in neither index
    const auto first = task.vectors.begin() + std::ptrdiff_t(task.count) * task.dimension;
    task.questions.assign(first, task.vectors.end());
    task.vectors.erase(first, task.vectors.end());
  } else {
    task.questions = draw(task.queries, task.dimension, 2);
  }
  normalise(task.vectors, task.dimension);
  normalise(task.questions, task.dimension);
  std::puts(toLine(measure(task)).c_str());
}
