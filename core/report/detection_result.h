// SPDX-License-Identifier: Apache-2.0
// The "boxes" artifact: truth and predictions of every evaluated image. Everything a person sees on
// the Evaluate page (curve, counts while dragging, confusion, worst first) is computed from it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/labels/annotation.h"

namespace assay {

struct TruthBox {
  std::string className;
  Box box;
  bool operator==(const TruthBox&) const = default;
};

struct ImageResult {
  std::string image;                   ///< the item's path
  std::string reference;               ///< the item's reference, or empty
  std::string group;                   ///< the item's group, or empty
  std::vector<TruthBox> truths;
  std::vector<Detection> detections;   ///< any order; every box above the model's floor
  std::optional<double> score = {};    ///< how likely the whole image has a defect, where the model says so
  std::optional<double> raw = {};      ///< what the score was made from, by which images beyond 1 - epsilon still have an order
};

struct DetectionResult {
  std::vector<std::string> classes;
  std::vector<ImageResult> images;
  double threshold = 0.5;              ///< operating point chosen on held-out labels
  bool knowsDefects = true;            ///< false: the model was shown clean images alone, and its boxes have no class to be right about
};

/// {"kind":"boxes","classes":[...],"threshold":t,"knows_defects":true,"images":[{"image":...,"truths":[[class,x1,y1,x2,y2]...],
///  "detections":[[class,x1,y1,x2,y2,score]...],"score":s,"raw":r}]}
ASSAY_CORE_API Json toJson(const DetectionResult& result);
ASSAY_CORE_API DetectionResult detectionResultFromJson(const Json& json, const std::string& where);

}  // namespace assay
