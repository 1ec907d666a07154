// SPDX-License-Identifier: Apache-2.0
#include "core/engine/anomaly/patch_features.h"

#include <torch/torch.h>

namespace assay {

at::Tensor PatchFeatures::at(const at::Tensor& picture, int64_t side) const {
  const at::NoGradGuard noGradients;
  const at::Tensor resized = at::_upsample_bilinear2d_aa(picture, {side, side}, /*align_corners=*/false);
  const std::vector<at::Tensor> stages = backbone_.stageMaps(resized);
  std::vector<at::Tensor> smooth;
  for (std::size_t i = stages.size() - (isFine(side) ? 3 : 2); i < stages.size(); ++i) {
    const at::Tensor map = at::avg_pool2d(at::replication_pad2d(stages[i], {1, 1, 1, 1}), 3, 1);
    const bool isCoarser = !smooth.empty() && map.sizes().slice(2) != smooth.front().sizes().slice(2);
    smooth.push_back(isCoarser ? at::upsample_bilinear2d(map, smooth.front().sizes().slice(2), /*align_corners=*/false) : map);
  }
  return at::cat(smooth, 1)[0].permute({1, 2, 0}).contiguous();
}

std::vector<at::Tensor> mirrored(const at::Tensor& picture) {
  return {picture, picture.flip({-1}), picture.flip({-2}), picture.flip({-1, -2})};
}

}  // namespace assay
