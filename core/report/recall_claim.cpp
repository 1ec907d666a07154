// SPDX-License-Identifier: Apache-2.0
#include "core/report/recall_claim.h"

#include "core/report/confidence.h"
#include "core/report/image_metrics.h"

namespace assay {

namespace {

constexpr double claimed = 0.992;

}  // namespace

std::string recallClaim(const DetectionResult& result, const CurvePoint& point, const std::string& split) {
  if (split == "train") return "The model has learned from these images: they do not show how it does on others.";
  if (split == "valid" && !judgesImages(result)) return "The threshold was chosen by these images: they do not show how it does on others.";
  if (judgesImages(result)) {
    const ImageCounts counts = countImages(result, result.threshold);
    return claimSentence(counts.found, counts.defective, claimed, "images with a defect");
  }
  return claimSentence(point.found, point.found + point.missed, claimed);
}

}  // namespace assay
