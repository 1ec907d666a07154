// SPDX-License-Identifier: Apache-2.0
#include <ATen/Parallel.h>
#include <torch/torch.h>

#include "plugins/knowledge_graph/loss_options.h"
#include "plugins/knowledge_graph/row_math.h"

namespace assay::kg {
namespace {

const int64_t* idsOf(const at::Tensor& ids) { return ids.const_data_ptr<int64_t>(); }

at::Tensor sumOf(const std::vector<double>& parts) {
  double sum = 0;
  for (const double part : parts) sum += part;
  return at::scalar_tensor(sum, at::TensorOptions().dtype(at::kFloat));
}

/// Calls body(first, last) for ranges of columns, one a thread; complex numbers stay whole.
template <class Body>
void overColumns(int64_t width, const Body& body) {
  const int64_t unit = width % 2 == 0 ? 2 : 1;
  at::parallel_for(0, width / unit, 16, [&](int64_t first, int64_t last) { body(first * unit, last * unit); });
}

class KernelRowMath final : public RowMath {
 public:
  int64_t paddedCount(int64_t count) const override { return count; }

  at::Tensor products(const RowsOf& left, const RowsOf& right, Product kind) const override {
    const int64_t width = left.table.size(1), count = left.ids.size(0);
    at::Tensor out = at::empty({count, width}, at::TensorOptions().dtype(at::kFloat));
    float* const to = out.data_ptr<float>();
    const float *const a = left.table.const_data_ptr<float>(), *const b = right.table.const_data_ptr<float>();
    const auto *const i = idsOf(left.ids), *const j = idsOf(right.ids);
    at::parallel_for(0, count, 16, [&](int64_t first, int64_t last) {
      for (int64_t n = first; n < last; ++n) productRow(to + n * width, a + i[n] * width, b + j[n] * width, width, kind);
    });
    return out;
  }

  void addProductGradients(const at::Tensor& outer, const RowsOf& left, const RowsOf& right, Product kind, at::Tensor& leftGradient,
                           at::Tensor& rightGradient) const override {
    const at::Tensor given = outer.contiguous();
    const int64_t width = left.table.size(1), count = left.ids.size(0);
    const float *const g = given.const_data_ptr<float>(), *const a = left.table.const_data_ptr<float>(),
                       *const b = right.table.const_data_ptr<float>();
    float *const ga = leftGradient.data_ptr<float>(), *const gb = rightGradient.data_ptr<float>();
    const auto *const i = idsOf(left.ids), *const j = idsOf(right.ids);
    overColumns(width, [&](int64_t first, int64_t last) {
      for (int64_t n = 0; n < count; ++n) {
        const int64_t l = i[n] * width + first, r = j[n] * width + first;
        kg::addProductGradients(g + n * width + first, a + l, b + r, ga + l, gb + r, last - first, kind);
      }
    });
  }

  at::Tensor addJointPenalty(const RowsOf& heads, const RowsOf& relations, const RowsOf& tails, double weight, bool isComplex,
                             at::Tensor& entityGradient, at::Tensor& relationGradient) const override {
    const int64_t width = heads.table.size(1), count = heads.ids.size(0);
    const float *const entities = heads.table.const_data_ptr<float>(), *const links = relations.table.const_data_ptr<float>();
    float *const onEntities = entityGradient.data_ptr<float>(), *const onLinks = relationGradient.data_ptr<float>();
    const auto *const h = idsOf(heads.ids), *const r = idsOf(relations.ids), *const t = idsOf(tails.ids);
    std::vector<double> sums(std::size_t(width), 0.0);   // by the first column of a range
    overColumns(width, [&](int64_t first, int64_t last) {
      for (int64_t n = 0; n < count; ++n) {
        const int64_t head = h[n] * width + first, relation = r[n] * width + first, tail = t[n] * width + first;
        sums[std::size_t(first)] += jointRow({entities + head, links + relation, entities + tail},
                                             {onEntities + head, onLinks + relation, onEntities + tail}, last - first, isComplex, duraOwn,
                                             duraProduct, float(weight));
      }
    });
    return sumOf(sums);
  }

  at::Tensor addPenalty(const RowsOf& rows, const at::Tensor& starts, const Penalty& penalty, at::Tensor& gradient) const override {
    const int64_t width = rows.table.size(1), count = rows.ids.size(0);
    const auto *const ids = idsOf(rows.ids), *const uses = starts.defined() ? idsOf(starts) : nullptr;
    const float* const from = rows.table.const_data_ptr<float>();
    float* const to = gradient.data_ptr<float>();
    std::vector<double> sums(std::size_t(width), 0.0);   // by the first column of a range
    overColumns(width, [&](int64_t first, int64_t last) {
      for (int64_t n = 0; n < count; ++n) {
        const int64_t at = ids[n] * width + first;
        const float w = float(penalty.weight * double(uses != nullptr ? uses[n + 1] - uses[n] : 1));
        sums[std::size_t(first)] += penalty.isCubic ? cubicRow(from + at, to + at, last - first, penalty.isComplex, w)
                                                    : squareRow(from + at, to + at, last - first, w);
      }
    });
    return sumOf(sums);
  }

  at::Tensor softmaxGradient(at::Tensor& scores, const AnswersOf& answers, double scale) const override {
    const int64_t width = scores.size(1);
    const bool isHalf = scores.scalar_type() == at::kBFloat16;
    const auto *const starts = idsOf(answers.starts), *const own = idsOf(answers.answers);
    std::vector<double> losses(std::size_t(scores.size(0)));
    at::parallel_for(0, scores.size(0), 1, [&](int64_t first, int64_t last) {
      std::vector<float> scratch(isHalf ? std::size_t(width) : 0);
      for (int64_t row = first; row < last; ++row) {
        const std::span<const int64_t> right(own + starts[row], std::size_t(starts[row + 1] - starts[row]));
        losses[std::size_t(row)] =
            scale * (isHalf ? softmaxRow(static_cast<Half*>(scores.data_ptr()) + row * width, width, right, float(scale), scratch.data())
                            : softmaxRow(scores.data_ptr<float>() + row * width, width, right, float(scale)));
      }
    });
    return sumOf(losses);
  }
};

}  // namespace

const RowMath& kernelRowMath() {
  static const KernelRowMath math;
  return math;
}

}  // namespace assay::kg
