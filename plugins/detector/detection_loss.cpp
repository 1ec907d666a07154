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

}  // namespace

LossTerms detectionLoss(std::span<const at::Tensor> outputs, const DetectionBatch& batch,
                        std::span<const LevelSpec> levels, const LossWeights& weights) {
  at::Tensor objectness, ofClass, box;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const LevelLoss loss = levelLoss(outputs[i], batch.levels[i], levels[i], weights.smoothing);
    objectness = i == 0 ? loss.objectness : objectness + loss.objectness;
    ofClass = i == 0 ? loss.ofClass : ofClass + loss.ofClass;
    box = i == 0 ? loss.box : box + loss.box;
  }
  at::Tensor divisors = batch.divisors;
  if (const ProcessGroup* ranks = currentRanks(); ranks != nullptr) {
    // Each sums over its pictures and divides by the whole batch's count: their mean is the batch's loss.
    const double least = 1.0 / double(ranks->size());
    divisors = at::tensor({float(std::max(meanOverRanks(double(batch.centres)), least)), float(std::max(meanOverRanks(batch.weightSum), least))}).to(divisors.device());
  }
  objectness = objectness / divisors[0];
  ofClass = ofClass / divisors[1];
  box = box / divisors[1];
  LossTerms terms;
  terms.total = objectness + ofClass + weights.box * box;
  terms.parts = {{"objectness", objectness.detach()}, {"class", ofClass.detach()}, {"box", box.detach()}};
  return terms;
}

}  // namespace assay::detector
