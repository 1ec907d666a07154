// SPDX-License-Identifier: Apache-2.0
#include "core/report/html_detection.h"

#include <algorithm>
#include <numeric>

#include "core/imaging/decode.h"
#include "core/imaging/encode.h"
#include "core/imaging/transform.h"
#include "core/report/confidence.h"
#include "core/report/group_metrics.h"
#include "core/report/html_text.h"
#include "core/report/image_metrics.h"
#include "core/report/recall_claim.h"
#include "core/report/threshold_sweep.h"

namespace assay {

namespace {

constexpr double reportIou = 0.33;   // the rule that the headline metrics use
constexpr int exampleSide = 480;     // pixels of the longer side

std::string withInterval(int64_t successes, int64_t trials) {
  if (trials == 0) return "\xE2\x80\x93";
  const Interval sure = clopperPearson(successes, trials);
  return percent(double(successes) / double(trials)) + " (" + percent(sure.low) + " to " + percent(sure.high) + ")";
}

std::vector<std::string> countRow(const std::string& name, const CurvePoint& point) {
  return {name, std::to_string(point.found + point.missed), std::to_string(point.found), std::to_string(point.missed),
          std::to_string(point.falseBoxes), withInterval(point.found, point.found + point.missed),
          withInterval(point.found, point.found + point.falseBoxes)};
}

const std::vector<std::string> countHead{"", "defects", "found", "missed", "false boxes", "recall (95 % interval)", "precision (95 % interval)"};

std::string classTable(const DetectionResult& result) {
  const auto precision = averagePrecisionByClass(result, reportIou);
  std::vector<std::vector<std::string>> rows{countHead};
  rows[0].push_back("AP33");
  for (const std::string& name : result.classes) {
    rows.push_back(countRow(name, ThresholdSweep(result, reportIou, ClassRule::SameClass, name).at(result.threshold)));
    rows.back().push_back(precision.contains(name) ? figure(precision.at(name)) : "\xE2\x80\x93");
  }
  return htmlTable(rows);
}

/// Images by class, of a model that judges them as wholes.
std::string imageClassTable(const DetectionResult& result) {
  std::vector<std::vector<std::string>> rows{{"images of", "images", "flagged", "share (95 % interval)", "AUROC"}};
  for (const ImageRow& row : imageRows(result))
    if (row.images > 0) rows.push_back({row.name, std::to_string(row.images), std::to_string(row.flagged), withInterval(row.flagged, row.images), row.auroc ? figure(*row.auroc) : "\xE2\x80\x93"});
  return htmlTable(rows);
}

std::string groupTable(const DetectionResult& result, const std::set<std::string>& trainingGroups) {
  const std::vector<GroupRow> groups = groupRows(result, trainingGroups);
  if (groups.empty()) return {};
  std::vector<std::vector<std::string>> rows{countHead};
  rows[0].insert(rows[0].begin() + 1, "images");
  for (const auto& [name, value] : groups.front().metrics) rows[0].push_back(name);
  for (const GroupRow& group : groups) {
    const std::string name = group.name == "known" ? "groups that occur in training" : "groups never trained on";
    rows.push_back(countRow(name, ThresholdSweep(group.part, reportIou, ClassRule::AnyClass).at(result.threshold)));
    rows.back().insert(rows.back().begin() + 1, std::to_string(group.images));
    for (const auto& [metric, value] : group.metrics) rows.back().push_back(figure(value));
  }
  return "<h2>Known and unknown groups</h2>\n" + htmlTable(rows);
}

std::string recallCurve(const DetectionResult& result) {
  std::vector<Series> curves;
  const auto add = [&](const std::string& name, ClassRule rule, const std::string& className) {
    Series series{name, {}, {}};
    for (const CurvePoint& point : precisionRecallCurve(result, reportIou, rule, className)) {
      series.x.push_back(point.recall);
      series.y.push_back(point.precision);
    }
    curves.push_back(std::move(series));
  };
  add("any class", ClassRule::AnyClass, {});
  for (std::size_t i = 0; i < result.classes.size() && i < 5; ++i) add(result.classes[i], ClassRule::SameClass, result.classes[i]);
  return svgPlot({"Precision over recall, IoU above 0.33", "recall", "precision", true}, curves, PlotMark::Lines);
}

std::string pictureOf(const ImageResult& image, const std::filesystem::path& root, double& scale, int& w, int& h) {
  Image pixels = toEightBit(decodeImage(root / image.image, Channels::AsStored, Depth::Eight));
  if (pixels.channels() == 4) pixels = toRgb(pixels);
  scale = std::min(1.0, double(exampleSide) / std::max(pixels.width(), pixels.height()));
  w = std::max(1, int(pixels.width() * scale));
  h = std::max(1, int(pixels.height() * scale));
  if (scale < 1) pixels = resize(pixels, w, h, Sampling::Area);
  return "data:image/png;base64," + base64(encodePng(pixels));
}

std::string boxSvg(const Box& box, double scale, const char* kind, const std::string& label) {
  const auto number = [&](double value) { return figure(value * scale); };
  return std::string("<rect class=\"") + kind + "\" x=\"" + number(box.x1) + "\" y=\"" + number(box.y1) + "\" width=\"" + number(box.width()) +
         "\" height=\"" + number(box.height()) + "\"><title>" + escapeHtml(label) + "</title></rect>\n";
}

std::string example(const ImageResult& image, double threshold, const std::filesystem::path& root) {
  const ImageMatch match = matchImage(image, reportIou, threshold, ClassRule::AnyClass);
  std::string caption = escapeHtml(image.image) + ": " + std::to_string(match.matched.size()) + " found, " +
                        std::to_string(match.missed.size()) + " missed, " + std::to_string(match.falseBoxes.size()) + " false";
  double scale = 1;
  int w = 0, h = 0;
  std::string picture;
  try {
    picture = pictureOf(image, root, scale, w, h);
  } catch (const Error& error) {   // a report about 500 images must not fail for one that was moved since
    return "<figure><p>" + escapeHtml(error.what()) + "</p><figcaption>" + caption + "</figcaption></figure>\n";
  }
  std::string svg = "<svg viewBox=\"0 0 " + std::to_string(w) + " " + std::to_string(h) + "\"><image width=\"" + std::to_string(w) +
                    "\" height=\"" + std::to_string(h) + "\" href=\"" + picture + "\"/>\n";
  for (const auto& [truth, detection] : match.matched) {
    const Detection& d = image.detections[std::size_t(detection)];
    svg += boxSvg(d.box, scale, "found", image.truths[std::size_t(truth)].className + ", found as " + d.className + " " + figure(d.score));
  }
  for (const int t : match.missed) svg += boxSvg(image.truths[std::size_t(t)].box, scale, "missed", image.truths[std::size_t(t)].className + ", missed");
  for (const int d : match.falseBoxes)
    svg += boxSvg(image.detections[std::size_t(d)].box, scale, "false", image.detections[std::size_t(d)].className + ", false, " + figure(image.detections[std::size_t(d)].score));
  return "<figure>" + svg + "</svg><figcaption>" + caption + "</figcaption></figure>\n";
}

/// Most mistakes first; equal ones in the order of the set.
std::vector<std::size_t> worstFirst(const DetectionResult& result) {
  std::vector<std::size_t> order(result.images.size()), mistakes(result.images.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = 0; i < order.size(); ++i) {
    const ImageMatch match = matchImage(result.images[i], reportIou, result.threshold, ClassRule::AnyClass);
    mistakes[i] = match.missed.size() + match.falseBoxes.size();
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return mistakes[a] > mistakes[b]; });
  return order;
}

std::string examples(const DetectionResult& result, const ReportInput& input, const Progress& progress) {
  std::string html = "<h2>Examples, worst first</h2>\n<p><span class=\"key found\"></span> found <span class=\"key missed\"></span> missed "
                     "<span class=\"key false\"></span> false box</p>\n<div class=\"examples\">\n";
  const std::vector<std::size_t> order = worstFirst(result);
  const std::size_t count = std::min(order.size(), std::size_t(std::max(0, input.exampleImages)));
  for (std::size_t i = 0; i < count; ++i) {
    progress.step(int64_t(i), int64_t(count), "drawing examples");
    // Half of them are the worst; the rest are spread over the others, so that the page does not lie.
    const std::size_t half = (count + 1) / 2, spread = count > half ? (order.size() - half) / (count - half) : 1;
    const std::size_t place = i < half ? i : std::min(order.size() - 1, half + (i - half) * std::max<std::size_t>(1, spread));
    html += example(result.images[order[place]], result.threshold, input.dataRoot);
  }
  return html + "</div>\n";
}

}  // namespace

