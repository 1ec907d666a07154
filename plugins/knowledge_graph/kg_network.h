// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <ATen/core/Tensor.h>

#include "plugins/knowledge_graph/scorer.h"

namespace torch::nn {
class Module;
}

namespace assay::kg {

/// Two tables: `entities` [E, entityWidth] and `relations` [2 R, relationWidth], the second half for questions asked
/// backwards. The names are checkpoint keys.
class KgNetwork {
 public:
  KgNetwork(std::unique_ptr<Scorer> scorer, int64_t rank, int64_t entities, int64_t relations, double margin);
  ~KgNetwork();
  KgNetwork(KgNetwork&&) noexcept;

  torch::nn::Module& module();
  const Scorer& scorer() const { return *scorer_; }
  const at::Tensor& entities() const;
  const at::Tensor& relations() const;
  double margin() const { return margin_; }

  /// [B], [B] int64 -> [B, entityWidth]
  at::Tensor queries(const at::Tensor& entities, const at::Tensor& relations) const;
  /// [B, E] for the rows of queries().
  at::Tensor scores(const at::Tensor& queries) const;

 private:
  struct Impl;
  std::unique_ptr<Scorer> scorer_;
  double margin_;
  std::shared_ptr<Impl> impl_;   // torch keeps modules in shared pointers
};

}  // namespace assay::kg
