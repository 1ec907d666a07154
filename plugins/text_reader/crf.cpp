// SPDX-License-Identifier: Apache-2.0
#include "plugins/text_reader/crf.h"

#include <algorithm>
#include <cmath>

#include <ATen/Parallel.h>
#include <torch/torch.h>

namespace assay::text {
namespace {

using Numbers = std::vector<double>;

/// The tables as doubles, and exp of them less their largest, so that no size of theirs overflows or vanishes.
struct Tables {
  int64_t tags = 0;
  Numbers transitions, start, end;
  Numbers jump, first, last;                               // exp of the three, scaled
  double jumpScale = 0, firstScale = 0, lastScale = 0;     // what was taken away

  explicit Tables(const CrfTables& from) : tags(from.start.size(0)), transitions(numbersOf(from.transitions)), start(numbersOf(from.start)), end(numbersOf(from.end)) {
    jump = scaledExp(transitions, jumpScale);
    first = scaledExp(start, firstScale);
    last = scaledExp(end, lastScale);
  }

  static Numbers scaledExp(const Numbers& values, double& scale) {
    scale = *std::max_element(values.begin(), values.end());
    Numbers out;
    for (const double value : values) out.push_back(std::exp(value - scale));
    return out;
  }

  static Numbers numbersOf(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.detach().to(at::kCPU, at::kDouble).contiguous().view(-1);
    return {flat.const_data_ptr<double>(), flat.const_data_ptr<double>() + flat.numel()};
  }
};

constexpr double smallest = 1e-300;

/// Scales to a sum of one; the logarithm of what it was. When all have vanished, all are as likely.
double normalise(double* values, int64_t count) {
  double sum = 0;
  for (int64_t i = 0; i < count; ++i) sum += values[i];
  if (!(sum > smallest)) {
    std::fill(values, values + count, 1.0 / double(count));
    return std::log(smallest);
  }
  for (int64_t i = 0; i < count; ++i) values[i] /= sum;
  return std::log(sum);
}

/// Forward and backward shares of one sentence, each place scaled to a sum of one.
class Lattice {
 public:
  Lattice(const Tables& tables, const float* emissions, int64_t length)
      : tables_(tables), length_(length), weight_(std::size_t(length * tables.tags)), forward_(weight_.size()), backward_(weight_.size()) {
    weigh(emissions);
    runForward();
    runBackward();
  }

  double logPartition() const { return logPartition_; }

  /// probability(t)[k] into `to`.
  void marginals(int64_t place, double* to) const {
    for (int64_t k = 0; k < tables_.tags; ++k) to[k] = at(forward_, place)[k] * at(backward_, place)[k];
    normalise(to, tables_.tags);
  }

  /// Adds the expected number of each step from tag to tag.
  void addSteps(double* to) const {
    const int64_t tags = tables_.tags;
    Numbers next(std::size_t(tags), 0.0), steps(std::size_t(tags * tags), 0.0);
    for (int64_t t = 1; t < length_; ++t) {
      for (int64_t k = 0; k < tags; ++k) next[std::size_t(k)] = at(weight_, t)[k] * at(backward_, t)[k];
      const double* const before = at(forward_, t - 1);
      double total = 0;
      for (int64_t i = 0; i < tags; ++i)
        for (int64_t j = 0; j < tags; ++j) total += before[i] * tables_.jump[std::size_t(i * tags + j)] * next[std::size_t(j)];
      if (!(total > smallest)) continue;
      for (int64_t i = 0; i < tags; ++i) {
        const double share = before[i] / total;
        for (int64_t j = 0; j < tags; ++j) steps[std::size_t(i * tags + j)] += share * next[std::size_t(j)];
      }
    }
    for (std::size_t i = 0; i < steps.size(); ++i) to[i] += steps[i] * tables_.jump[i];
  }

 private:
  double* at(Numbers& numbers, int64_t place) const { return numbers.data() + place * tables_.tags; }
  const double* at(const Numbers& numbers, int64_t place) const { return numbers.data() + place * tables_.tags; }

  void weigh(const float* emissions) {
    for (int64_t t = 0; t < length_; ++t) {
      const float* const row = emissions + t * tables_.tags;
      const double highest = *std::max_element(row, row + tables_.tags);
      logPartition_ += highest;
      for (int64_t k = 0; k < tables_.tags; ++k) at(weight_, t)[k] = std::exp(double(row[k]) - highest);
    }
  }

