// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/cross_validation.h"

#include <cmath>

#include "core/base/error.h"

namespace assay::detector {

namespace {

const std::string prefix = "fold-";

JudgedParts partFrom(const Json& json, const std::string& where) {
  JudgedParts part{detectionResultFromJson(member<Json>(json, "boxes", where), where), {}};
  const Json testimonies = member<Json>(json, "testimonies", where);
  require(testimonies.is_array() && (testimonies.empty() || testimonies.size() == part.result.images.size()), "`testimonies` must be one of each image or none", where);
  for (const Json& entry : testimonies) {
    part.testimonies.push_back({member<double>(entry, "strangeness", where), member<double>(entry, "surest", where)});
    require(std::isfinite(part.testimonies.back().strangeness) && std::isfinite(part.testimonies.back().surest), "a testimony is no number", where);
  }
  return part;
}

}  // namespace

std::vector<Rehearsal> foldsOf(int folds) {
  std::vector<Rehearsal> all;
  for (int fold = 1; fold <= folds; ++fold) {
    Rehearsal one{prefix + std::to_string(fold), {}};
    one.changes.set("model.fold", int64_t(fold));
    one.changes.set("model.self_training", false);
    all.push_back(std::move(one));
  }
  return all;
}

bool isFold(const std::string& rehearsal) { return rehearsal.starts_with(prefix); }

Json toJson(const JudgedParts& part) {
  Json testimonies = Json::array();
  for (const Testimony& t : part.testimonies) testimonies.push_back({{"strangeness", t.strangeness}, {"surest", t.surest}});
  return {{"boxes", assay::toJson(part.result)}, {"testimonies", std::move(testimonies)}};
}

JudgedParts joinedFolds(const std::map<std::string, Json>& rehearsed, int folds) {
  JudgedParts all;
  bool areWhole = true;
  for (const Rehearsal& fold : foldsOf(folds)) {
    const auto place = rehearsed.find(fold.name);
    require(place != rehearsed.end(), "its answer is missing", fold.name);
    JudgedParts part = partFrom(place->second, fold.name);
    for (ImageResult& image : part.result.images) image.score = image.raw = std::nullopt;   // by the fold's own measure: testimonies are judged anew
    areWhole = areWhole && part.testimonies.size() == part.result.images.size();
    all.result.classes = part.result.classes;
    all.result.images.insert(all.result.images.end(), part.result.images.begin(), part.result.images.end());
    all.testimonies.insert(all.testimonies.end(), part.testimonies.begin(), part.testimonies.end());
  }
  if (!areWhole) all.testimonies.clear();
  return all;
}

}  // namespace assay::detector
