// SPDX-License-Identifier: Apache-2.0
#include "core/engine/losses/mask_loss.h"

#include <algorithm>

#include <torch/torch.h>

#include "core/engine/device/process_group.h"

namespace assay {

namespace {

/// A part over a whole, both summed over a batch. Over the batch of all ranks: its value, and a gradient whose mean over the ranks is that of the ratio.
at::Tensor ratioOverRanks(const at::Tensor& part, const at::Tensor& whole, double extra) {
  const ProcessGroup* ranks = currentRanks();
  if (ranks == nullptr) return (part + extra) / (whole + extra);
  const double share = extra / double(ranks->size());
  const double meanPart = meanOverRanks(part.item<double>()) + share, meanWhole = meanOverRanks(whole.item<double>()) + share;
  const at::Tensor slope = part / meanWhole - whole * (meanPart / (meanWhole * meanWhole));
  return slope - slope.detach() + meanPart / meanWhole;
}

/// The mean over the ranks is the sum of all over the known pixels of all.
at::Tensor perKnownPixel(const at::Tensor& sum, const at::Tensor& known) {
  const ProcessGroup* ranks = currentRanks();
  if (ranks == nullptr) return sum / at::clamp_min(known.sum(), 1);
  return sum / std::max(meanOverRanks(known.sum().item<double>()), 1.0 / double(ranks->size()));
}

}  // namespace

at::Tensor maskLoss(const at::Tensor& logits, const at::Tensor& target) {
  const at::Tensor known = target.ge(0).to(logits.scalar_type()), inside = at::clamp_min(target, 0);
  const at::Tensor entropy = perKnownPixel(at::binary_cross_entropy_with_logits(logits, inside, known, {}, at::Reduction::Sum), known);
  const at::Tensor p = at::sigmoid(logits) * known;
  // One more pixel on both sides: a batch without a defect that says so has no loss.
  return entropy + 1 - ratioOverRanks(2 * (p * inside).sum(), p.sum() + inside.sum(), 1);
}

}  // namespace assay
