// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "app/cli/ask_worker.h"
#include "app/cli/command.h"
#include "app/cli/opened_project.h"
#include "core/base/error.h"
#include "core/job/start_run.h"
#include "core/store/item_table.h"
#include "core/store/split_table.h"
#include "core/suggest/survey.h"

namespace assay {

namespace {

struct SuggestArguments {
  std::string project, run = "latest", strategy = "mixed";
  std::size_t count = 10, most = 500;
  uint64_t seed = 0;
  bool reveal = false;
};

void declareSuggest(CLI::App& verb, SuggestArguments& a) {
  verb.add_option("PROJECT", a.project, "project folder")->required();
  verb.add_option("--run", a.run, "id or latest (latest)");
  verb.add_option("--strategy", a.strategy, "mixed, expected_error, uncertainty, disagreement, diversity or random (mixed)");
  verb.add_option("--count", a.count, "how many images (10)")->check(CLI::Range(1, 100000));
  verb.add_option("--most", a.most, "look at no more than so many unlabelled images, drawn by the seed (500)")->check(CLI::Range(1, 1000000));
  verb.add_option("--seed", a.seed, "of draws (0)");
  verb.add_flag("--reveal", a.reveal, "the labels that `split --labelled` hides on the suggested images come back into use: to try a strategy out");
}

struct Survey {
  std::vector<Surveyed> pool;
  std::vector<std::vector<float>> labelled;
  double threshold = 0.5;
};

Survey surveyed(const SurveyPlan& plan, const RunDirectory& run, const std::filesystem::path& root, Console& console) {
  std::vector<Json> inputs;
  for (const auto* items : {&plan.pool, &plan.labelled})
    for (const Item& item : *items) inputs.push_back(surveyInput(item, root));
  console.live("looking at " + std::to_string(plan.pool.size()) + " images without labels");
  const Json outputs = askWorker(run, inputs, console).outputs;
  Survey survey;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Json& output = outputs[i];
    const bool isPool = i < plan.pool.size();
    const Item& item = isPool ? plan.pool[i] : plan.labelled[i - plan.pool.size()];
    if (output.contains("error")) {
      console.note("left out: " + item.path + ": " + output["error"].value("message", ""));
      continue;
    }
    Surveyed image = surveyedFrom(item.path, output);
    survey.threshold = thresholdFrom(output);
    if (isPool) survey.pool.push_back(std::move(image));
    else if (!image.embedding.empty()) survey.labelled.push_back(std::move(image.embedding));
  }
  require(!survey.pool.empty(), "none of the images could be looked at", run.folder().string(), Code::JobFailed);
  return survey;
}

/// How many of the suggested images had labels to give back.
int64_t revealLabels(Database& database, const std::vector<SuggestedImage>& images) {
  const std::set<ItemId> drawn = drawnItems(database);
  std::vector<ItemPlacement> placements;
  for (const SuggestedImage& image : images) {
    const auto item = findItemByPath(database, image.path);
    if (item && item->status == LabelStatus::Withheld) placements.push_back({item->id, item->split, LabelStatus::Labelled, drawn.contains(item->id)});
  }
  placeItems(database, placements);
  return int64_t(placements.size());
}

Answer runSuggest(const SuggestArguments& a, Console& console) {
  LabelQuery query{.strategy = queryStrategyFromName(a.strategy), .count = a.count, .seed = a.seed};
  OpenedProject opened = openProject(a.project, a.reveal ? Access::Edit : Access::Runs);
  const RunDirectory run = openRun(opened.project, *opened.database, a.run);
  run.requireCheckpoint();
  SurveyPlan plan = planSurvey(listItems(*opened.database, With::ItemsOnly), a.most, a.seed);
  if (query.strategy != QueryStrategy::Diversity && query.strategy != QueryStrategy::Mixed) plan.labelled.clear();   // the others do not ask for something new
  const Survey survey = surveyed(plan, run, opened.project.root, console);
  query.threshold = survey.threshold;
  Suggestions suggestions{query.strategy, {}};
  for (const Suggestion& one : chooseNext(survey.pool, survey.labelled, query)) suggestions.images.push_back({survey.pool[one.index].path, one.value});
  writeSuggestions(run, suggestions);
  Answer answer{{{"run", run.folder().filename().string()}, {"strategy", a.strategy}, {"looked_at", survey.pool.size()}, {"images", Json::array()}}};
  for (const SuggestedImage& image : suggestions.images) {
    answer.json["images"].push_back({{"image", image.path}, {"value", image.value}});
    console.say(image.path + (query.strategy == QueryStrategy::Random ? "" : "  " + shortNumber(image.value)));
  }
  if (a.reveal) answer.json["revealed"] = revealLabels(*opened.database, suggestions.images);
  return answer;
}

}  // namespace

void addSuggestCommand(CommandLine& line) {
  line.verb<SuggestArguments>("suggest", "which images to label next", declareSuggest, runSuggest);
}

}  // namespace assay
