// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/normal_model.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "core/imaging/decode.h"
#include "core/report/image_metrics.h"
#include "core/report/latency.h"
#include "plugins/detector/held_out.h"
#include "plugins/detector/training_set.h"

namespace assay::detector {

NormalModel::NormalModel(const ModelContext& context)
    : context_(context), options_(detectorOptions(context.spec.options, context.data)),
      judge_(photographWeights(context.resources), options_, classOfAnything(context.data.classes)) {}

LossTerms NormalModel::loss(const Batch&) { throw Error(Code::BadPlugin, "a model of clean images has no loss"); }

void NormalModel::fit(const Progress& progress) { judge_.learn(cleanItems(context_.data, {}), context_.spec.dataRoot, progress); }

EvaluationResult NormalModel::evaluate(Split split, const Progress& progress) {
  const std::vector<const Item*> items = itemsToJudge(context_.data, split, {});
  EvaluationResult out;
  if (items.empty()) return out;
  require(judge_.hasLearnt(), "the model has not learnt anything yet", items.front()->path);
  DetectionResult result;
  result.classes = context_.data.classes;
  result.knowsDefects = false;
  const std::string anything = classOfAnything(context_.data.classes);
  if (std::find(result.classes.begin(), result.classes.end(), anything) == result.classes.end()) result.classes.push_back(anything);
  result.threshold = threshold();
  for (const Item* item : items) {
    progress.step(int64_t(result.images.size()), int64_t(items.size()), item->path);
    const Image decoded = decodeImage(imageFile(*item, context_.spec.dataRoot));
    const auto start = std::chrono::steady_clock::now();
    NormalVerdict verdict = judge_.judge(decoded);
    out.milliseconds.push_back(millisecondsSince(start));
    ImageResult image{item->path, {}, item->group, {}, std::move(verdict.boxes), verdict.probability, verdict.raw};
    for (const Annotation& a : item->annotations) image.truths.push_back({a.className, boundingBox(a.shape)});
    result.images.push_back(std::move(image));
  }
  out.count = int64_t(result.images.size());
  out.metrics = imageMetrics(result);
  if (out.metrics.contains("image_recall")) out.metrics["recall_at_1fp"] = recallAtFalsePositives(result, 0.33, 1);
  out.artifacts.push_back({"boxes", toJson(result)});
  out.artifacts.push_back({"images", imageTable(result)});
  return out;
}

Json NormalModel::predict(const Json& input) {
  const std::string file = member<std::string>(input, "image", "input");
  require(judge_.hasLearnt(), "the model has not learnt anything yet", file);
  const Image decoded = decodeImage(file);
  const NormalVerdict verdict = judge_.judge(decoded);
  Json boxes = Json::array();
  for (const Detection& d : verdict.boxes)
    boxes.push_back(Json{{"class", d.className}, {"box", {d.box.x1, d.box.y1, d.box.x2, d.box.y2}}, {"score", d.score}});
  Json output{{"boxes", std::move(boxes)}, {"threshold", threshold()}, {"knows_defects", false}, {"image_score", verdict.probability}, {"raw_score", verdict.raw}};
  if (input.value("survey", false))
    output["survey"] = {{"embedding", verdict.embedding}, {"disagreement", std::abs(verdict.probability - judge_.judge(decoded, /*isMirrored=*/true).probability)}};
  return output;
}

std::vector<std::pair<std::string, std::string>> NormalModel::disclosures() const {
  if (!judge_.hasLearnt()) return {};
  const NormalScores& scores = judge_.scores();
  const int64_t above = scores.above(threshold());
  char most[32];
  std::snprintf(most, sizeof most, "%.1f", 100 * upperBound(above, scores.count()));
  return {{"Score threshold", "flags " + std::to_string(above) + " of " + std::to_string(scores.count()) + " clean images, each judged by the others: at most " + most +
                                  " % of further ones like them, with 95 % certainty"}};
}

Json NormalModel::metadata() const {
  Json json = judge_.metadata();
  json["mode"] = "normal";
  if (!judge_.hasLearnt()) return json;
  const NormalScores& scores = judge_.scores();
  json["false_alarms"] = {{"target", options_.falseAlarms}, {"held_out", scores.count()}, {"above", scores.above(threshold())},
                          {"at_most", upperBound(scores.above(threshold()), scores.count())}};
  return json;
}

void NormalModel::restoreMetadata(const Json& metadata) {
  const std::string mode = member<std::string>(metadata, "mode", "checkpoint");
  require(mode == "normal", "the checkpoint is of a " + mode + " model", "checkpoint");
  judge_.restore(metadata, "checkpoint");
}

}  // namespace assay::detector
