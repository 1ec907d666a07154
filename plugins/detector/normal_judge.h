// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "core/base/progress.h"
#include "core/labels/item.h"
#include "plugins/detector/detector_options.h"
#include "plugins/detector/normal_network.h"
#include "plugins/detector/normal_scores.h"
#include "plugins/detector/normalisation.h"

namespace assay::detector {

/// What is said of one image by somebody who knows clean ones alone.
struct NormalVerdict {
  double raw = 0;                    ///< in standard deviations of clean images, of the image's strangest places; larger is stranger
  double probability = 0;            ///< share of clean images that are less strange
  std::vector<Detection> boxes;      ///< strange places, the strangest first
  std::vector<float> embedding;      ///< what the image looks like: the mean of its features
};

/// Remembers patches of clean images and says how unlike them another one is. One thread at a time.
class NormalJudge {
 public:
  static constexpr std::size_t fewestPictures = 5;

  /// `className`: of the boxes.
  NormalJudge(std::filesystem::path pretrained, const DetectorOptions& options, std::string className);

  torch::nn::Module& module() { return network_.module(); }
  std::shared_ptr<torch::nn::Module> sharedModule() const { return network_.sharedModule(); }
  /// Clean images, fewestPictures or more; of many, some. Throws Error{NotFound} without pretrained weights.
  void learn(const std::vector<const Item*>& clean, const std::filesystem::path& dataRoot, const Progress& progress);
  bool hasLearnt() const { return scores_.has_value(); }
  const NormalScores& scores() const { return *scores_; }
  /// Of decoded pixels as they come; the mirror image of them on demand.
  NormalVerdict judge(const Image& decoded, bool isMirrored = false) const;

  /// Beside the tensors of module(): {"memories","scores","normalisation"}.
  Json metadata() const;
  /// Makes room for the tensors, too. Throws Error{BadInput}.
  void restore(const Json& metadata, const std::string& where);

 private:
  Normalisation levelsOf(const std::vector<const Item*>& items, const std::filesystem::path& dataRoot) const;
  at::Tensor pixelsOf(const Image& decoded) const;   ///< of the same size
  std::vector<Detection> boxesOf(const at::Tensor& places, int width, int height) const;

  const DetectorOptions options_;
  const std::string className_;
  NormalNetwork network_;
  std::optional<Normalisation> normalisation_;
  std::optional<NormalScores> scores_;
};

}  // namespace assay::detector
