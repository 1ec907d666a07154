// SPDX-License-Identifier: Apache-2.0
// Boxes to learn a second look from: as wrong as a first look is, and beside them what each should be.
#pragma once

#include <span>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/random_seed.h"
#include "plugins/detector/box_geometry.h"

namespace assay::detector {

/// Of a batch: as many boxes of each picture, so that shapes return. x1, y1, x2, y2 in px of the picture.
struct EdgeLooks {
  at::Tensor boxes;         ///< [B,K,4]
  at::Tensor truths;        ///< [B,K,4] what of the nearest defect lies in the picture; far away where there is none
  at::Tensor weights;       ///< [B,K] 1; 0: a filler, or a place of which nobody knows what it is
  at::Tensor edgeWeights;   ///< [B,K] 1 where the box is near enough that its edges are worth a look, else 0

  std::vector<at::Tensor*> tensors() { return {&boxes, &truths, &weights, &edgeWeights}; }
};

/// Gathers them picture by picture.
class LookList {
 public:
  static constexpr int64_t perPicture = 28;   ///< K: 16 about the defects, 8 further off, 4 anywhere

  /// The next picture, of this size in px. The boxes are dealt among its defects; without one, or where what is known of it lies outside, only those that are anywhere count.
  void add(std::span<const Truth> truths, int width, int height, Random& random);
  EdgeLooks looks() const;
  int64_t pictures() const { return int64_t(weights_.size()) / perPicture; }
  double nearCount() const;   ///< sum of edgeWeights
  double count() const;       ///< sum of weights

 private:
  void append(const Box& box, const Box& truth, double weight, double edgeWeight);

  std::vector<float> boxes_, truths_, weights_, edgeWeights_;
};

}  // namespace assay::detector
