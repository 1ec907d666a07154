// SPDX-License-Identifier: Apache-2.0
#include "app/worker/job_status.h"
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
    ModelInstance instance(run, Weights::Fresh);
    status.device = instance.plan().description;
    if (ranks) status.device += ", " + std::to_string(ranks->size()) + " ranks";
    job.setStatus(status);
    const TrainResult result = Trainer(instance.model(), run, events).run(cancel);
    status.trainedSeconds = result.seconds;
    status.metrics = metricsJson(result.metrics);
    answer = {{"run", folder.filename().string()}, {"state", runStateName(result.state)},
              {"steps", result.steps},             {"minutes", result.seconds / 60},
              {"metrics", status.metrics},         {"device", status.device}};
    return result.state;
  });
  return answer;
}

}  // namespace assay
