// SPDX-License-Identifier: Apache-2.0
#include "core/suggest/label_points.h"

#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/labels/snapshot.h"
#include "core/report/image_metrics.h"
#include "core/report/threshold_sweep.h"

namespace assay {

namespace {

constexpr double matchIou = 0.33;   // the rule that the headline metrics use

int64_t labelledForTraining(const std::filesystem::path& version) {
  const Snapshot data = readSnapshot(version);
  return std::count_if(data.items.begin(), data.items.end(),
                       [](const Item& item) { return item.kind == ItemKind::Image && item.split == Split::Train && item.status == LabelStatus::Labelled; });
}

}  // namespace

std::vector<LabelPoint> labelPoints(const std::vector<RunDirectory>& runs, const std::string& split, const Progress& progress) {
  std::vector<LabelPoint> points;
  std::map<std::filesystem::path, int64_t> labelled;   // several runs learn from one version
  for (std::size_t i = 0; i < runs.size(); ++i) {
    progress.step(int64_t(i), int64_t(runs.size()));
    const std::filesystem::path file = runs[i].evaluation(split).artifactsFolder() / "boxes.json";
    if (!std::filesystem::exists(file)) continue;
    try {
      const DetectionResult result = detectionResultFromJson(readJson(file), file.string());
      if (judgesImages(result)) continue;   // it knows clean images alone: another curve
      const CurvePoint found = ThresholdSweep(result, matchIou, ClassRule::AnyClass).at(result.threshold);
      const std::filesystem::path version = runs[i].spec().dataFile;
      if (!labelled.contains(version)) labelled[version] = labelledForTraining(version);
      const LabelPoint point{labelled[version], found.found, found.found + found.missed, runs[i].folder().filename().string()};
      if (point.labelled > 0 && point.total > 0) points.push_back(point);
    } catch (const Error& fault) {
      if (fault.code() == Code::Stopped) throw;   // the others are damaged: their rows in the table of runs say so
    }
  }
  std::stable_sort(points.begin(), points.end(), [](const LabelPoint& a, const LabelPoint& b) { return a.labelled < b.labelled; });
  return points;
}

}  // namespace assay