  void runForward() {
    const int64_t tags = tables_.tags;
    logPartition_ += tables_.firstScale + tables_.lastScale + double(length_ - 1) * tables_.jumpScale;
    for (int64_t k = 0; k < tags; ++k) at(forward_, 0)[k] = tables_.first[std::size_t(k)] * at(weight_, 0)[k];
    logPartition_ += normalise(at(forward_, 0), tags);
    for (int64_t t = 1; t < length_; ++t) {
      double* const here = at(forward_, t);
      const double* const before = at(forward_, t - 1);
      for (int64_t i = 0; i < tags; ++i)
        for (int64_t j = 0; j < tags; ++j) here[j] += before[i] * tables_.jump[std::size_t(i * tags + j)];
      for (int64_t j = 0; j < tags; ++j) here[j] *= at(weight_, t)[j];
      logPartition_ += normalise(here, tags);
    }
    double last = 0;
    for (int64_t k = 0; k < tags; ++k) last += at(forward_, length_ - 1)[k] * tables_.last[std::size_t(k)];
    logPartition_ += std::log(std::max(last, smallest));
  }

  void runBackward() {
    const int64_t tags = tables_.tags;
    for (int64_t k = 0; k < tags; ++k) at(backward_, length_ - 1)[k] = tables_.last[std::size_t(k)];
    normalise(at(backward_, length_ - 1), tags);
    Numbers next(std::size_t(tags), 0.0);
    for (int64_t t = length_ - 1; t > 0; --t) {
      for (int64_t k = 0; k < tags; ++k) next[std::size_t(k)] = at(weight_, t)[k] * at(backward_, t)[k];
      for (int64_t i = 0; i < tags; ++i) {
        double sum = 0;
        for (int64_t j = 0; j < tags; ++j) sum += tables_.jump[std::size_t(i * tags + j)] * next[std::size_t(j)];
        at(backward_, t - 1)[i] = sum;
      }
      normalise(at(backward_, t - 1), tags);
    }
  }

