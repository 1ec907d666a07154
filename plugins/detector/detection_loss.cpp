// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/detection_loss.h"

#include <torch/torch.h>

#include "core/engine/device/process_group.h"
#include "core/engine/losses/center_focal.h"
#include "core/engine/losses/giou.h"
#include "core/engine/losses/smoothed_cross_entropy.h"
#include "plugins/detector/peaks.h"

namespace assay::detector {

namespace {

struct LevelLoss {
  at::Tensor objectness, ofClass, box;
};

LevelLoss levelLoss(const at::Tensor& raw, const LevelBatch& target, const LevelSpec& level, double smoothing) {
  const at::Tensor out = raw.to(at::kFloat);   // half precision ends here
  const int64_t values = out.size(1);
  LevelLoss loss;
  loss.objectness = centerFocalLoss(out.narrow(1, 0, 1), target.heat, target.heatWeight);
  const at::Tensor cells = out.permute({0, 2, 3, 1}).reshape({-1, values}).index_select(0, target.cells);
  loss.ofClass = (smoothedCrossEntropy(cells.narrow(1, 1, values - 5), target.classes, smoothing) * target.weights).sum();
  const at::Tensor sides =
      2.0 * level.stride * at::exp(at::clamp(cells.narrow(1, values - 4, 4), minimumLogDistance, maximumLogDistance));
  loss.box = (giouOfDistances(sides, target.distances) * target.weights).sum();
  return loss;
}

/// Of the whole batch: each rank sums over its pictures and divides by the whole batch's count, so that their mean is the batch's loss.
at::Tensor divisorsOf(const DetectionBatch& batch) {
  ProcessGroup* ranks = currentRanks();
  if (ranks == nullptr) return batch.divisors;
  const at::Tensor counts = at::tensor({double(batch.centres), batch.weightSum, batch.nearLooks, batch.allLooks}, at::kDouble);
  ranks->sum(counts);
  return (at::clamp_min(counts, 1) / double(ranks->size())).to(batch.divisors.device(), at::kFloat);
}

}  // namespace

LossTerms detectionLoss(std::span<const at::Tensor> outputs, const DetectionBatch& batch,
                        std::span<const LevelSpec> levels, const LossWeights& weights, const EdgeView* secondLook) {
  at::Tensor objectness, ofClass, box;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const LevelLoss loss = levelLoss(outputs[i], batch.levels[i], levels[i], weights.smoothing);
    objectness = i == 0 ? loss.objectness : objectness + loss.objectness;
    ofClass = i == 0 ? loss.ofClass : ofClass + loss.ofClass;
    box = i == 0 ? loss.box : box + loss.box;
  }
  const at::Tensor divisors = divisorsOf(batch);
  objectness = objectness / divisors[0];
  ofClass = ofClass / divisors[1];
  box = box / divisors[1];
  LossTerms terms;
  terms.total = objectness + ofClass + weights.box * box;
  terms.parts = {{"objectness", objectness.detach()}, {"class", ofClass.detach()}, {"box", box.detach()}};
  if (secondLook == nullptr) return terms;
  const EdgeLoss again = EdgeFinder::loss(*secondLook, batch.looks);
  const at::Tensor edges = again.edges / divisors[2], quality = again.quality / divisors[3];
  terms.total = terms.total + edges + weights.quality * quality;
  terms.parts.insert(terms.parts.end(), {{"edges", edges.detach()}, {"quality", quality.detach()}});
  return terms;
}

}  // namespace assay::detector
