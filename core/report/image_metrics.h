// SPDX-License-Identifier: Apache-2.0
// Whole images judged: is there a defect, or none? One score an image; its boxes' best where it has none of its own.
#pragma once

#include "core/report/detection_metrics.h"

namespace assay {

/// The image's own score, or that of its best detection, or 0.
ASSAY_CORE_API double imageScore(const ImageResult& image);

/// Chance that an image with a defect (of `className`, unless it is empty) scores higher (by `raw`, where it has one) than a clean one, ties counting half: the area under the
/// receiver operating characteristic (Hanley and McNeil 1982). None when either kind is missing.
ASSAY_CORE_API std::optional<double> imageAuroc(const DetectionResult& result, const std::string& className = {});

/// Whether the model promises nothing but to judge images as wholes: it has seen no defect.
inline bool judgesImages(const DetectionResult& result) { return !result.knowsDefects; }

/// Images at a threshold (score >= threshold means "defect").
struct ImageCounts {
  int64_t found = 0, defective = 0;     ///< of those with a defect (of a class)
  int64_t falseAlarms = 0, clean = 0;
};
ASSAY_CORE_API ImageCounts countImages(const DetectionResult& result, double threshold, const std::string& className = {});
/// "Flags 43.1 % of the images with a defect (35.5-51.0 %) and 8.2 % of the clean ones (5.7-11.5 %)": English, for reports.
ASSAY_CORE_API std::string imageSentence(const ImageCounts& counts);

/// image_auroc, image_recall (at the threshold), image_false_alarms (share of the clean ones); those that can be said.
ASSAY_CORE_API std::map<std::string, double> imageMetrics(const DetectionResult& result);

/// One row of what a model says of whole images.
struct ImageRow {
  std::string name;              ///< "all defects", a class, or "clean"
  int64_t images = 0, flagged = 0;
  std::optional<double> auroc;   ///< against the clean images; none where there is nothing to tell apart
};

/// All defects, each class that occurs, and the clean images, at the result's threshold.
ASSAY_CORE_API std::vector<ImageRow> imageRows(const DetectionResult& result);

/// A "table" artifact of imageRows: images, AUROC, share flagged at the threshold with its exact interval.
ASSAY_CORE_API Json imageTable(const DetectionResult& result);

}  // namespace assay
