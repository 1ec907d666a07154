// SPDX-License-Identifier: Apache-2.0
// The whole contract between front ends and workers:
//   spec.yaml  events.jsonl  state.json  log.txt  stop (asks for a graceful end)
//   checkpoints/<generation>/model.safetensors + trainer.json + optimizer.safetensors
//   artifacts/<name>.json
//   ranks/<r>/             what rank r > 0 of a distributed run says of itself: events.jsonl, state.json, log.txt
//   rehearsals/<name>/     trainings that come before the run's own (folds of a cross-validation, a teacher): the same layout, and told.json
//   evaluations/<split>/   the same layout for an evaluation: events.jsonl, state.json, result.json, artifacts/
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/job/run_spec.h"

namespace assay {

enum class RunState { Created, Running, Done, Stopped, Failed, Lost };
ASSAY_CORE_API std::string_view runStateName(RunState state);   // "created", "running", ...
ASSAY_CORE_API RunState runStateFromName(std::string_view name);

/// state.json. Lost is never written: it is what a reader concludes when `pid` is gone.
struct RunStatus {
  RunState state = RunState::Created;
  int64_t pid = 0;             ///< process that owns the run now; 0 when none
  std::string host;
  double started = 0, ended = 0;   ///< seconds since the epoch; 0 when not yet
  double trainedSeconds = 0;   ///< wall time of training, over all resumptions
  std::string device;          ///< "AMD EPYC 9B14, 2 threads"
  std::string errorCode, errorMessage, errorWhere;   ///< filled when Failed
  Json metrics = Json::object();   ///< last validation metrics
};

/// The status of a run that no process owns, as it travels to another machine: what was under way there is stopped here.
ASSAY_CORE_API RunStatus atRest(RunStatus status);

class ASSAY_CORE_API RunDirectory {
 public:
  /// An existing or future folder; nothing is created here.
  explicit RunDirectory(std::filesystem::path folder) : folder_(std::move(folder)) {}
  /// Creates the folder with spec.yaml and state "created". Throws Error when it exists.
  static RunDirectory create(const std::filesystem::path& folder, const RunSpec& spec);

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path specFile() const { return folder_ / "spec.yaml"; }
  std::filesystem::path eventsFile() const { return folder_ / "events.jsonl"; }
  std::filesystem::path stateFile() const { return folder_ / "state.json"; }
  std::filesystem::path logFile() const { return folder_ / "log.txt"; }
  std::filesystem::path stopFile() const { return folder_ / "stop"; }
  std::filesystem::path checkpointsFolder() const { return folder_ / "checkpoints"; }
  std::filesystem::path artifactsFolder() const { return folder_ / "artifacts"; }
  RunDirectory evaluation(const std::string& split) const;
  /// Of a rank other than the first one: its own events.jsonl, log.txt and state.json.
  RunDirectory rank(int number) const;
  /// A training that comes before the run's own: a run of its own, with a told.json when it is done.
  RunDirectory rehearsal(const std::string& name) const;

  RunSpec spec() const { return readRunSpec(specFile()); }
  /// With Running turned into Lost when its process is not alive on this host.
  RunStatus status() const;
  void setStatus(const RunStatus& status) const;   ///< atomic

  void requestStop() const;
  bool stopRequested() const;
  void clearStop() const;

  /// Newest generation whose manifest hashes match; none when there is no good one.
  std::optional<std::filesystem::path> lastCheckpoint() const;
  /// The same; throws when there is none: NotFound before the first one was written, BadInput with the file and
  /// what is wrong with it when all are damaged.
  std::filesystem::path requireCheckpoint() const;
  /// Whether a generation was ever finished, damaged or not.
  bool hasCheckpoints() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace assay
