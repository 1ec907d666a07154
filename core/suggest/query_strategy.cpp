// SPDX-License-Identifier: Apache-2.0
#include "core/suggest/query_strategy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/base/random_seed.h"

namespace assay {

namespace {

using Embedding = std::vector<float>;

constexpr double faintest = 0.05;   // boxes below it are many and say nothing
constexpr std::array<std::pair<QueryStrategy, std::string_view>, 6> names{{{QueryStrategy::Random, "random"},
                                                                           {QueryStrategy::Uncertainty, "uncertainty"},
                                                                           {QueryStrategy::ExpectedError, "expected_error"},
                                                                           {QueryStrategy::Disagreement, "disagreement"},
                                                                           {QueryStrategy::Diversity, "diversity"},
                                                                           {QueryStrategy::Mixed, "mixed"}}};

double entropy(double p) {
  if (p <= 0 || p >= 1) return 0;
  return -p * std::log2(p) - (1 - p) * std::log2(1 - p);
}

double uncertaintyOf(const Surveyed& image) {
  double sum = 0;
  for (const double score : image.scores)
    if (score >= faintest) sum += entropy(score);
  return sum;
}

double expectedErrorOf(const Surveyed& image, double threshold) {
  double sum = 0;
  for (const double score : image.scores)
    if (score >= faintest) sum += score >= threshold ? 1 - score : score;
  return sum;
}

/// The largest values first.
template <class Value>
std::vector<Suggestion> ranked(std::span<const Surveyed> pool, Value value) {
  std::vector<Suggestion> all;
  for (std::size_t i = 0; i < pool.size(); ++i) all.push_back({i, value(pool[i])});
  std::stable_sort(all.begin(), all.end(), [](const Suggestion& a, const Suggestion& b) { return a.value > b.value; });
  return all;
}

std::vector<Suggestion> shuffled(std::size_t count, uint64_t seed) {
  std::vector<Suggestion> all(count);
  for (std::size_t i = 0; i < count; ++i) all[i].index = i;
  Random random(deriveSeed(seed, "query"));
  random.shuffle(std::span<Suggestion>(all));
  return all;
}

double distance(const Embedding& a, const Embedding& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += double(a[i] - b[i]) * double(a[i] - b[i]);
  return std::sqrt(sum);
}

/// Every dimension with mean 0 and deviation 1 over pool and labelled ones, so that none drowns the others.
std::vector<Embedding> standardised(std::span<const Surveyed> pool, std::span<const Embedding> labelled) {
  std::vector<Embedding> all;
  for (const Surveyed& image : pool) all.push_back(image.embedding);
  all.insert(all.end(), labelled.begin(), labelled.end());
  const std::size_t length = all.front().size();
  require(length > 0, "the model says nothing of what an image looks like: this strategy cannot be used with it", "strategy");
  for (const Embedding& e : all) require(e.size() == length, "the embeddings are of several lengths", "strategy");
  for (std::size_t d = 0; d < length; ++d) {
    double sum = 0, squares = 0;
    for (const Embedding& e : all) sum += double(e[d]), squares += double(e[d]) * double(e[d]);
    const double n = double(all.size()), mean = sum / n, deviation = std::sqrt(std::max(squares / n - mean * mean, 0.0));
    for (Embedding& e : all) e[d] = deviation > 1e-9 ? float((double(e[d]) - mean) / deviation) : 0.0f;
  }
  return all;
}

/// Greedy k-centre: again and again the one whose nearest neighbour among those labelled or chosen is farthest, times its weight.
std::vector<Suggestion> spread(std::span<const Surveyed> pool, std::span<const Embedding> labelled, std::size_t count, const std::vector<double>& weights) {
  const std::vector<Embedding> all = standardised(pool, labelled);
  std::vector<double> nearest(pool.size(), std::numeric_limits<double>::infinity());
  const auto include = [&](const Embedding& chosen) {
    for (std::size_t i = 0; i < pool.size(); ++i) nearest[i] = std::min(nearest[i], distance(all[i], chosen));
  };
  for (std::size_t i = pool.size(); i < all.size(); ++i) include(all[i]);
  if (labelled.empty()) {   // the mean: the first one is the least usual
    Embedding mean = all.front();
    std::fill(mean.begin(), mean.end(), 0.0f);
    include(mean);
  }
  std::vector<Suggestion> chosen;
  while (chosen.size() < std::min(count, pool.size())) {
    Suggestion best{0, -1};
    for (std::size_t i = 0; i < pool.size(); ++i) {
      const bool isTaken = std::any_of(chosen.begin(), chosen.end(), [&](const Suggestion& s) { return s.index == i; });
      if (const double value = nearest[i] * weights[i]; !isTaken && value > best.value) best = {i, value};
    }
    chosen.push_back(best);
    include(all[best.index]);
  }
  return chosen;
}

/// Between .1 and 1: an image without an expected error is not worth nothing.
std::vector<double> errorWeights(std::span<const Surveyed> pool, double threshold) {
  std::vector<double> weights;
  for (const Surveyed& image : pool) weights.push_back(expectedErrorOf(image, threshold));
  const double most = std::max(*std::max_element(weights.begin(), weights.end()), 1e-9);
  for (double& weight : weights) weight = 0.1 + 0.9 * weight / most;
  return weights;
}

std::vector<Suggestion> suggestions(std::span<const Surveyed> pool, std::span<const Embedding> labelled, const LabelQuery& query) {
  switch (query.strategy) {
    case QueryStrategy::Random: return shuffled(pool.size(), query.seed);
    case QueryStrategy::Uncertainty: return ranked(pool, uncertaintyOf);
    case QueryStrategy::ExpectedError: return ranked(pool, [&](const Surveyed& image) { return expectedErrorOf(image, query.threshold); });
    case QueryStrategy::Disagreement: return ranked(pool, [](const Surveyed& image) { return image.disagreement; });
    case QueryStrategy::Diversity: return spread(pool, labelled, query.count, std::vector<double>(pool.size(), 1));
    case QueryStrategy::Mixed: return spread(pool, labelled, query.count, errorWeights(pool, query.threshold));
  }
  return {};
}

}  // namespace

std::string_view queryStrategyName(QueryStrategy strategy) {
  return std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.first == strategy; })->second;
}

QueryStrategy queryStrategyFromName(std::string_view name) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.second == name; });
  std::string known;
  for (const auto& entry : names) known += (known.empty() ? "" : ", ") + std::string(entry.second);
  require(found != names.end(), "`" + std::string(name) + "` is no strategy; there are " + known, "strategy", Code::BadOption);
  return found->first;
}

std::vector<Suggestion> chooseNext(std::span<const Surveyed> pool, std::span<const Embedding> labelled, const LabelQuery& query) {
  if (pool.empty() || query.count == 0) return {};
  std::vector<Suggestion> chosen = suggestions(pool, labelled, query);
  chosen.resize(std::min(chosen.size(), query.count));
  return chosen;
}

}  // namespace assay
