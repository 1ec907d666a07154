// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/engine/data/batch_source.h"
#include "plugins/detector/edge_looks.h"
#include "plugins/detector/target_grid.h"

namespace assay::detector {

/// Targets of one pyramid level. Cells that regress a box are listed, so that the loss gathers them
/// without asking the device how many there are.
struct LevelBatch {
  at::Tensor heat, heatWeight;   ///< [B,1,h,w]
  at::Tensor cells;              ///< [P] int64 into B*h*w
  at::Tensor classes;            ///< [P] int64
  at::Tensor distances;          ///< [P,4] px
  at::Tensor weights;            ///< [P]

  std::vector<at::Tensor*> tensors() { return {&heat, &heatWeight, &cells, &classes, &distances, &weights}; }
  /// Cells of weight 0 make P a multiple of `step`, and more than none, so that shapes return from batch to batch.
  void pad(int64_t step);
};

/// [B,C,H,W] whose channels lie together in memory, as CPUs and GPUs like them best and writePairChannels() writes them.
at::Tensor emptyImages(int64_t count, int64_t channels, int64_t height, int64_t width);

struct DetectionBatch final : Batch {
  at::Tensor images;             ///< emptyImages(), filled
  std::vector<LevelBatch> levels;
  at::Tensor masks;              ///< [B,1,H/maskStride,W/maskStride] 1, 0 or -1 where it is unclear; undefined where none are learned
  EdgeLooks looks;               ///< undefined tensors where no box is looked at again
  int64_t centres = 0;           ///< defects in the batch
  double weightSum = 0;          ///< of all regression weights
  double nearLooks = 0, allLooks = 0;    ///< sums of the weights of `looks`
  at::Tensor divisors;           ///< [4] all of them, at least 1: on the batch's device

  int64_t size() const override { return images.size(0); }
  double weight() const override { return 1; }   // the loss is a mean over the defects of all ranks already
  void moveTo(c10::Device device) override;
  std::vector<at::Tensor*> fixedTensors() override;
};

/// Fills `levels`, `centres`, `weightSum`, what `lookAt` has and `divisors`; truths per picture of the batch, in pixels of `images`.
void fillTargets(DetectionBatch& batch, std::span<const std::vector<Truth>> truths, std::span<const LevelSpec> levels, const LookList& lookAt = {});

}  // namespace assay::detector
