// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <ATen/core/Tensor.h>

#include "core/engine/backbones/efficientnet_lite.h"

namespace assay {

/// What a picture looks like around each point of a grid, in the words of a backbone that was trained on photographs: the maps of its last two stages
/// (stride 32, 512 values), for larger pictures of its last three (stride 16, 624 values), averaged over 3 x 3 points.
class ASSAY_ENGINE_API PatchFeatures {
 public:
  /// `backbone` must live on.
  explicit PatchFeatures(const EfficientNetLite& backbone) : backbone_(backbone) {}

  /// Values at a point, of pictures of that side.
  static constexpr int64_t width(int64_t side) { return 192 + 320 + (isFine(side) ? 112 : 0); }

  /// Points on an edge of their map.
  static constexpr int64_t points(int64_t side) { return isFine(side) ? (side + 15) / 16 : (side + 31) / 32; }

  /// picture: [1, 3, H, W] of values 0..1, any size; brought to `side` x `side` first, whatever its shape: parts of one kind then lie in one place.
  /// Returns [h, w, width(side)] with h = w = points(side). Without gradients.
  at::Tensor at(const at::Tensor& picture, int64_t side) const;

 private:
  static constexpr bool isFine(int64_t side) { return side >= 192; }

  const EfficientNetLite& backbone_;
};

/// The four mirror images of a picture [.., H, W], itself first.
ASSAY_ENGINE_API std::vector<at::Tensor> mirrored(const at::Tensor& picture);

}  // namespace assay
