// SPDX-License-Identifier: Apache-2.0
// On boards the class of a change can be read off the copper that it touches. How far that reading is to be
// trusted is measured on the labelled training images, and it is then combined with what the network says.
#pragma once

#include <span>

#include "core/base/json.h"
#include "plugins/detector/board_topology.h"
#include "plugins/detector/box_geometry.h"
#include "plugins/detector/plane_view.h"

namespace assay::detector {

/// The defect that the copper shows inside a box; none when it is unclear or there is no difference.
std::optional<BoardDefect> observedDefect(const Box& box, const PlaneView& test, const PlaneView& reference);

class ClassEvidence {
 public:
  /// No evidence: refine() changes nothing.
  ClassEvidence() = default;
  /// `agreeing` of `clear` observations had the labelled class. Without enough of them there is no evidence.
  ClassEvidence(std::array<int, boardDefectCount> classes, int64_t agreeing, int64_t clear);

  /// Share of observations that are right, by Laplace's rule and at most .98; 0 when there is no evidence.
  double trust() const { return trust_; }
  Json toJson() const;
  static ClassEvidence fromJson(const Json& json, const std::vector<std::string>& classes, const std::string& where);
  /// Bayes: class probabilities times the likelihood of what is observed, then class and score anew.
  void refine(ScoredBox& box, const PlaneView& test, const PlaneView& reference) const;
  /// All of a picture, by the threads of tensor operations.
  void refine(std::span<ScoredBox> boxes, const PlaneView& test, const PlaneView& reference) const;

 private:
  std::array<int, boardDefectCount> classes_{};
  int64_t agreeing_ = 0, clear_ = 0;
  double trust_ = 0;
};

}  // namespace assay::detector
