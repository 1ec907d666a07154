// SPDX-License-Identifier: Apache-2.0
#include "app/worker/job_status.h"
#include "app/worker/verbs.h"
#include "core/engine/serve/model_instance.h"
#include "core/engine/train/evaluator.h"
#include "core/engine/train/trainer.h"

namespace assay {

Json trainVerb(const std::filesystem::path& folder, const CancelToken& cancel) {
  const RunDirectory run(folder);
  require(std::filesystem::exists(run.specFile()), "there is no run: spec.yaml is missing", folder.string(),
          Code::NotFound);
  logIntoJob(run);
  EventWriter events(run.eventsFile());
  Json answer;
  runJob(run, events, [&](RunStatus& status) {
    ModelInstance instance(run, Weights::Fresh);
    status.device = instance.plan().description;
    run.setStatus(status);
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
