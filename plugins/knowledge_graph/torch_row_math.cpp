// SPDX-License-Identifier: Apache-2.0
#include <torch/torch.h>

#include "plugins/knowledge_graph/loss_options.h"
#include "plugins/knowledge_graph/row_math.h"

namespace assay::kg {
namespace {

at::Tensor rowsIn(const RowsOf& rows) { return rows.table.index_select(0, rows.ids); }

/// [n, 2 k] -> [n, k]
at::Tensor asComplex(const at::Tensor& rows) { return at::view_as_complex(rows.reshape({rows.size(0), -1, 2})); }
at::Tensor asReal(const at::Tensor& rows) { return at::view_as_real(rows.resolve_conj()).reshape({rows.size(0), -1}); }

/// [n, W] -> [n, W / 2, 2] of complex numbers or [n, W, 1] of reals.
at::Tensor byNumber(const at::Tensor& rows, bool isComplex) {
  const int64_t floats = isComplex ? 2 : 1;
  return rows.view({rows.size(0), rows.size(1) / floats, floats});
}

/// Squares of moduli: [n, numbers, 1].
at::Tensor squares(const at::Tensor& numbers) { return numbers.size(2) == 1 ? numbers.square() : numbers.square().sum(2, /*keepdim=*/true); }

class TorchRowMath final : public RowMath {
 public:
  // Tensor cores want rows that begin at multiples of 16 bytes; an odd number of entities would send products elsewhere.
  int64_t paddedCount(int64_t count) const override { return (count + 63) / 64 * 64; }

  at::Tensor products(const RowsOf& left, const RowsOf& right, Product kind) const override {
    const at::Tensor a = rowsIn(left), b = rowsIn(right);
    if (kind == Product::Real) return a * b;
    const at::Tensor first = kind == Product::Conjugate ? asComplex(a).conj() : asComplex(a);
    return asReal(first * asComplex(b));
  }

  void addProductGradients(const at::Tensor& outer, const RowsOf& left, const RowsOf& right, Product kind, at::Tensor& leftGradient,
                           at::Tensor& rightGradient) const override {
    at::Tensor a = rowsIn(left), b = rowsIn(right), ga, gb;
    if (kind == Product::Real) {
      ga = outer * b;
      gb = outer * a;
    } else {
      const at::Tensor g = asComplex(outer.contiguous());
      a = asComplex(a);
      b = asComplex(b);
      // Real parts of inner products: d Re(conj(g) a b) = Re(conj(g conj(b)) da), and with a conjugated Re(conj(conj(g) b) da).
      ga = asReal(kind == Product::Complex ? g * b.conj() : g.conj() * b);
      gb = asReal(kind == Product::Complex ? g * a.conj() : g * a);
    }
    leftGradient.index_add_(0, left.ids, ga);
    rightGradient.index_add_(0, right.ids, gb);
  }

  at::Tensor addJointPenalty(const RowsOf& heads, const RowsOf& relations, const RowsOf& tails, double weight, bool isComplex,
                             at::Tensor& entityGradient, at::Tensor& relationGradient) const override {
    const at::Tensor h = byNumber(rowsIn(heads), isComplex), r = byNumber(rowsIn(relations), isComplex), t = byNumber(rowsIn(tails), isComplex);
    const at::Tensor ends = squares(h).add_(squares(t)), onEnds = squares(r).mul_(duraProduct).add_(duraOwn);
    const auto add = [&](at::Tensor& gradient, const RowsOf& rows, const at::Tensor& values, const at::Tensor& factors, double share) {
      gradient.index_add_(0, rows.ids, (values * factors).flatten(1), share);
    };
    add(entityGradient, heads, h, onEnds, 2 * weight);
    add(entityGradient, tails, t, onEnds, 2 * weight);
    add(relationGradient, relations, r, ends, 2 * weight * duraProduct);
    return (ends * onEnds).sum() * weight;
  }

  at::Tensor addPenalty(const RowsOf& rows, const at::Tensor& starts, const Penalty& penalty, at::Tensor& gradient) const override {
    const at::Tensor values = byNumber(rowsIn(rows), penalty.isCubic && penalty.isComplex);
    at::Tensor weights = at::full({values.size(0), 1, 1}, penalty.weight, values.options());
    if (starts.defined()) weights.mul_(starts.diff().view({-1, 1, 1}));
    const at::Tensor squared = squares(values);
    if (!penalty.isCubic) {
      gradient.index_add_(0, rows.ids, (weights * values).flatten(1), 2);
      return (weights * squared).sum();
    }
    const at::Tensor weighted = squared.sqrt().mul_(weights);
    gradient.index_add_(0, rows.ids, (weighted * values).flatten(1), 3);
    return (weighted * squared).sum();
  }

  // Few operators: on a GPU, batches like these are done sooner than their operators can be started.
  at::Tensor softmaxGradient(at::Tensor& scores, const AnswersOf& answers, double scale) const override {
    const at::Tensor gradient = scores.log_softmax(1, at::kFloat);
    const at::Tensor loss = gradient.index({answers.rows, answers.answers}).sum() * -scale;
    gradient.exp_().mul_((answers.starts.diff() * scale).unsqueeze(1));
    gradient.index_put_({answers.rows, answers.answers}, gradient.index({answers.rows, answers.answers}) - scale);
    scores.copy_(gradient);
    return loss;
  }
};

}  // namespace

const RowMath& torchRowMath() {
  static const TorchRowMath math;
  return math;
}

}  // namespace assay::kg
