// SPDX-License-Identifier: Apache-2.0
// A second look at a box: where along its width and height does the defect begin and end?
#pragma once

#include <memory>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "plugins/detector/edge_looks.h"

namespace torch::nn {
class Module;
}

namespace assay::detector {

/// What is seen of R boxes.
struct EdgeView {
  at::Tensor places;    ///< [R,4,places] logits: where the left, top, right and bottom edge is, from outside to inside
  at::Tensor quality;   ///< [R] logit of how well the box overlaps a defect once its edges are moved
};

/// Sums over a batch's boxes.
struct EdgeLoss {
  at::Tensor edges, quality;
};

/// Features within a box are averaged along its height, and what is seen along its width, and half of it beyond, says where the left edge is, of a few places with a probability each;
/// likewise the other three, by the same filters: what ends a defect does so from any side. Lines of features for each edge, and places in place of distances: Wang et al. 2020, "Side-Aware
/// Boundary Localization", section 3; averages of exact areas: Jiang et al. 2018, "Acquisition of Localization Confidence", section 3.2; an edge as the mean of its probabilities: Li et al.
/// 2020, "Generalized Focal Loss", equations 5 and 6.
class EdgeFinder {
 public:
  EdgeFinder(int64_t channels, int stride, at::Generator random);
  std::shared_ptr<torch::nn::Module> module() const;

  /// `features` [B,channels,h,w] of cells of `stride` px, `boxes` [B,K,4] px: x1, y1, x2, y2; R is B times K. In FP32, on the device of the features, whatever the autocast.
  EdgeView look(const at::Tensor& features, const at::Tensor& boxes) const;
  /// The boxes [R,4] with their edges moved, px; each by half of the box's width or height at most.
  static at::Tensor moved(const EdgeView& view, const at::Tensor& boxes);
  /// Cross-entropy of the places and twice the generalised overlap; cross-entropy of the quality against the overlap that is reached.
  static EdgeLoss loss(const EdgeView& view, const EdgeLooks& looks);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace assay::detector
