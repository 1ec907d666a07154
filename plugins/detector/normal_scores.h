// SPDX-License-Identifier: Apache-2.0
// From distances to the memories to a number that means something.
#pragma once

#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/json.h"
#include "core/report/confidence.h"

namespace assay::detector {

/// Of one picture, which is a tile of an image or a whole one: a map [h, w] of distances for each side.
using Distances = std::vector<at::Tensor>;

/// The mean over 3 x 3 points, where there are more than 3 by 3; on the CPU.
at::Tensor smoothed(const at::Tensor& distances);

/// {"mean", "deviation", "count"}: the distribution in a checkpoint.
Json predictiveJson(const Predictive& p);
/// Throws Error{BadInput}.
Predictive predictiveFrom(const Json& json, const std::string& where);

/// How normal pictures score that a memory has not seen. Immutable once made.
class NormalScores {
 public:
  NormalScores() = default;
  /// Distances of held-out views: of normal pictures one after another equally many views each, the picture itself first. `imageOf`: of each picture the
  /// image that it is a tile of, 0, 1, .. one after another; 3 images or more.
  NormalScores(const std::vector<Distances>& heldOut, const std::vector<int64_t>& imageOf);

  /// In standard deviations of normal pictures, the mean over the sides of the strangest place: 0 is usual, larger is stranger. An image has that of its
  /// strangest tile.
  double imageScore(const Distances& sides) const;
  /// The same for each place, [g, g] with g = gridSide.
  at::Tensor placeScores(const Distances& sides) const;
  static constexpr int64_t gridSide = 40;

  /// In standard deviations of whole normal images that a memory has not seen.
  double standing(double imageScore) const { return (imageScore - image_.mean) / image_.deviation; }
  /// Share of normal images that score lower.
  double probability(double imageScore) const { return image_.below(imageScore); }
  /// Share of normal images whose strangest place scores lower.
  double placeProbability(double placeScore) const { return place_.below(placeScore); }
  /// The place score that half of the normal images reach nowhere.
  double usualPeak() const { return place_.quantile(0.5); }
  /// Held-out normal images, and those to which the others alone give a probability of `threshold` or more.
  int64_t count() const { return int64_t(heldOut_.size()); }
  int64_t above(double threshold) const;
  std::size_t sides() const { return sides_.size(); }
  /// Points on an edge of a side's map.
  int64_t points(std::size_t side) const { return sides_[side].mean.size(0); }

  Json toJson() const;
  static NormalScores fromJson(const Json& json, const std::string& where);

 private:
  /// What is usual at one side: at each place (edges and corners are always stranger than the middle), and of the strangest place.
  struct Side {
    at::Tensor mean, deviation;   ///< [h, w]
    Predictive peak;
    at::Tensor strangeness(const at::Tensor& distances) const { return (distances - mean) / deviation; }
  };
  static Side usualOf(const at::Tensor& maps, int64_t pictures);
  Distances strangeness(const Distances& sides) const;
  double imageScoreOf(const Distances& strangeness) const;
  at::Tensor placeScoresOf(const Distances& strangeness) const;

  std::vector<Side> sides_;
  Predictive image_, place_;
  std::vector<double> heldOut_;   ///< image scores of the images themselves
};

}  // namespace assay::detector
