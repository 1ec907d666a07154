// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "app/worker/job_status.h"
#include "app/worker/verbs.h"
#include "core/base/atomic_file.h"
#include "core/engine/serve/model_instance.h"
#include "core/engine/train/evaluator.h"
#include "core/report/latency.h"

namespace assay {
namespace {

/// "progress" events, at most ten a second; stops on the token or the job's stop file.
Progress eventProgress(const RunDirectory& job, EventWriter& events, const CancelToken& cancel) {
  using Clock = std::chrono::steady_clock;
  auto last = std::make_shared<Clock::time_point>();
  return {.report =
              [=, &events](int64_t done, int64_t total, const std::string& what) {
                const auto now = Clock::now();
                if (now - *last < std::chrono::milliseconds(100)) return;
                *last = now;
                if (job.stopRequested()) cancel.request();
                events.write("progress", {{"done", done}, {"total", total}, {"text", what.empty() ? "evaluating" : what}});
              },
          .cancel = cancel};
}

}  // namespace

Json evaluateVerb(const std::filesystem::path& folder, const std::string& split, const CancelToken& cancel) {
  const Split wanted = splitFromName(split);
  require(wanted != Split::None, "a split is train, valid or test", "--split", Code::Usage);
  const RunDirectory run(folder);
  require(std::filesystem::exists(run.specFile()), "there is no run: spec.yaml is missing", folder.string(),
          Code::NotFound);
  const RunDirectory job = run.evaluation(split);
  std::error_code failed;
  std::filesystem::create_directories(job.folder(), failed);
  require(!failed, "the folder cannot be created: " + failed.message(), job.folder().string(), Code::Io);
  logIntoJob(job);
  EventWriter events(job.eventsFile());
  Json answer;
  runJob(job, events, [&](RunStatus& status) {
    ModelInstance instance(run, Weights::LastCheckpoint);
    status.device = instance.plan().description;
    job.setStatus(status);
    const EvaluationResult result =
        evaluateModel(instance.model(), nullptr, wanted, eventProgress(job, events, cancel));
    require(result.count > 0, "the split `" + split + "` has no labelled item", folder.string());
    writeArtifacts(result.artifacts, job.artifactsFolder());
    reportEvaluation(events, result, wanted, 0);
    status.metrics = metricsJson(result.metrics);
    answer = {{"run", folder.filename().string()}, {"split", split},          {"count", result.count},
              {"metrics", status.metrics},         {"device", status.device}};
    for (const auto& [subject, statement] : instance.model().disclosures()) answer["disclosures"].push_back({subject, statement});
    if (const auto latency = latencyOf(result.milliseconds)) answer["latency"] = toJson(*latency);
    writeFileAtomically(job.folder() / "result.json", toLine(answer) + "\n");
    return RunState::Done;
  });
  return answer;
}

}  // namespace assay