  const Tables& tables_;
  int64_t length_;
  Numbers weight_, forward_, backward_;
  double logPartition_ = 0;
};

double pathScore(const Tables& tables, const float* emissions, const int64_t* tags, int64_t length) {
  double score = tables.start[std::size_t(tags[0])] + tables.end[std::size_t(tags[length - 1])];
  for (int64_t t = 0; t < length; ++t) score += double(emissions[t * tables.tags + tags[t]]);
  for (int64_t t = 1; t < length; ++t) score += tables.transitions[std::size_t(tags[t - 1] * tables.tags + tags[t])];
  return score;
}

/// Loss of a batch and its gradients: expected minus true.
struct BatchGradients {
  double loss = 0;
  at::Tensor emissions, transitions, start, end;
};

/// One sentence's part; each has a slab of its own, so that the sum keeps its order.
double addSentence(const Tables& tables, const float* emissions, const int64_t* tags, int64_t length, float* gradient, double* steps, double* ends) {
  const int64_t count = tables.tags;
  const Lattice lattice(tables, emissions, length);
  Numbers share(static_cast<std::size_t>(count));
  for (int64_t t = 0; t < length; ++t) {
    lattice.marginals(t, share.data());
    share[std::size_t(tags[t])] -= 1;
    for (int64_t k = 0; k < count; ++k) gradient[t * count + k] = float(share[std::size_t(k)]);
    if (t == 0) std::copy(share.begin(), share.end(), ends);
    if (t == length - 1) std::copy(share.begin(), share.end(), ends + count);
  }
  lattice.addSteps(steps);
  for (int64_t t = 1; t < length; ++t) steps[tags[t - 1] * count + tags[t]] -= 1;
  return lattice.logPartition() - pathScore(tables, emissions, tags, length);
}

BatchGradients gradientsOf(const at::Tensor& emissions, const CrfTables& tables, const at::Tensor& lengths, const at::Tensor& tags) {
  const Tables known(tables);
  const at::Tensor given = emissions.detach().to(at::kCPU, at::kFloat).contiguous(), truth = tags.to(at::kCPU).contiguous(), ends = lengths.to(at::kCPU).contiguous();
  const int64_t batch = given.size(0), longest = given.size(1), count = known.tags;
  const at::TensorOptions doubles = at::TensorOptions().dtype(at::kDouble);
  at::Tensor gradient = at::zeros_like(given), steps = at::zeros({batch, count, count}, doubles), borders = at::zeros({batch, 2, count}, doubles), losses = at::zeros({batch}, doubles);
  float* const gradientAt = gradient.mutable_data_ptr<float>();
  double *const stepsAt = steps.mutable_data_ptr<double>(), *const bordersAt = borders.mutable_data_ptr<double>(), *const lossAt = losses.mutable_data_ptr<double>();
  at::parallel_for(0, batch, 1, [&](int64_t first, int64_t last) {
    for (int64_t b = first; b < last; ++b) {
      const int64_t length = ends.const_data_ptr<int64_t>()[b];
      lossAt[b] = addSentence(known, given.const_data_ptr<float>() + b * longest * count, truth.const_data_ptr<int64_t>() + b * longest, length,
                              gradientAt + b * longest * count, stepsAt + b * count * count, bordersAt + b * 2 * count);
    }
  });
  const double scale = 1.0 / double(batch);
  const auto mean = [&](const at::Tensor& sums) { return (sums.sum(0) * scale).to(at::kFloat).to(emissions.device()); };
  return {losses.sum().item<double>() * scale, (gradient * scale).to(emissions.device()), mean(steps), mean(borders.select(1, 0)), mean(borders.select(1, 1))};
}

struct CrfFunction : torch::autograd::Function<CrfFunction> {
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& emissions, const at::Tensor& transitions, const at::Tensor& start,
                            const at::Tensor& end, const at::Tensor& lengths, const at::Tensor& tags) {
    const BatchGradients found = gradientsOf(emissions, {transitions, start, end}, lengths, tags);
    context->save_for_backward({found.emissions, found.transitions, found.start, found.end});
    return at::scalar_tensor(found.loss, emissions.options().dtype(at::kFloat));
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list outer) {
    const auto saved = context->get_saved_variables();
    return {saved[0] * outer[0], saved[1] * outer[0], saved[2] * outer[0], saved[3] * outer[0], {}, {}};
  }
};

/// Viterbi.
std::vector<int64_t> bestPath(const Tables& tables, const float* emissions, int64_t length) {
  const int64_t count = tables.tags;
  Numbers score(tables.start), next(score.size());
  std::vector<int64_t> from(std::size_t(length * count));
  for (int64_t k = 0; k < count; ++k) score[std::size_t(k)] += double(emissions[k]);
  for (int64_t t = 1; t < length; ++t) {
    for (int64_t j = 0; j < count; ++j) {
      int64_t best = 0;
      double highest = score[0] + tables.transitions[std::size_t(j)];
      for (int64_t i = 1; i < count; ++i)
        if (const double value = score[std::size_t(i)] + tables.transitions[std::size_t(i * count + j)]; value > highest) {
          highest = value;
          best = i;
        }
      from[std::size_t(t * count + j)] = best;
      next[std::size_t(j)] = highest + double(emissions[t * count + j]);
    }
    score.swap(next);
  }
  for (int64_t k = 0; k < count; ++k) score[std::size_t(k)] += tables.end[std::size_t(k)];
  std::vector<int64_t> path(static_cast<std::size_t>(length));
  path.back() = std::max_element(score.begin(), score.end()) - score.begin();
  for (int64_t t = length - 1; t > 0; --t) path[std::size_t(t - 1)] = from[std::size_t(t * count + path[std::size_t(t)])];
  return path;
}

}  // namespace

at::Tensor crfLoss(const at::Tensor& emissions, const CrfTables& tables, const at::Tensor& lengths, const at::Tensor& tags) {
  return CrfFunction::apply(emissions, tables.transitions, tables.start, tables.end, lengths, tags);
}

TagPath likeliestTags(const at::Tensor& emissions, const CrfTables& tables) {
  const Tables known(tables);
  const at::Tensor given = emissions.detach().to(at::kFloat).contiguous();
  const int64_t length = given.size(0);
  const float* const scores = given.const_data_ptr<float>();
  TagPath path;
  path.tags = bestPath(known, scores, length);
  const Lattice lattice(known, scores, length);
  Numbers share(std::size_t(known.tags));
  for (int64_t t = 0; t < length; ++t) {
    lattice.marginals(t, share.data());
    path.probability.push_back(share[std::size_t(path.tags[std::size_t(t)])]);
  }
  return path;
}

}  // namespace assay::text
