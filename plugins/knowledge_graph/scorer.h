// SPDX-License-Identifier: Apache-2.0
// How a triple is scored. To add one: write a Scorer, add it to the table in scorer.cpp, and its name to plugin.yaml.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <ATen/core/Tensor.h>

#include "plugins/knowledge_graph/row_kernels.h"

namespace assay::kg {

/// How the vector of a question meets that of an answer. Distances are taken from a margin, so that more is better.
enum class Match { Dot, Distance1, Distance2, Modulus };   // Modulus: sum over complex numbers of |difference|

/// Rows are float tensors; complex numbers lie as (re, im) side by side. Formulas are plain differentiable torch.
class Scorer {
 public:
  virtual ~Scorer() = default;
  virtual std::string_view name() const = 0;
  virtual int64_t entityWidth(int64_t rank) const = 0;
  virtual int64_t relationWidth(int64_t rank) const = 0;
  virtual Match match() const = 0;
  /// What N3 takes the modulus of.
  virtual bool isComplex() const = 0;

  /// [B, entityWidth], [B, relationWidth] -> [B, entityWidth]: what the answer should look like.
  virtual at::Tensor query(const at::Tensor& entities, const at::Tensor& relations) const = 0;
  /// [B, entityWidth] x2 -> [B, relationWidth]: what the relation should look like, under the same match.
  /// Undefined when there is no such form.
  virtual at::Tensor relationQuery(const at::Tensor& heads, const at::Tensor& tails) const = 0;

  /// For scorers whose query (of entity, relation) and relationQuery (of head, tail) are plain products of two rows: the
  /// fused loss then needs no graph at all.
  struct Products {
    Product query, relationQuery;
  };
  virtual std::optional<Products> products() const { return std::nullopt; }

  /// Fills fresh tables. From a generator seeded by the engine.
  virtual void initialise(at::Tensor& entities, at::Tensor& relations, double margin) const;
  /// Shares of the learning rate. Adagrad's first step moves each number by the whole rate: rows of distances, which are spread over
  /// margin / rank, would be thrown out of their order by the rate that suits products.
  struct Rates {
    double entities = 1, relations = 1;
  };
  virtual Rates rates(int64_t rank, double margin) const;
};

/// Throws Error{BadOption} naming the known ones.
std::unique_ptr<Scorer> makeScorer(std::string_view name);

/// [B, W], [N, W] -> [B, N]
at::Tensor matchScores(Match match, const at::Tensor& queries, const at::Tensor& candidates, double margin);
/// [B, W], [B, W] -> [B]: each question with its own answer.
at::Tensor pairScores(Match match, const at::Tensor& queries, const at::Tensor& answers, double margin);

}  // namespace assay::kg
