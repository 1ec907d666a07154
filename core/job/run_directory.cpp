// SPDX-License-Identifier: Apache-2.0
#include "core/job/run_directory.h"

#include <algorithm>
#include <array>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/job/process_info.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<RunState, std::string_view>, 6> states{{{RunState::Created, "created"},
                                                                       {RunState::Running, "running"},
                                                                       {RunState::Done, "done"},
                                                                       {RunState::Stopped, "stopped"},
                                                                       {RunState::Failed, "failed"},
                                                                       {RunState::Lost, "lost"}}};

void checkFile(const fs::path& file, const Json& entry) {
  const std::string where = file.string();
  require(fs::is_regular_file(file), "this file of it is missing", where);
  const auto bytes = static_cast<int64_t>(fs::file_size(file));
  const int64_t expected = member<int64_t>(entry, "bytes", where);
  require(bytes == expected, "this file has " + std::to_string(bytes) + " bytes, its manifest says " +
                                 std::to_string(expected), where);
  require(sha256File(file) == member<std::string>(entry, "sha256", where),
          "this file's content is not what its manifest says", where);
}

/// Throws Error that names the file of the generation that is not as it was written.
void checkGeneration(const fs::path& generation) {
  const fs::path manifestFile = generation / "manifest.json";
  const Json files = member<Json>(readJson(manifestFile, 1 << 20), "files", manifestFile.string());
  require(files.is_object() && !files.empty(), "its manifest lists no files", manifestFile.string());
  for (const auto& [name, entry] : files.items()) {
    require(!fs::path(name).has_parent_path(), "its manifest names a file elsewhere", manifestFile.string());
    checkFile(generation / name, entry);
  }
}

bool isGood(const fs::path& generation) {
  try {
    checkGeneration(generation);
    return true;
  } catch (const Error&) {   // no or a broken manifest: the generation was not finished
    return false;
  }
}

bool isNumber(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Newest first; names may be zero-padded or not.
std::vector<fs::path> generationsOf(const fs::path& checkpoints) {
  std::vector<fs::path> generations;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(checkpoints, error))
    if (entry.is_directory() && isNumber(entry.path().filename().string())) generations.push_back(entry.path());
  std::sort(generations.begin(), generations.end(), [](const fs::path& a, const fs::path& b) {
    const std::string x = a.filename().string(), y = b.filename().string();
    return x.size() != y.size() ? x.size() > y.size() : x > y;
  });
  return generations;
}

Json toJson(const RunStatus& status) {
  Json json = {{"state", runStateName(status.state)}, {"pid", status.pid}, {"pid_start", processStart(status.pid)},
               {"host", status.host}, {"started", status.started}, {"ended", status.ended},
               {"trained_seconds", status.trainedSeconds}, {"device", status.device}, {"metrics", status.metrics}};
  if (status.state == RunState::Failed)
    json["error"] = {{"code", status.errorCode}, {"message", status.errorMessage}, {"where", status.errorWhere}};
  return json;
}

RunStatus statusFromJson(const Json& json, const std::string& where) {
  RunStatus status;
  status.state = runStateFromName(member<std::string>(json, "state", where));
  status.pid = member<int64_t>(json, "pid", where);
  status.host = member<std::string>(json, "host", where);
  status.started = member<double>(json, "started", where);
  status.ended = member<double>(json, "ended", where);
  status.trainedSeconds = member<double>(json, "trained_seconds", where);
  status.device = member<std::string>(json, "device", where);
  status.metrics = member<Json>(json, "metrics", where);
  if (json.contains("error")) {
    status.errorCode = member<std::string>(json["error"], "code", where);
    status.errorMessage = member<std::string>(json["error"], "message", where);
    status.errorWhere = member<std::string>(json["error"], "where", where);
  }
  return status;
}

}  // namespace

std::string_view runStateName(RunState state) {
  for (const auto& [known, name] : states)
    if (known == state) return name;
  return {};
}

RunState runStateFromName(std::string_view name) {
  for (const auto& [state, known] : states)
    if (known == name) return state;
  throw Error(Code::BadInput, "`" + std::string(name) + "` is no state of a run");
}

RunStatus atRest(RunStatus status) {
  if (status.state == RunState::Created || status.state == RunState::Running || status.state == RunState::Lost)
    status.state = RunState::Stopped;
  status.pid = 0;
  return status;
}

RunDirectory RunDirectory::create(const fs::path& folder, const RunSpec& spec) {
  require(!fs::exists(folder), "the run's folder is there already", folder.string());
  std::error_code error;
  fs::create_directories(folder / "checkpoints", error);
  if (!error) fs::create_directories(folder / "artifacts", error);
  if (error) throw Error(error == std::errc::no_space_on_device ? Code::DiskFull : Code::ReadOnly,
                         "the run's folder cannot be created: " + error.message(), folder.string());
  RunDirectory run(folder);
  run.setStatus({});
  writeRunSpec(spec, run.specFile());
  return run;
}

RunDirectory RunDirectory::rank(int number) const { return RunDirectory(folder_ / "ranks" / std::to_string(number)); }

RunDirectory RunDirectory::rehearsal(const std::string& name) const { return RunDirectory(folder_ / "rehearsals" / name); }

RunDirectory RunDirectory::evaluation(const std::string& split) const {
  return RunDirectory(folder_ / "evaluations" / split);
}

RunStatus RunDirectory::status() const {
  const Json json = readJson(stateFile(), 1 << 24);
  RunStatus status = statusFromJson(json, stateFile().string());
  if (status.state != RunState::Running || status.host != hostName()) return status;
  const int64_t start = processStart(status.pid);
  const bool alive = start != 0 && (!json.contains("pid_start") || json["pid_start"] == start);
  if (!alive) status.state = RunState::Lost;
  return status;
}

void RunDirectory::setStatus(const RunStatus& status) const { writeFileAtomically(stateFile(), toLine(toJson(status)) + "\n"); }

void RunDirectory::requestStop() const { writeFileAtomically(stopFile(), "stop\n"); }

bool RunDirectory::stopRequested() const {
  std::error_code ignored;   // a file system that is away for a moment must not end the supervisor
  return fs::exists(stopFile(), ignored);
}

void RunDirectory::clearStop() const {
  std::error_code error;
  fs::remove(stopFile(), error);
}

std::optional<fs::path> RunDirectory::lastCheckpoint() const {
  for (const fs::path& generation : generationsOf(checkpointsFolder()))
    if (isGood(generation)) return generation;
  return std::nullopt;
}

fs::path RunDirectory::requireCheckpoint() const {
  if (const auto good = lastCheckpoint()) return *good;
  const std::vector<fs::path> generations = generationsOf(checkpointsFolder());
  try {
    if (!generations.empty()) checkGeneration(generations.front());
  } catch (const Error& fault) {
    throw Error(Code::BadInput, "the checkpoint is damaged: " + fault.message(), fault.where());
  }
  throw Error(Code::NotFound, "run " + folder_.filename().string() + " has no checkpoint yet, so there is no model", folder_.string());
}

bool RunDirectory::hasCheckpoints() const { return !generationsOf(checkpointsFolder()).empty(); }

}  // namespace assay
