// SPDX-License-Identifier: Apache-2.0
#include "core/engine/anomaly/coreset.h"

#include <torch/torch.h>

#include "core/base/error.h"

namespace assay {

at::Tensor greedyCoreset(const at::Tensor& rows, int64_t count) {
  require(rows.dim() == 2 && count >= 1 && count <= rows.size(0), "a coreset takes between one and all of the rows");
  const at::NoGradGuard noGradients;
  const at::Tensor squares = rows.square().sum(1);
  at::Tensor nearest = at::full({rows.size(0)}, std::numeric_limits<float>::infinity(), rows.options());
  std::vector<int64_t> chosen{0};
  while (int64_t(chosen.size()) < count) {
    const at::Tensor last = rows[chosen.back()];
    const at::Tensor distance = squares + last.square().sum() - 2 * at::mv(rows, last);   // squared
    nearest = at::minimum(nearest, distance.clamp_min(0));
    nearest.index_fill_(0, at::tensor({chosen.back()}, rows.options().dtype(at::kLong)), -1);   // not twice, whatever rounding says
    chosen.push_back(nearest.argmax().item<int64_t>());
  }
  return at::tensor(chosen, rows.options().dtype(at::kLong));
}

}  // namespace assay
