// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include <QString>

#include "core/report/image_metrics.h"
#include "core/report/latency.h"
#include "core/report/threshold_sweep.h"

namespace assay {

struct NamedSweep {
  QString name;
  ThresholdSweep sweep;
};

/// The overlap from which a box counts as found: the rule that the detector's threshold is chosen by.
inline constexpr double judgedIou = 0.33;

/// One evaluation, with everything computed that a drag of the threshold needs. Immutable.
struct EvaluationData {
  QString device;
  int64_t count = 0;
  std::optional<Latency> latency;                        ///< on that device
  QString claim;                                         ///< what the boxes bear out, in the user's language; empty without boxes
  std::vector<std::pair<QString, QString>> disclosures;  ///< what a reader of the figures must be told: subject and statement, in the user's language
  std::vector<std::pair<QString, double>> metrics;
  std::vector<std::pair<QString, Json>> artifacts;       ///< all but the boxes: name, contents
  std::optional<DetectionResult> boxes;
  std::optional<ThresholdSweep> any, same;               ///< whatever the class; class right too
  std::vector<NamedSweep> classes, groups;
};

/// Reads result.json and artifacts/*.json of an evaluation's folder. `trainedGroups`: groups that the model
/// has seen; images of others are counted apart. Throws Error.
std::shared_ptr<const EvaluationData> loadEvaluation(const std::filesystem::path& folder, const std::set<std::string>& trainedGroups);

/// The same from boxes that are in memory.
void addBoxes(EvaluationData& data, DetectionResult boxes, const std::set<std::string>& trainedGroups);

/// "Finds 97.4 % of defects (96.1–98.3 %) with one false box in 12 images." in the user's language.
QString evaluationSentence(const CurvePoint& point, int64_t images);
/// The same of a model that judges images as wholes.
QString evaluationSentence(const ImageCounts& counts);

struct RankedImage {
  int image = 0;                  ///< index into DetectionResult::images
  int missed = 0, falseBoxes = 0, wrongClass = 0;
  int errors() const { return missed + falseBoxes + wrongClass; }
};

/// Most errors first; ties in the order of the set.
std::vector<RankedImage> worstFirst(const DetectionResult& result, double threshold);

}  // namespace assay
