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

/// Squares of moduli, once for each float that they belong to: [n, W] -> [n, W].
at::Tensor squares(const at::Tensor& rows, bool isComplex) {
  if (!isComplex) return rows.square();
  return rows.reshape({rows.size(0), -1, 2}).square().sum(2, /*keepdim=*/true).expand({-1, -1, 2}).reshape(rows.sizes());
}

class TorchRowMath final : public RowMath {
 public:
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
    const at::Tensor h = rowsIn(heads), r = rowsIn(relations), t = rowsIn(tails);
    const at::Tensor ends = squares(h, isComplex) + squares(t, isComplex);
    const at::Tensor onEnds = duraOwn + duraProduct * squares(r, isComplex);
    entityGradient.index_add_(0, heads.ids, 2 * weight * onEnds * h);
    entityGradient.index_add_(0, tails.ids, 2 * weight * onEnds * t);
    relationGradient.index_add_(0, relations.ids, 2 * weight * duraProduct * ends * r);
    return (ends * onEnds).sum() * (isComplex ? weight / 2 : weight);   // a complex number's square stands there twice
  }

  at::Tensor addPenalty(const RowsOf& rows, const at::Tensor& starts, const Penalty& penalty, at::Tensor& gradient) const override {
    const at::Tensor values = rowsIn(rows);
    at::Tensor weights = at::full({values.size(0), 1}, penalty.weight, values.options());
    if (starts.defined()) weights.mul_(starts.diff().to(at::kFloat).unsqueeze(1));
    if (!penalty.isCubic) {
      gradient.index_add_(0, rows.ids, 2 * weights * values);
      return (weights * values.square()).sum();
    }
    const at::Tensor squared = squares(values, penalty.isComplex), moduli = squared.sqrt();
    gradient.index_add_(0, rows.ids, 3 * weights * moduli * values);
    return (weights * squared * moduli).sum() / (penalty.isComplex ? 2 : 1);
  }

  at::Tensor softmaxGradient(at::Tensor& scores, const AnswersOf& answers, double scale) const override {
    const at::Tensor exact = scores.to(at::kFloat);
    const at::Tensor own = exact.index({answers.rows, answers.answers});
    const at::Tensor loss = (exact.logsumexp(1).index_select(0, answers.rows) - own).sum() * scale;
    at::Tensor gradient = exact.softmax(1).mul_(answers.starts.diff().to(at::kFloat).mul_(scale).unsqueeze(1));
    const at::Tensor share = at::full({}, -scale, gradient.options());
    gradient.index_put_({answers.rows, answers.answers}, share, /*accumulate=*/true);
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
