// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/report/confidence.h"
#include "core/report/detection_result.h"
#include "plugins/detector/held_out.h"
#include "plugins/detector/normal_judge.h"

namespace assay::detector {

/// What two witnesses say of one image.
struct Testimony {
  double strangeness = 0;   ///< NormalScores::standing() of it among clean images
  double surest = 0;        ///< score of the surest box, 0 without one
};

/// Whether there is a defect in an image at all, of a model that has seen defects and clean images: a few labelled defects do not tell what all others will
/// look like, and a memory of clean images overlooks small ones; together they are better than either. One thread at a time.
class ImageJudge {
 public:
  static constexpr std::size_t fewestHeldOut = fewestCleanHeldOut;

  ImageJudge(std::filesystem::path pretrained, const DetectorOptions& options, std::string className)
      : clean_(std::move(pretrained), options, std::move(className)), falseAlarms_(options.falseAlarms), boxesFollow_(options.anomalyChannel) {}

  NormalJudge& clean() { return clean_; }
  const NormalJudge& clean() const { return clean_; }

  /// Of the boxes that the network found, and what clean() says of the same pixels.
  Testimony hear(const std::vector<Detection>& boxes, const NormalVerdict& verdict) const;
  /// Strange places that no box of `threshold` or more touches: somebody should look. About falseAlarms of clean images have one as strange.
  std::vector<Detection> proposals(const NormalVerdict& verdict, const std::vector<Detection>& boxes, double threshold) const;

  /// Few held-out images of few scenes do not make new ones look more alike than the remembered ones were to each other. By clean images that neither the network nor the memory has seen, fewestHeldOut or more.
  void calibrate(std::span<const Testimony> heldOut);
  bool isCalibrated() const { return isCalibrated_; }

  /// Larger is more suspicious: the strangeness plus half of how far the logarithm of the surest score lies from those of clean images, both in standard
  /// deviations of clean images (for the boxes of half a unit at least).
  double suspicion(const Testimony& testimony) const;
  /// Share of clean images that are less suspicious.
  double probability(const Testimony& testimony) const { return total_.below(suspicion(testimony)); }

  /// Sets the image's score, which reaches `threshold` where an image is flagged, and what it was made from.
  void judge(ImageResult& image, const Testimony& testimony, double threshold) const;

  Json metadata() const;
  /// Throws Error{BadInput}.
  void restore(const Json& metadata, const std::string& where);

 private:
  NormalJudge clean_;
  const double falseAlarms_;
  const bool boxesFollow_;   ///< from what the memory says, in part
  Predictive boxes_, total_;
  bool isCalibrated_ = false;
};

/// A probability as a score that reaches `threshold` exactly where it reaches 1 - `falseAlarms`: so that one threshold serves boxes and images.
double onScaleOf(double threshold, double probability, double falseAlarms);

}  // namespace assay::detector
