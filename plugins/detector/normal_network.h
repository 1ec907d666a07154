// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/json.h"
#include "core/engine/anomaly/patch_features.h"
#include "core/engine/anomaly/patch_memory.h"

namespace torch::nn {
class Module;
}

namespace assay::detector {

/// Sides to which a picture is brought before its patches are looked at: whole objects with their light in the small ones, a crack in the large.
inline constexpr std::array<int64_t, 4> normalSides{64, 96, 256, 320};

/// The pretrained backbone and what is remembered of normal pictures at each side.
class NormalNetwork {
 public:
  /// Without that file the weights are random, until a checkpoint's take their place.
  explicit NormalNetwork(std::filesystem::path pretrained);

  /// Throws Error{NotFound} when the pretrained weights are not there: nothing can be learnt without them.
  void requirePretrained() const;

  torch::nn::Module& module();
  std::shared_ptr<torch::nn::Module> sharedModule() const;

  /// Features of a picture at each side, [h, w, PatchFeatures::width].
  std::vector<at::Tensor> features(const at::Tensor& picture) const;

  /// One memory for each side; copied into the module's buffers.
  void remember(const std::vector<PatchMemory>& memories);
  std::vector<PatchMemory> memories() const;   ///< shares storage with the module; empty before anything is remembered

  /// Shapes of the memories, so that a checkpoint's tensors find their place.
  Json shapes() const;
  /// Throws Error{BadInput}.
  void makeRoom(const Json& shapes, const std::string& where);

 private:
  struct Net;
  const std::filesystem::path pretrained_;
  std::shared_ptr<Net> net_;
};

}  // namespace assay::detector
