// SPDX-License-Identifier: Apache-2.0
#include "core/report/detection_result.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace assay {

namespace {

Json boxToJson(const std::string& className, const Box& box) { return {className, box.x1, box.y1, box.x2, box.y2}; }

/// [class, x1, y1, x2, y2(, score)]
void checkEntry(const Json& entry, std::size_t size, const std::string& where) {
  require(entry.is_array() && entry.size() == size && entry[0].is_string(), "a box must be [class, x1, y1, x2, y2" +
                                                                               std::string(size == 6 ? ", score]" : "]"), where);
  for (std::size_t i = 1; i < size; ++i)
    require(entry[i].is_number() && std::isfinite(entry[i].get<double>()), "a box holds something that is no finite number", where);
}

Box boxOf(const Json& entry) {
  return {entry[1].get<double>(), entry[2].get<double>(), entry[3].get<double>(), entry[4].get<double>()};
}

std::string optionalText(const Json& json, const char* key, const std::string& where) {
  return json.contains(key) ? member<std::string>(json, key, where) : std::string();
}

ImageResult imageFromJson(const Json& json, const std::string& where) {
  ImageResult image;
  image.image = member<std::string>(json, "image", where);
  image.reference = optionalText(json, "reference", where);
  image.group = optionalText(json, "group", where);
  const Json truths = member<Json>(json, "truths", where), detections = member<Json>(json, "detections", where);
  require(truths.is_array() && detections.is_array(), "`truths` and `detections` must be arrays", where);
  for (const Json& entry : truths) {
    checkEntry(entry, 5, where);
    image.truths.push_back({entry[0].get<std::string>(), boxOf(entry)});
  }
  for (const Json& entry : detections) {
    checkEntry(entry, 6, where);
    image.detections.push_back({entry[0].get<std::string>(), boxOf(entry), entry[5].get<double>()});
  }
  if (json.contains("raw")) image.raw = member<double>(json, "raw", where);
  if (json.contains("score")) image.score = member<double>(json, "score", where);
  return image;
}

}  // namespace

Json toJson(const DetectionResult& result) {
  Json json = {{"kind", "boxes"}, {"classes", result.classes}, {"threshold", result.threshold}, {"knows_defects", result.knowsDefects}, {"images", Json::array()}};
  for (const ImageResult& image : result.images) {
    Json entry = {{"image", image.image}};
    if (!image.reference.empty()) entry["reference"] = image.reference;
    if (!image.group.empty()) entry["group"] = image.group;
    entry["truths"] = Json::array();
    entry["detections"] = Json::array();
    for (const TruthBox& truth : image.truths) entry["truths"].push_back(boxToJson(truth.className, truth.box));
    for (const Detection& detection : image.detections) {
      Json box = boxToJson(detection.className, detection.box);
      box.push_back(detection.score);
      entry["detections"].push_back(std::move(box));
    }
    if (image.score) entry["score"] = *image.score;
    if (image.raw) entry["raw"] = *image.raw;
    json["images"].push_back(std::move(entry));
  }
  return json;
}

DetectionResult detectionResultFromJson(const Json& json, const std::string& where) {
  require(member<std::string>(json, "kind", where) == "boxes", "the artifact is not of kind boxes", where);
  DetectionResult result;
  result.threshold = member<double>(json, "threshold", where);
  const Json classes = member<Json>(json, "classes", where), images = member<Json>(json, "images", where);
  require(classes.is_array() && images.is_array(), "`classes` and `images` must be arrays", where);
  for (const Json& name : classes) {
    require(name.is_string(), "`classes` must hold names", where);
    result.classes.push_back(name.get<std::string>());
  }
  for (const Json& image : images) result.images.push_back(imageFromJson(image, where));
  // Older ones do not say it: then only models of clean images scored images as wholes.
  result.knowsDefects = json.contains("knows_defects") ? member<bool>(json, "knows_defects", where)
                                                       : std::none_of(result.images.begin(), result.images.end(), [](const ImageResult& image) { return image.score.has_value(); });
  return result;
}

}  // namespace assay
