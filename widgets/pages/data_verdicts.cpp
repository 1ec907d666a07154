// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/data_verdicts.h"

#include <QCoreApplication>
#include <QLocale>

#include "core/job/run_directory.h"
#include "core/report/detection_metrics.h"
#include "core/store/run_table.h"
#include "widgets/bridge/text.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr double meets = 0.33;   // the overlap at which the project's metrics count a box as found

/// Of a model that judges pictures as wholes: it knows no box to be right about.
TileVerdict wholeVerdict(const ImageResult& image, double threshold) {
  const bool isFlagged = *image.score >= threshold, hasDefect = !image.truths.empty();
  if (hasDefect) return isFlagged ? TileVerdict{QCoreApplication::translate("Gallery", "found"), false} : TileVerdict{QCoreApplication::translate("Gallery", "not flagged"), true};
  if (isFlagged) return {QCoreApplication::translate("Gallery", "false %1 %").arg(QLocale().toString(*image.score * 100, 'f', 0)), true};
  return {};
}

TileVerdict verdictOf(const ImageResult& image, double threshold) {
  if (image.score) return wholeVerdict(image, threshold);
  const ImageMatch match = matchImage(image, meets, threshold, ClassRule::AnyClass);
  if (!match.missed.empty())
    return {QCoreApplication::translate("Gallery", "%1 missed").arg(QLocale().toString(qint64(match.missed.size()))), true};
  double surest = 0;
  for (int index : match.falseBoxes) surest = std::max(surest, image.detections[std::size_t(index)].score);
  if (!match.falseBoxes.empty())
    return {QCoreApplication::translate("Gallery", "false %1 %").arg(QLocale().toString(surest * 100, 'f', 0)), true};
  if (image.truths.empty()) return {};
  return {QCoreApplication::translate("Gallery", "found"), false};
}

bool addVerdicts(const fs::path& artifact, QHash<QString, TileVerdict>& verdicts) {
  const Json json = readJson(artifact);
  if (!json.is_object() || json.value("kind", std::string()) != "boxes") return false;
  const DetectionResult result = detectionResultFromJson(json, artifact.string());
  for (const ImageResult& image : result.images) verdicts.insert(fromUtf8(image.image), verdictOf(image, result.threshold));
  return true;
}

}  // namespace

QHash<QString, TileVerdict> readVerdicts(Database& database, const fs::path& runsFolder) {
  QHash<QString, TileVerdict> verdicts;
  for (const RunRow& run : listRuns(database)) {   // newest first
    bool wasEvaluated = false;
    const RunDirectory directory(runsFolder / std::to_string(run.id.value));
    for (Split split : {Split::Train, Split::Valid, Split::Test}) {
      const fs::path folder = directory.evaluation(std::string(splitName(split))).artifactsFolder();
      std::error_code absent;
      for (const fs::directory_entry& file : fs::directory_iterator(folder, absent))
        if (file.path().extension() == ".json") wasEvaluated |= addVerdicts(file.path(), verdicts);
    }
    if (wasEvaluated) break;
  }
  return verdicts;
}

}  // namespace assay