std::string htmlConfusion(const std::vector<std::string>& classes, const std::vector<std::vector<int64_t>>& counts, bool hasBackground) {
  std::vector<std::vector<std::string>> rows{{"truth \\ said"}};
  for (const std::string& name : classes) rows[0].push_back(name);
  if (hasBackground) rows[0].push_back("missed");
  for (std::size_t r = 0; r < counts.size(); ++r) {
    rows.push_back({r < classes.size() ? classes[r] : "no defect"});
    for (const int64_t count : counts[r]) rows.back().push_back(std::to_string(count));
  }
  return htmlTable(rows);
}

namespace {

std::string confusionSection(const DetectionResult& result) {
  const ConfusionMatrix confusion = confusionMatrix(result, reportIou, result.threshold);
  return "<h2>Confusion</h2>\n" + htmlConfusion(confusion.classes, confusion.counts, true);
}

}  // namespace

std::string htmlDetection(const DetectionResult& result, const ReportInput& input, const Progress& progress) {
  const ThresholdSweep anyClass(result, reportIou, ClassRule::AnyClass);
  const CurvePoint point = anyClass.at(result.threshold);
  std::vector<std::vector<std::string>> total{countHead, countRow("any class", point)};
  const bool isOfImages = judgesImages(result);
  const std::string headline = isOfImages ? imageSentence(countImages(result, result.threshold)) : resultSentence(point, anyClass.images());
  return "<p class=\"result\">" + escapeHtml(headline) + "</p>\n<p>" + escapeHtml(recallClaim(result, point, input.split)) + "</p>\n<p>At the score threshold " +
         figure(result.threshold) + (isOfImages ? ", chosen from clean images alone" : "") + "; a box counts when it overlaps a defect by more than 0.33 "
         "(intersection over union).</p>\n" + htmlTable(total) + groupTable(result, input.trainingGroups) +
         "<h2>By class</h2>\n" + (isOfImages ? imageClassTable(result) : classTable(result)) + "<h2>Curve</h2>\n" + recallCurve(result) +
         (isOfImages ? "" : confusionSection(result)) + examples(result, input, progress);
}

}  // namespace assay
