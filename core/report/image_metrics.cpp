// SPDX-License-Identifier: Apache-2.0
#include "core/report/image_metrics.h"

#include <algorithm>

#include "core/report/confidence.h"
#include "core/report/html_text.h"

namespace assay {

namespace {

bool isOfClass(const ImageResult& image, const std::string& className) {
  return std::any_of(image.truths.begin(), image.truths.end(), [&](const TruthBox& t) { return className.empty() || t.className == className; });
}

}  // namespace

double imageScore(const ImageResult& image) {
  if (image.score) return *image.score;
  double best = 0;
  for (const Detection& d : image.detections) best = std::max(best, d.score);
  return best;
}

namespace {

double rankOf(const ImageResult& image) { return image.raw ? *image.raw : imageScore(image); }

}  // namespace

std::optional<double> imageAuroc(const DetectionResult& result, const std::string& className) {
  std::vector<double> clean;
  for (const ImageResult& image : result.images)
    if (image.truths.empty()) clean.push_back(rankOf(image));
  std::sort(clean.begin(), clean.end());
  double won = 0;
  int64_t defective = 0;
  for (const ImageResult& image : result.images) {
    if (!isOfClass(image, className)) continue;
    ++defective;
    const auto [below, above] = std::equal_range(clean.begin(), clean.end(), rankOf(image));
    won += double(below - clean.begin()) + double(above - below) / 2;
  }
  if (clean.empty() || defective == 0) return std::nullopt;
  return won / (double(clean.size()) * double(defective));
}

ImageCounts countImages(const DetectionResult& result, double threshold, const std::string& className) {
  ImageCounts counts;
  for (const ImageResult& image : result.images) {
    const bool isFlagged = imageScore(image) >= threshold;
    if (image.truths.empty()) {
      ++counts.clean;
      counts.falseAlarms += isFlagged;
    } else if (isOfClass(image, className)) {
      ++counts.defective;
      counts.found += isFlagged;
    }
  }
  return counts;
}

std::string imageSentence(const ImageCounts& counts) {
  const auto share = [](int64_t flagged, int64_t all) {
    const Interval sure = clopperPearson(flagged, all);
    return percent(double(flagged) / double(all)) + " of %1 (" + percent(sure.low) + " to " + percent(sure.high) + ")";
  };
  const auto of = [](std::string text, const char* what) { return text.replace(text.find("%1"), 2, what); };
  const std::string defective = counts.defective > 0 ? of(share(counts.found, counts.defective), "the images with a defect") : "";
  const std::string clean = counts.clean > 0 ? of(share(counts.falseAlarms, counts.clean), "the clean ones") : "";
  if (defective.empty() && clean.empty()) return "There is no image to judge by.";
  return "Flags " + defective + (defective.empty() || clean.empty() ? "" : " and ") + clean + ".";
}

std::map<std::string, double> imageMetrics(const DetectionResult& result) {
  std::map<std::string, double> metrics;
  if (const auto auroc = imageAuroc(result)) metrics["image_auroc"] = *auroc;
  const ImageCounts counts = countImages(result, result.threshold);
  if (counts.defective > 0) metrics["image_recall"] = double(counts.found) / double(counts.defective);
  if (counts.clean > 0) metrics["image_false_alarms"] = double(counts.falseAlarms) / double(counts.clean);
  return metrics;
}

std::vector<ImageRow> imageRows(const DetectionResult& result) {
  const ImageCounts all = countImages(result, result.threshold);
  std::vector<ImageRow> rows{{"all defects", all.defective, all.found, imageAuroc(result)}};
  for (const std::string& name : result.classes)
    if (const ImageCounts counts = countImages(result, result.threshold, name); counts.defective > 0)
      rows.push_back({name, counts.defective, counts.found, imageAuroc(result, name)});
  rows.push_back({"clean", all.clean, all.falseAlarms, std::nullopt});
  return rows;
}

Json imageTable(const DetectionResult& result) {
  Json rows = Json::array();
  for (const ImageRow& row : imageRows(result)) {
    const Interval sure = clopperPearson(row.flagged, row.images);
    rows.push_back({row.name, row.images, row.auroc ? Json(*row.auroc) : Json(), row.flagged,
                    row.images > 0 ? Json(double(row.flagged) / double(row.images)) : Json(), sure.low, sure.high});
  }
  return {{"kind", "table"}, {"columns", {"images of", "images", "auroc", "flagged", "share", "from (95 %)", "to (95 %)"}}, {"rows", std::move(rows)}};
}

}  // namespace assay
