// SPDX-License-Identifier: Apache-2.0
#include "app/worker/rehearsals.h"

#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/engine/serve/model_instance.h"
#include "core/engine/train/eval_scope.h"
#include "core/engine/train/trainer.h"
#include "core/job/event_log.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr int64_t wholeLength = 1000;   // of a rehearsal, in what the run reports of it
constexpr const char* toldFile = "told.json";

/// It becomes a folder that may be removed.
bool isPlainName(const std::string& name) { return !name.empty() && !name.starts_with('.') && !fs::path(name).has_parent_path(); }

/// The run's own spec with the rehearsal's changes, in a folder of its own; begun anew where a crash left no spec.
RunDirectory folderOf(const RunDirectory& run, const Rehearsal& rehearsal) {
  const RunDirectory own = run.rehearsal(rehearsal.name);
  if (fs::exists(own.specFile()) || fs::exists(own.folder() / toldFile)) return own;   // a bundle carries the answers alone
  std::error_code ignored;
  fs::remove_all(own.folder(), ignored);
  RunSpec spec = run.spec();
  for (const auto& [key, value] : rehearsal.changes) spec.options.set(key, value);
  return RunDirectory::create(own.folder(), spec);
}

/// The run shows life while a rehearsal trains and is judged, and hears when it should stop.
void relayLife(EventWriter& events, const std::string& title, const Progress& progress) {
  events.listen([title, progress](std::string_view kind, const Json& body) {
    if (!progress.report) return;
    if (kind == "step") progress.report(int64_t(std::lround(body.value("progress", 0.0) * wholeLength)), wholeLength, title);
    if (kind == "progress") progress.report(body.value("done", int64_t{0}), body.value("total", int64_t{0}), title);
  });
}

TrainResult trainIn(const RunDirectory& own, const std::string& title, const Progress& progress) {
  EventWriter events(own.eventsFile());
  relayLife(events, title, progress);
  ModelInstance instance(own, Weights::Fresh, progress);
  require(instance.model().rehearsals().empty(), "the plugin's rehearsal wants a rehearsal of its own", {}, Code::BadPlugin);
  return Trainer(instance.model(), own, events).run(progress.cancel);
}

Json answerOf(const RunDirectory& own, const std::string& name, const Progress& progress) {
  ModelInstance instance(own, Weights::LastCheckpoint);
  const EvalScope scope(instance.model().network());
  return instance.model().tell(name, progress);
}

void setState(const RunDirectory& own, const TrainResult& result) {
  RunStatus status = own.status();
  status.state = result.state;
  status.trainedSeconds = result.seconds;
  own.setStatus(status);
}

/// Whether it is done and told.json there.
bool makeOne(const RunDirectory& own, const std::string& name, const std::string& title, const Progress& progress, double& seconds) {
  const TrainResult result = trainIn(own, title, progress);
  seconds += result.seconds;
  setState(own, result);
  if (result.state == RunState::Stopped) return false;
  writeFileAtomically(own.folder() / toldFile, toLine({{"seconds", result.seconds}, {"told", answerOf(own, name, progress)}}) + "\n");
  return true;
}

}  // namespace

Rehearsed rehearse(const RunDirectory& run, const std::vector<Rehearsal>& rehearsals, const Progress& progress) {
  Rehearsed all;
  for (std::size_t i = 0; i < rehearsals.size(); ++i) {
    const std::string& name = rehearsals[i].name;
    require(isPlainName(name), "the plugin's rehearsal `" + name + "` has no plain file name", {}, Code::BadPlugin);
    const std::string title = "training " + name + " (" + std::to_string(i + 1) + " of " + std::to_string(rehearsals.size()) + " before the run)";
    try {
      const RunDirectory own = folderOf(run, rehearsals[i]);
      const fs::path file = own.folder() / toldFile;
      double seconds = 0;
      if (!fs::exists(file) && !makeOne(own, name, title, progress, seconds)) {
        all.seconds += seconds;
        all.isStopped = true;
        return all;
      }
      std::error_code ignored;
      fs::remove_all(own.checkpointsFolder(), ignored);   // it was made for its answer
      const Json answer = readJson(file);
      all.seconds += member<double>(answer, "seconds", file.string());
      all.told.emplace(name, member<Json>(answer, "told", file.string()));
    } catch (const Error& fault) {
      if (fault.code() == Code::Stopped) throw;
      throw Error(fault.code(), title + ": " + fault.message(), fault.where());
    }
  }
  return all;
}

}  // namespace assay
