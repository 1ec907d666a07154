// SPDX-License-Identifier: Apache-2.0
// Rows of tables, read and changed in place by their ids: what a batch does to the few rows it names. CPU, float.
// Rows may repeat; each thread takes a range of columns, so sums keep their order and results their bits.
#pragma once

#include <ATen/core/Tensor.h>

#include "plugins/knowledge_graph/row_kernels.h"

namespace assay::kg {

/// Rows of a table [N, W], by ids [n] (int64).
struct RowsOf {
  const at::Tensor& table;
  const at::Tensor& ids;
};

/// [n, W]: left row i times right row i.
at::Tensor productsOf(const RowsOf& left, const RowsOf& right, Product kind);

/// Adds to the tables' gradients what `outer`, the gradient of productsOf, means for the factors. Both gradients may be
/// the same tensor.
void addProductGradients(const at::Tensor& outer, const RowsOf& left, const RowsOf& right, Product kind, at::Tensor& leftGradient,
                         at::Tensor& rightGradient);

struct Penalty {
  double weight = 0;
  bool isCubic = true, isComplex = false;
};

/// DURA of each triple (heads[n], relations[n], tails[n]); adds its gradients. The entities' gradient is one tensor.
double addJointPenalty(const RowsOf& heads, const RowsOf& relations, const RowsOf& tails, double weight, bool isComplex, at::Tensor& entityGradient,
                       at::Tensor& relationGradient);

/// Penalty of each row, `uses` [n + 1] times (differences of neighbours; null: once); adds its gradient.
double addPenalty(const RowsOf& rows, const int64_t* uses, const Penalty& penalty, at::Tensor& gradient);

}  // namespace assay::kg
