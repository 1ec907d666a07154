// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <chrono>
#include <memory>

#include "app/worker/job_status.h"
#include "app/worker/rehearsals.h"
#include "app/worker/verbs.h"
#include "core/engine/device/process_group.h"
#include "core/engine/serve/model_instance.h"
#include "core/engine/train/evaluator.h"
#include "core/engine/train/trainer.h"

namespace assay {
namespace {

/// The run's own folder is the first rank's; the others report beside it.
RunDirectory jobOf(const RunDirectory& run, const RankPlace& place) {
  if (place.isFirst()) return run;
  const RunDirectory own = run.rank(place.rank);
  std::error_code failed;
  std::filesystem::create_directories(own.folder(), failed);
  require(!failed, "the folder cannot be created: " + failed.message(), own.folder().string(), Code::Io);
  return own;
}

/// Of what comes before the first step: decoding images may take minutes, in which the run shows life and can be stopped.
Progress preparation(const RunDirectory& job, EventWriter& events, const CancelToken& cancel) {
  using Clock = std::chrono::steady_clock;
  auto last = std::make_shared<std::atomic<Clock::rep>>(0);   // several threads decode
  const auto report = [job, &events, cancel, last](int64_t done, int64_t total, const std::string& what) {
    const Clock::duration now = Clock::now().time_since_epoch();
    Clock::rep before = last->load();
    if (now - Clock::duration(before) < std::chrono::milliseconds(200) || !last->compare_exchange_strong(before, now.count())) return;
    if (job.stopRequested()) cancel.request();
    events.write("progress", {{"done", done}, {"total", total}, {"text", what}});
  };
  return {.report = report, .cancel = cancel};
}

}  // namespace

Json trainVerb(const std::filesystem::path& folder, const CancelToken& cancel) {
  const RunDirectory run(folder);
  require(std::filesystem::exists(run.specFile()), "there is no run: spec.yaml is missing", folder.string(),
          Code::NotFound);
  const RankPlace place = rankPlaceFromEnvironment();
  const RunDirectory job = jobOf(run, place);
  logIntoJob(job);
  EventWriter events(job.eventsFile());
  Json answer;
  runJob(job, events, [&](RunStatus& status) {
    const std::shared_ptr<ProcessGroup> ranks = place.isAlone() ? nullptr : ProcessGroup::connect(place);
    const CurrentRanks current(ranks.get());
    const Progress progress = preparation(run, events, cancel);
    auto instance = std::make_unique<ModelInstance>(run, Weights::Fresh, progress);
    status.device = instance->plan().description;
    if (ranks) status.device += ", " + std::to_string(ranks->size()) + " ranks";
    job.setStatus(status);
    Rehearsed rehearsed;
    if (const std::vector<Rehearsal> rehearsals = instance->model().rehearsals(); !rehearsals.empty()) {
      require(place.isAlone(), "trainings before the run's own are made by one process: set distributed.ranks to 1, or switch off what asks for them (" + rehearsals.front().name + ")",
              "distributed.ranks", Code::BadOption);
      instance.reset();
      rehearsed = rehearse(run, rehearsals, progress);
      if (!rehearsed.isStopped) instance = std::make_unique<ModelInstance>(run, Weights::Fresh, progress, rehearsed.told);
    }
    const TrainResult result = rehearsed.isStopped ? TrainResult{.state = RunState::Stopped} : Trainer(instance->model(), run, events).run(cancel);
    status.trainedSeconds = rehearsed.seconds + result.seconds;
    status.metrics = metricsJson(result.metrics);
    answer = {{"run", folder.filename().string()}, {"state", runStateName(result.state)},
              {"steps", result.steps},             {"minutes", status.trainedSeconds / 60},
              {"metrics", status.metrics},         {"device", status.device}};
    return result.state;
  });
  return answer;
}

}  // namespace assay
