// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/evaluation_data.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "core/report/confidence.h"
#include "core/report/recall_claim.h"
#include "widgets/bridge/message_text.h"
#include "widgets/bridge/text.h"
#include "widgets/charts/series_math.h"

namespace assay {

namespace {

QString words(const char* text) { return QCoreApplication::translate("EvaluationData", text); }

DetectionResult part(const DetectionResult& result, const std::set<std::string>& groups, bool inside) {
  DetectionResult part;
  part.classes = result.classes;
  part.threshold = result.threshold;
  for (const ImageResult& image : result.images)
    if (groups.contains(image.group) == inside) part.images.push_back(image);
  return part;
}

std::vector<std::filesystem::path> artifactFiles(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code none;   // a plugin without artifacts has no folder
  for (const auto& entry : std::filesystem::directory_iterator(folder, none))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

void addBoxes(EvaluationData& data, DetectionResult boxes, const std::set<std::string>& trainedGroups) {
  data.any.emplace(boxes, judgedIou, ClassRule::AnyClass);
  data.same.emplace(boxes, judgedIou, ClassRule::SameClass);
  data.classes.clear();
  data.groups.clear();
  const bool isOfImages = judgesImages(boxes);   // then its boxes have no class to be right about
  for (const std::string& name : boxes.classes)
    if (!isOfImages) data.classes.push_back({fromUtf8(name), ThresholdSweep(boxes, judgedIou, ClassRule::SameClass, name)});
  const bool hasGroups = !isOfImages && std::any_of(boxes.images.begin(), boxes.images.end(), [](const ImageResult& i) { return !i.group.empty(); });
  if (hasGroups && !trainedGroups.empty()) {
    const DetectionResult known = part(boxes, trainedGroups, true), unknown = part(boxes, trainedGroups, false);
    if (!known.images.empty())
      data.groups.push_back({words(QT_TRANSLATE_NOOP("EvaluationData", "Known groups")), ThresholdSweep(known, judgedIou, ClassRule::AnyClass)});
    if (!unknown.images.empty())
      data.groups.push_back({words(QT_TRANSLATE_NOOP("EvaluationData", "Unknown groups")), ThresholdSweep(unknown, judgedIou, ClassRule::AnyClass)});
  }
  data.count = int64_t(boxes.images.size());
  data.boxes = std::move(boxes);
}

namespace {

std::vector<std::pair<QString, QString>> disclosuresIn(const Json& json, const std::string& where) {
  std::vector<std::pair<QString, QString>> all;
  for (const Json& entry : json) {
    require(entry.is_array() && entry.size() == 2 && entry[0].is_string() && entry[1].is_string(), "`disclosures` must be pairs of texts", where);
    all.emplace_back(translateMessage(entry[0].get<std::string>()), translateMessage(entry[1].get<std::string>()));
  }
  return all;
}

}  // namespace

std::shared_ptr<const EvaluationData> loadEvaluation(const std::filesystem::path& folder, const std::set<std::string>& trainedGroups) {
  auto data = std::make_shared<EvaluationData>();
  const std::string where = (folder / "result.json").string();
  const Json result = readJson(folder / "result.json");
  data->count = member<int64_t>(result, "count", where);
  const auto device = result.find("device");
  if (device != result.end() && device->is_string()) data->device = deviceName(device->get<std::string>());
  if (result.contains("latency")) data->latency = latencyFromJson(result["latency"], where);
  if (result.contains("disclosures")) data->disclosures = disclosuresIn(result["disclosures"], where);
  const Json metrics = member<Json>(result, "metrics", where);
  for (const auto& [name, value] : metrics.items())
    if (value.is_number()) data->metrics.emplace_back(fromUtf8(name), value.get<double>());
  for (const auto& file : artifactFiles(folder / "artifacts")) {
    Json artifact = readJson(file);
    const auto kind = artifact.is_object() ? artifact.find("kind") : artifact.end();
    if (artifact.is_object() && kind != artifact.end() && *kind == "boxes") addBoxes(*data, detectionResultFromJson(artifact, file.string()), trainedGroups);
    else data->artifacts.emplace_back(fromPath(file.stem()), std::move(artifact));
  }
  const std::string split = result.contains("split") ? member<std::string>(result, "split", where) : "test";
  if (data->boxes) data->claim = translateMessage(recallClaim(*data->boxes, data->any->at(data->boxes->threshold), split));
  return data;
}

QString evaluationSentence(const CurvePoint& point, int64_t images) {
  const QLocale locale;
  const auto percent = percentNumber;
  const int64_t truths = point.found + point.missed;
  if (truths == 0) return words(QT_TRANSLATE_NOOP("EvaluationData", "There is nothing to find in these images; the model draws %1 false boxes.")).arg(locale.toString(qlonglong(point.falseBoxes)));
  const Interval sure = clopperPearson(point.found, truths);
  const QString found = words(QT_TRANSLATE_NOOP("EvaluationData", "Finds %1 % of defects (%2–%3 %)"))
                            .arg(percent(double(point.found) / double(truths)), percent(sure.low), percent(sure.high));
  if (point.falseBoxes == 0)
    return words(QT_TRANSLATE_NOOP("EvaluationData", "%1 with no false box in %2 images.")).arg(found, locale.toString(qlonglong(images)));
  const double between = double(images) / double(point.falseBoxes);
  if (between >= 1.5)
    return words(QT_TRANSLATE_NOOP("EvaluationData", "%1 with one false box in %2 images.")).arg(found, locale.toString(qlonglong(std::llround(between))));
  return words(QT_TRANSLATE_NOOP("EvaluationData", "%1 with %2 false boxes an image.")).arg(found, locale.toString(1 / between, 'f', 1));
}

QString evaluationSentence(const ImageCounts& counts) {
  const auto share = [](int64_t flagged, int64_t all, const char* sentence) {
    if (all == 0) return QString();
    const Interval sure = clopperPearson(flagged, all);
    return words(sentence).arg(percentNumber(double(flagged) / double(all)), percentNumber(sure.low), percentNumber(sure.high));
  };
  const QString parts[] = {share(counts.found, counts.defective, QT_TRANSLATE_NOOP("EvaluationData", "Flags %1 % of the images with a defect (%2–%3 %).")),
                           share(counts.falseAlarms, counts.clean, QT_TRANSLATE_NOOP("EvaluationData", "Flags %1 % of the clean images (%2–%3 %)."))};
  return parts[0].isEmpty() || parts[1].isEmpty() ? parts[0] + parts[1] : words(QT_TRANSLATE_NOOP("EvaluationData", "%1 %2")).arg(parts[0], parts[1]);
}

std::vector<RankedImage> worstFirst(const DetectionResult& result, double threshold) {
  std::vector<RankedImage> ranked;
  ranked.reserve(result.images.size());
  for (std::size_t i = 0; i < result.images.size(); ++i) {
    const ImageResult& image = result.images[i];
    const ImageMatch match = matchImage(image, judgedIou, threshold, ClassRule::AnyClass);
    RankedImage one{int(i), int(match.missed.size()), int(match.falseBoxes.size()), 0};
    for (const auto& [truth, detection] : match.matched)
      one.wrongClass += image.truths[std::size_t(truth)].className != image.detections[std::size_t(detection)].className;
    ranked.push_back(one);
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const RankedImage& a, const RankedImage& b) { return a.errors() > b.errors(); });
  return ranked;
}

}  // namespace assay
