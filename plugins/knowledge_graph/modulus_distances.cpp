// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/modulus_distances.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include "plugins/knowledge_graph/row_kernels.h"

namespace assay::kg {
namespace {

/// What `outer` [B, N] means for the rows of `left` [B, W]; each thread has rows of its own.
at::Tensor gradientOf(const at::Tensor& left, const at::Tensor& right, const at::Tensor& outer) {
  at::Tensor gradient = at::zeros_like(left);
  const int64_t width = left.size(1), others = right.size(0);
  const float *const a = left.const_data_ptr<float>(), *const b = right.const_data_ptr<float>(), *const g = outer.const_data_ptr<float>();
  float* const to = gradient.data_ptr<float>();
  at::parallel_for(0, left.size(0), 1, [&](int64_t first, int64_t last) {
    for (int64_t row = first; row < last; ++row)
      for (int64_t other = 0; other < others; ++other)
        if (const float factor = g[row * others + other]; factor != 0)
          addModulusGradient(a + row * width, b + other * width, to + row * width, width / 2, factor);
  });
  return gradient;
}

struct ModulusDistances : torch::autograd::Function<ModulusDistances> {
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& leftRows, const at::Tensor& rightRows) {
    const at::Tensor left = leftRows.to(at::kFloat).contiguous(), right = rightRows.to(at::kFloat).contiguous();
    context->save_for_backward({left, right});
    const int64_t width = left.size(1), count = right.size(0);
    at::Tensor out = at::empty({left.size(0), count}, left.options());
    const float *const a = left.const_data_ptr<float>(), *const b = right.const_data_ptr<float>();
    float* const to = out.data_ptr<float>();
    at::parallel_for(0, left.size(0), 1, [&](int64_t first, int64_t last) {
      for (int64_t row = first; row < last; ++row)
        for (int64_t other = 0; other < count; ++other)
          to[row * count + other] = modulusDistance(a + row * width, b + other * width, width / 2);
    });
    return out;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list outer) {
    const torch::autograd::variable_list saved = context->get_saved_variables();
    const at::Tensor given = outer[0].to(at::kFloat).contiguous();
    return {gradientOf(saved[0], saved[1], given), gradientOf(saved[1], saved[0], given.t().contiguous())};
  }
};

}  // namespace

at::Tensor modulusDistances(const at::Tensor& left, const at::Tensor& right) { return ModulusDistances::apply(left, right); }

}  // namespace assay::kg
