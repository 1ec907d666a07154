// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random_seed.h"
#include "plugins/detector/training_set.h"

namespace assay::detector {

struct CropPlace {
  std::size_t picture = 0;
  Point centre;
};

/// Where training looks: 60 % around a defect with all classes equally often, 15 % at differences that are
/// no defect, the rest anywhere.
class CropChooser {
 public:
  /// `overhang`: share of a crop's side that may lie outside its picture, where only its edge is repeated.
  CropChooser(const TrainingSet& set, int classCount, int crop, double overhang);
  /// `picture` is used for a crop anywhere, so that an epoch visits every picture.
  CropPlace choose(std::size_t picture, Random& random) const;
  /// Crops that cover every picture once, at least 32 a picture's worth of variety.
  int64_t epochSize() const { return epochSize_; }

 private:
  struct Spot {
    std::size_t picture;
    Point centre;
    double halfWidth, halfHeight;
  };
  CropPlace around(const Spot& spot, Random& random) const;
  CropPlace anywhere(std::size_t picture, Random& random) const;
  double within(double centre, int length) const;

  const TrainingSet& set_;
  int crop_;
  double overhang_;
  int64_t epochSize_ = 0;
  std::vector<std::vector<Spot>> defects_;   ///< by class, empty classes left out
  std::vector<Spot> distractors_;
};

}  // namespace assay::detector
