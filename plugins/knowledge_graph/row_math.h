// SPDX-License-Identifier: Apache-2.0
// What the fused loss does to the few rows of the tables that a batch names, and to its scores. Once by our own kernels (CPU,
// each thread a range of columns, so sums keep their order and results their bits), once by torch's operators (any device).
#pragma once

#include <ATen/core/Tensor.h>

#include "plugins/knowledge_graph/row_kernels.h"

namespace assay::kg {

/// Rows of a float table [N, W], by ids [n] (int64); rows may repeat.
struct RowsOf {
  const at::Tensor& table;
  const at::Tensor& ids;
};

struct Penalty {
  double weight = 0;
  bool isCubic = true, isComplex = false;
};

/// Answers of questions in compressed rows, int64.
struct AnswersOf {
  const at::Tensor& starts;    ///< [B + 1]
  const at::Tensor& rows;      ///< [T] the question of each answer
  const at::Tensor& answers;   ///< [T] no question has one twice
};

/// Without autograd; numbers are tensors of no dimension on the tables' device, so that nothing waits for one. Thread-safe.
class RowMath {
 public:
  virtual ~RowMath() = default;

  /// Rows that a table of `count` should have in products; those behind its end are zero.
  virtual int64_t paddedCount(int64_t count) const = 0;
  /// [n, W]: left row i times right row i.
  virtual at::Tensor products(const RowsOf& left, const RowsOf& right, Product kind) const = 0;
  /// Adds to the tables' gradients what `outer`, the gradient of products, means for the factors. Both gradients may be
  /// the same tensor.
  virtual void addProductGradients(const at::Tensor& outer, const RowsOf& left, const RowsOf& right, Product kind, at::Tensor& leftGradient,
                                   at::Tensor& rightGradient) const = 0;
  /// DURA of each triple (heads[n], relations[n], tails[n]); adds its gradients. The entities' gradient is one tensor.
  virtual at::Tensor addJointPenalty(const RowsOf& heads, const RowsOf& relations, const RowsOf& tails, double weight, bool isComplex,
                                     at::Tensor& entityGradient, at::Tensor& relationGradient) const = 0;
  /// Penalty of each row, `starts` [n + 1] saying by the differences of neighbours how often it counts (undefined: once);
  /// adds its gradient.
  virtual at::Tensor addPenalty(const RowsOf& rows, const at::Tensor& starts, const Penalty& penalty, at::Tensor& gradient) const = 0;
  /// Scores [B, N], fp32 or bf16, rows side by side or parts of longer ones where padded, become the gradient of: sum over answers of log(sum of exp(scores of its question)) minus
  /// its own score, times `scale`. Returns that loss, scaled.
  virtual at::Tensor softmaxGradient(at::Tensor& scores, const AnswersOf& answers, double scale) const = 0;
};

const RowMath& kernelRowMath();
const RowMath& torchRowMath();

}  // namespace assay::kg
