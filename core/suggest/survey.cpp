// SPDX-License-Identifier: Apache-2.0
#include "core/suggest/survey.h"

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/random_seed.h"

namespace assay {

namespace {

std::filesystem::path suggestionsFile(const RunDirectory& run) { return run.folder() / "suggestions.json"; }

std::vector<Item> atMost(std::vector<Item> items, std::size_t most, uint64_t seed) {
  const auto byPath = [](const Item& a, const Item& b) { return a.path < b.path; };
  std::sort(items.begin(), items.end(), byPath);
  if (items.size() <= most) return items;
  Random random(seed);
  random.shuffle(std::span<Item>(items));
  items.resize(most);
  std::sort(items.begin(), items.end(), byPath);
  return items;
}

}  // namespace

SurveyPlan planSurvey(const std::vector<Item>& items, std::size_t most, uint64_t seed) {
  SurveyPlan plan;
  for (const Item& item : items)
    if (item.kind == ItemKind::Image && (item.split == Split::Train || (item.split == Split::None && item.status == LabelStatus::Unlabelled))) (item.status == LabelStatus::Labelled ? plan.labelled : plan.pool).push_back(item);
  require(!plan.pool.empty(), "every image of the training part is labelled: there is nothing to choose from");
  plan.pool = atMost(std::move(plan.pool), most, deriveSeed(seed, "survey"));
  plan.labelled = atMost(std::move(plan.labelled), most, deriveSeed(seed, "surveyed labels"));
  return plan;
}

Json surveyInput(const Item& item, const std::filesystem::path& root) {
  Json input{{"image", (root / item.path).string()}, {"survey", true}};
  if (!item.reference.empty()) input["reference"] = (root / item.reference).string();
  return input;
}

Surveyed surveyedFrom(const std::string& path, const Json& output) {
  Surveyed image{path, {}, 0, {}};
  const bool knowsDefects = !output.contains("knows_defects") || member<bool>(output, "knows_defects", path);
  if (!knowsDefects) {   // its boxes are places that stand out, of which every image has some
    image.scores.push_back(member<double>(output, "image_score", path));
  } else {
    const Json boxes = member<Json>(output, "boxes", path);
    require(boxes.is_array(), "`boxes` must be a list", path);
    for (const Json& box : boxes) image.scores.push_back(member<double>(box, "score", path));
  }
  if (!output.contains("survey")) return image;
  const Json& survey = output["survey"];
  image.disagreement = member<double>(survey, "disagreement", path);
  const Json embedding = member<Json>(survey, "embedding", path);
  require(embedding.is_array() && std::all_of(embedding.begin(), embedding.end(), [](const Json& v) { return v.is_number(); }), "`embedding` must be a list of numbers", path);
  image.embedding = embedding.get<std::vector<float>>();
  return image;
}

double thresholdFrom(const Json& output) { return output.contains("threshold") ? member<double>(output, "threshold", "assay-worker") : 0.5; }

void writeSuggestions(const RunDirectory& run, const Suggestions& suggestions) {
  Json images = Json::array();
  for (const SuggestedImage& image : suggestions.images) images.push_back({{"image", image.path}, {"value", image.value}});
  writeFileAtomically(suggestionsFile(run), toLine({{"strategy", queryStrategyName(suggestions.strategy)}, {"images", std::move(images)}}) + "\n");
}

std::optional<Suggestions> readSuggestions(const RunDirectory& run) {
  const std::filesystem::path file = suggestionsFile(run);
  if (!std::filesystem::exists(file)) return std::nullopt;
  const Json json = readJson(file);
  Suggestions suggestions{queryStrategyFromName(member<std::string>(json, "strategy", file.string())), {}};
  const Json images = member<Json>(json, "images", file.string());
  require(images.is_array(), "`images` must be a list", file.string());
  for (const Json& image : images) suggestions.images.push_back({member<std::string>(image, "image", file.string()), member<double>(image, "value", file.string())});
  return suggestions;
}

}  // namespace assay
