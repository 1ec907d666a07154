// SPDX-License-Identifier: Apache-2.0
#include "core/job/remote_relay.h"

#include <algorithm>
#include <cctype>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/job/event_log.h"
#include "core/job/supervisor_lock.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto pollInterval = std::chrono::milliseconds(100);
constexpr auto betweenSigns = std::chrono::seconds(5);
/// A run that nobody supervises and that says it is under way: its supervisor starts, or was ended.
constexpr auto startPatience = std::chrono::seconds(30);

bool isOver(RunState state) { return state != RunState::Running && state != RunState::Created; }

Json asJson(const Event& event) {
  Json json = {{"time", event.time}, {"kind", event.kind}};
  for (const auto& [key, value] : event.body.items()) json[key] = value;
  return json;
}

void addFile(const RunDirectory& run, const fs::path& file, std::vector<RemoteFile>& files) {
  files.push_back({fs::relative(file, run.folder()).generic_string(), int64_t(fs::file_size(file)), sha256File(file)});
}

/// Says that we live while this thread is busy: nobody else speaks meanwhile.
class SignsOfLife {
 public:
  explicit SignsOfLife(const std::function<bool(const Json&)>& say)
      : thread_([this, &say] {
          std::unique_lock lock(mutex_);
          while (!done_.wait_for(lock, betweenSigns, [this] { return isOver_; })) say({{"alive", true}});
        }) {}
  ~SignsOfLife() {
    {
      const std::lock_guard lock(mutex_);
      isOver_ = true;
    }
    done_.notify_all();
    thread_.join();
  }
  SignsOfLife(const SignsOfLife&) = delete;
  SignsOfLife& operator=(const SignsOfLife&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  bool isOver_ = false;
  std::thread thread_;
};

/// The ranks whose folders have come up so far.
class RankReaders {
 public:
  explicit RankReaders(const RunDirectory& run) : folder_(run.folder() / "ranks") {}
  bool relay(const std::function<bool(const Json&)>& say) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder_, none)) {
      const std::string name = entry.path().filename().string();
      if (!name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c) != 0; })) readers_.try_emplace(name, entry.path() / "events.jsonl");
    }
    for (auto& [name, reader] : readers_)
      for (std::vector<Event> events = reader.poll(); !events.empty(); events = reader.poll())
        for (const Event& event : events)
          if (!say({{"rank", std::stoi(name)}, {"seq", event.sequence}, {"event", asJson(event)}})) return false;
    return true;
  }

 private:
  const fs::path folder_;
  std::map<std::string, EventReader> readers_;
};

}  // namespace

void relayRanks(const RunDirectory& run, const CancelToken& cancel, const std::function<bool(const Json&)>& say) {
  RankReaders ranks(run);
  auto lastSign = Clock::now();
  while (!cancel.requested() && ranks.relay(say)) {
    if (Clock::now() - lastSign > betweenSigns) {   // also to learn that nobody listens
      lastSign = Clock::now();
      if (!say({{"alive", true}})) return;
    }
    std::this_thread::sleep_for(pollInterval);
  }
}

void relayRun(const RunDirectory& run, int64_t after, const CancelToken& cancel, const std::function<bool(const Json&)>& say) {
  EventReader events(run.eventsFile());
  RankReaders ranks(run);
  std::string lastState;
  auto lastSign = Clock::now();
  const auto start = Clock::now();
  while (!cancel.requested()) {
    RunStatus status = run.status();   // before the events, so that the last ones are told
    if (!isOver(status.state) && !SupervisorLock::isHeld(run) && Clock::now() - start > startPatience) status.state = RunState::Lost;
    for (std::vector<Event> batch = events.poll(); !batch.empty(); batch = events.poll())
      for (const Event& event : batch)
        if (event.sequence > after && !say({{"seq", event.sequence}, {"event", asJson(event)}})) return;
    if (!ranks.relay(say)) return;
    Json state = readJson(run.stateFile(), 1 << 24);
    state["state"] = runStateName(status.state);
    if (const std::string text = toLine(state); text != lastState) {
      lastState = text;
      if (!say({{"state", state}})) return;
    }
    if (isOver(status.state) && !SupervisorLock::isHeld(run)) {
      Json files = Json::array();
      {
        const SignsOfLife signs(say);   // gigabytes take minutes to add up
        for (const RemoteFile& file : filesToFetch(run)) files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
      }
      say({{"over", {{"files", files}}}});
      return;
    }
    if (Clock::now() - lastSign > betweenSigns) {
      lastSign = Clock::now();
      if (!say({{"alive", true}})) return;
    }
    std::this_thread::sleep_for(pollInterval);
  }
}

std::vector<RemoteFile> filesToFetch(const RunDirectory& run) {
  std::vector<RemoteFile> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(run.artifactsFolder(), none))
    if (entry.is_regular_file()) addFile(run, entry.path(), files);
  if (const auto generation = run.lastCheckpoint())
    for (const auto& entry : fs::directory_iterator(*generation, none))
      if (entry.is_regular_file()) addFile(run, entry.path(), files);
  std::sort(files.begin(), files.end(), [](const RemoteFile& a, const RemoteFile& b) { return a.path < b.path; });
  return files;
}

std::vector<RemoteFile> remoteFilesFrom(const Json& over, const std::string& where) {
  std::vector<RemoteFile> files;
  for (const Json& each : member<Json>(over, "files", where)) {
    RemoteFile file{member<std::string>(each, "path", where), member<int64_t>(each, "bytes", where), member<std::string>(each, "sha256", where)};
    const fs::path path(file.path);
    const bool isPlain = path.is_relative() && path == path.lexically_normal() && std::none_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
    const std::string top = path.empty() ? "" : path.begin()->string();
    require(isPlain && (top == "artifacts" || top == "checkpoints") && path.has_filename() && std::distance(path.begin(), path.end()) > 1 && file.path.find('\n') == std::string::npos, "the host offers a file outside of the run: " + file.path, where);
    require(file.sha256.size() == 64 && std::all_of(file.sha256.begin(), file.sha256.end(), [](unsigned char c) { return std::isxdigit(c) != 0; }), "no SHA-256 of " + file.path, where);
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace assay
