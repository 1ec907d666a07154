// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/scorer.h"

#include <algorithm>
#include <functional>
#include <numbers>
#include <string>

#include <torch/torch.h>

#include "core/base/error.h"
#include "plugins/knowledge_graph/modulus_distances.h"

namespace assay::kg {
namespace {

at::Tensor complexRows(const at::Tensor& rows) { return at::view_as_complex(rows.reshape({rows.size(0), -1, 2})); }
at::Tensor realRows(const at::Tensor& rows) { return at::view_as_real(rows).reshape({rows.size(0), -1}); }

/// Sun et al. 2019: numbers so large that distances begin about at the margin.
double spread(int64_t rank, double margin) { return (margin + 2) / double(rank); }

/// Yang et al. 2015: sum of h r t.
class DistMult final : public Scorer {
 public:
  std::string_view name() const override { return "distmult"; }
  int64_t entityWidth(int64_t rank) const override { return rank; }
  int64_t relationWidth(int64_t rank) const override { return rank; }
  Match match() const override { return Match::Dot; }
  bool isComplex() const override { return false; }
  std::optional<Products> products() const override { return Products{Product::Real, Product::Real}; }
  at::Tensor query(const at::Tensor& e, const at::Tensor& r) const override { return e * r; }
  at::Tensor relationQuery(const at::Tensor& h, const at::Tensor& t) const override { return h * t; }
};

/// Trouillon et al. 2016: real part of the sum of h r conj(t).
class ComplEx final : public Scorer {
 public:
  std::string_view name() const override { return "complex"; }
  int64_t entityWidth(int64_t rank) const override { return 2 * rank; }
  int64_t relationWidth(int64_t rank) const override { return 2 * rank; }
  Match match() const override { return Match::Dot; }
  bool isComplex() const override { return true; }
  std::optional<Products> products() const override { return Products{Product::Complex, Product::Conjugate}; }
  at::Tensor query(const at::Tensor& e, const at::Tensor& r) const override {
    return realRows(complexRows(e) * complexRows(r));
  }
  // Re(h r conj(t)) = Re(r conj(conj(h) t)), the inner product of r and conj(h) t as real vectors.
  at::Tensor relationQuery(const at::Tensor& h, const at::Tensor& t) const override {
    return realRows(complexRows(h).conj() * complexRows(t));
  }
};

/// Bordes et al. 2013: -|h + r - t|.
class TransE final : public Scorer {
 public:
  std::string_view name() const override { return "transe"; }
  int64_t entityWidth(int64_t rank) const override { return rank; }
  int64_t relationWidth(int64_t rank) const override { return rank; }
  Match match() const override { return Match::Distance1; }
  bool isComplex() const override { return false; }
  at::Tensor query(const at::Tensor& e, const at::Tensor& r) const override { return e + r; }
  at::Tensor relationQuery(const at::Tensor& h, const at::Tensor& t) const override { return t - h; }
  void initialise(at::Tensor& entities, at::Tensor& relations, double margin) const override {
    const at::NoGradGuard noGradients;
    const double range = spread(entities.size(1), margin);
    entities.uniform_(-range, range);
    relations.uniform_(-range, range);
  }
  Rates rates(int64_t rank, double margin) const override { return {std::min(1.0, spread(rank, margin)), std::min(1.0, spread(rank, margin))}; }
};

/// Sun et al. 2019: -|h exp(i r) - t|; relations are angles.
class RotatE final : public Scorer {
 public:
  std::string_view name() const override { return "rotate"; }
  int64_t entityWidth(int64_t rank) const override { return 2 * rank; }
  int64_t relationWidth(int64_t rank) const override { return rank; }
  Match match() const override { return Match::Modulus; }
  bool isComplex() const override { return true; }
  at::Tensor query(const at::Tensor& e, const at::Tensor& r) const override {
    return realRows(complexRows(e) * at::complex(r.cos(), r.sin()));
  }
  at::Tensor relationQuery(const at::Tensor&, const at::Tensor&) const override { return {}; }
  void initialise(at::Tensor& entities, at::Tensor& relations, double margin) const override {
    const at::NoGradGuard noGradients;
    const double range = spread(entities.size(1) / 2, margin);
    entities.uniform_(-range, range);
    relations.uniform_(-std::numbers::pi, std::numbers::pi);
  }
  Rates rates(int64_t rank, double margin) const override { return {std::min(1.0, spread(rank, margin)), 1}; }   // angles stay angles
};

struct Entry {
  std::string_view name;
  std::function<std::unique_ptr<Scorer>()> make;
};

const std::vector<Entry>& scorers() {
  static const std::vector<Entry> table = {
      {"complex", [] { return std::make_unique<ComplEx>(); }},
      {"distmult", [] { return std::make_unique<DistMult>(); }},
      {"transe", [] { return std::make_unique<TransE>(); }},
      {"rotate", [] { return std::make_unique<RotatE>(); }},
  };
  return table;
}

/// [..., W] -> [...]: sum of the moduli of the complex numbers; kept off zero, where it has no gradient.
at::Tensor moduli(const at::Tensor& difference) {
  std::vector<int64_t> shape(difference.sizes().begin(), difference.sizes().end() - 1);
  shape.insert(shape.end(), {-1, 2});
  return (difference.reshape(shape).square().sum(-1) + 1e-12).sqrt().sum(-1);
}

constexpr int64_t differenceFloats = int64_t{1} << 26;   // 256 MiB

/// [B, W], [N, W] -> [B, N] by torch's operators, a block of candidates at a time: [B, N, W] would not fit.
at::Tensor moduliInBlocks(const at::Tensor& queries, const at::Tensor& candidates) {
  const int64_t each = std::max<int64_t>(1, queries.numel()), block = std::max<int64_t>(1, differenceFloats / each);
  std::vector<at::Tensor> parts;
  for (const at::Tensor& some : candidates.split(block)) parts.push_back(moduli(queries.unsqueeze(1) - some.unsqueeze(0)));
  return at::cat(parts, 1);
}

}  // namespace

void Scorer::initialise(at::Tensor& entities, at::Tensor& relations, double) const {
  const at::NoGradGuard noGradients;
  entities.normal_(0, 1e-3);
  relations.normal_(0, 1e-3);
}

Scorer::Rates Scorer::rates(int64_t, double) const { return {}; }

std::unique_ptr<Scorer> makeScorer(std::string_view name) {
  std::string known;
  for (const Entry& entry : scorers()) {
    if (entry.name == name) return entry.make();
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw Error(Code::BadOption, "`" + std::string(name) + "` is none of " + known, "model.scorer");
}

at::Tensor matchScores(Match match, const at::Tensor& queries, const at::Tensor& candidates, double margin) {
  switch (match) {
    case Match::Dot: return queries.mm(candidates.t());
    case Match::Distance1: return margin - at::cdist(queries, candidates, 1);
    case Match::Distance2: return margin - at::cdist(queries, candidates, 2);
    case Match::Modulus:
      return margin - (queries.is_cpu() ? modulusDistances(queries, candidates) : moduliInBlocks(queries, candidates));
  }
  return {};
}

at::Tensor pairScores(Match match, const at::Tensor& queries, const at::Tensor& answers, double margin) {
  const at::Tensor difference = match == Match::Dot ? at::Tensor() : queries - answers;
  switch (match) {
    case Match::Dot: return (queries * answers).sum(-1);
    case Match::Distance1: return margin - difference.abs().sum(-1);
    case Match::Distance2: return margin - (difference.square().sum(-1) + 1e-12).sqrt();
    case Match::Modulus: return margin - moduli(difference);
  }
  return {};
}

}  // namespace assay::kg
