// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/table_rows.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include "plugins/knowledge_graph/loss_options.h"

namespace assay::kg {
namespace {

/// Calls body(first, last) for ranges of columns, one a thread; complex numbers stay whole.
template <class Body>
void overColumns(int64_t width, const Body& body) {
  const int64_t unit = width % 2 == 0 ? 2 : 1;
  at::parallel_for(0, width / unit, 16, [&](int64_t first, int64_t last) { body(first * unit, last * unit); });
}

}  // namespace

at::Tensor productsOf(const RowsOf& left, const RowsOf& right, Product kind) {
  const int64_t width = left.table.size(1), count = left.ids.size(0);
  at::Tensor out = at::empty({count, width}, at::TensorOptions().dtype(at::kFloat));
  float* const to = out.data_ptr<float>();
  const float *const a = left.table.const_data_ptr<float>(), *const b = right.table.const_data_ptr<float>();
  const auto *const i = left.ids.const_data_ptr<int64_t>(), *const j = right.ids.const_data_ptr<int64_t>();
  at::parallel_for(0, count, 16, [&](int64_t first, int64_t last) {
    for (int64_t n = first; n < last; ++n) productRow(to + n * width, a + i[n] * width, b + j[n] * width, width, kind);
  });
  return out;
}

void addProductGradients(const at::Tensor& outer, const RowsOf& left, const RowsOf& right, Product kind, at::Tensor& leftGradient,
                         at::Tensor& rightGradient) {
  const at::Tensor given = outer.contiguous();
  const int64_t width = left.table.size(1), count = left.ids.size(0);
  const float *const g = given.const_data_ptr<float>(), *const a = left.table.const_data_ptr<float>(),
                     *const b = right.table.const_data_ptr<float>();
  float *const ga = leftGradient.data_ptr<float>(), *const gb = rightGradient.data_ptr<float>();
  const auto *const i = left.ids.const_data_ptr<int64_t>(), *const j = right.ids.const_data_ptr<int64_t>();
  overColumns(width, [&](int64_t first, int64_t last) {
    for (int64_t n = 0; n < count; ++n) {
      const int64_t l = i[n] * width + first, r = j[n] * width + first;
      addProductGradients(g + n * width + first, a + l, b + r, ga + l, gb + r, last - first, kind);
    }
  });
}

double addJointPenalty(const RowsOf& heads, const RowsOf& relations, const RowsOf& tails, double weight, bool isComplex, at::Tensor& entityGradient,
                       at::Tensor& relationGradient) {
  const int64_t width = heads.table.size(1), count = heads.ids.size(0);
  const float *const entities = heads.table.const_data_ptr<float>(), *const links = relations.table.const_data_ptr<float>();
  float *const onEntities = entityGradient.data_ptr<float>(), *const onLinks = relationGradient.data_ptr<float>();
  const auto *const h = heads.ids.const_data_ptr<int64_t>(), *const r = relations.ids.const_data_ptr<int64_t>(), *const t = tails.ids.const_data_ptr<int64_t>();
  std::vector<double> sums(std::size_t(width), 0.0);   // by the first column of a range
  overColumns(width, [&](int64_t first, int64_t last) {
    for (int64_t n = 0; n < count; ++n) {
      const int64_t head = h[n] * width + first, relation = r[n] * width + first, tail = t[n] * width + first;
      sums[std::size_t(first)] += jointRow({entities + head, links + relation, entities + tail}, {onEntities + head, onLinks + relation, onEntities + tail}, last - first,
                                           isComplex, duraOwn, duraProduct, float(weight));
    }
  });
  double sum = 0;
  for (const double part : sums) sum += part;
  return sum;
}

double addPenalty(const RowsOf& rows, const int64_t* uses, const Penalty& penalty, at::Tensor& gradient) {
  const int64_t width = rows.table.size(1), count = rows.ids.size(0);
  const auto* const ids = rows.ids.const_data_ptr<int64_t>();
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
  double sum = 0;
  for (const double part : sums) sum += part;
  return sum;
}

}  // namespace assay::kg
