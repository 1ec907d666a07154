// SPDX-License-Identifier: Apache-2.0
#include "core/job/rank_processes.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <unistd.h>

#include "core/base/error.h"
#include "core/base/paths.h"

namespace assay {
namespace {

constexpr auto glance = std::chrono::milliseconds(5);
/// A rank that lost the others may be noticed before the one that was lost: its word alone counts only after this time.
constexpr auto otherReasonPatience = std::chrono::seconds(3);

}  // namespace

bool isFault(const ChildExit& end) { return end.crashed() || (end.code != 0 && end.code != exitCode(Code::Stopped)); }

RankProcesses::RankProcesses(const RunDirectory& run, const RankPlace& first, const MeetingPort* meeting) : firstRank_(first.rank), ends_(std::size_t(first.localWorld)) {
  const std::vector<std::string> command{siblingProgram("assay-worker").string(), "train", "--run", run.folder().string(),
                                         "--parent", std::to_string(getpid())};
  RankPlace place = first;
  if (meeting != nullptr && place.isFirst()) place.listener = meeting->descriptor();
  for (; place.localRank < first.localWorld; ++place.rank, ++place.localRank) {
    const RunDirectory job = place.isFirst() ? run : run.rank(place.rank);
    std::error_code failed;
    std::filesystem::create_directories(job.folder(), failed);
    require(!failed, "the folder cannot be created: " + failed.message(), job.folder().string(), Code::Io);
    workers_.push_back(std::make_unique<ChildProcess>(command, ChildStreams{.appendTo = job.logFile(), .inherits = place.isFirst() ? place.listener : -1, .holdsTerm = true}, ChildProcess::Session::Same, rankEnvironment(place)));
  }
}

RankPlace placeOnThisHost(int ranks, int attempt, const MeetingPort* meeting) {
  RankPlace place;
  place.world = place.localWorld = ranks;
  place.attempt = attempt;
  if (meeting != nullptr) place.masterPort = meeting->number();
  return place;
}

void RankProcesses::signal(int number) const {
  for (const auto& worker : workers_) worker->signal(number);
}

void RankProcesses::collect() {
  for (std::size_t r = 0; r < workers_.size(); ++r) {
    if (ends_[r]) continue;
    ends_[r] = workers_[r]->wait(std::chrono::milliseconds(0));
    if (!ends_[r] || !isFault(*ends_[r]) || isEnding_) continue;
    const bool isVictim = !ends_[r]->crashed() && ends_[r]->code == peerLostExit;
    if (!blamed_ || blamed_->exit.code == peerLostExit) blamed_ = GroupExit{firstRank_ + int(r), *ends_[r]};
    if (!firstFault_) firstFault_ = std::chrono::steady_clock::now();
    if (!isVictim) endTheRest();
  }
}

/// They wait for one that will not come. Checkpoints are written so that this does no harm.
void RankProcesses::endTheRest() {
  isEnding_ = true;
  signal(SIGKILL);
}

std::optional<GroupExit> RankProcesses::wait(std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    collect();
    if (firstFault_ && !isEnding_ && std::chrono::steady_clock::now() > *firstFault_ + otherReasonPatience) endTheRest();
    if (std::all_of(ends_.begin(), ends_.end(), [](const auto& one) { return one.has_value(); }))
      return blamed_ ? *blamed_ : GroupExit{firstRank_, *ends_.front()};
    if (std::chrono::steady_clock::now() >= end) return std::nullopt;
    for (std::size_t r = 0; r < workers_.size(); ++r) {
      if (ends_[r]) continue;
      workers_[r]->wait(glance);   // sleeps until this one ends, or a moment
      break;
    }
  }
}

int ranksOfThisHost(int64_t wanted) {
  if (wanted > 0) return int(wanted);
  if (const char* visible = std::getenv("CUDA_VISIBLE_DEVICES")) {
    const std::string list = visible;
    return list.empty() || list == "-1" ? 1 : int(std::count(list.begin(), list.end(), ',')) + 1;
  }
  std::error_code none;
  int gpus = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/driver/nvidia/gpus", none)) gpus += entry.is_directory() ? 1 : 0;
  return std::max(gpus, 1);
}

}  // namespace assay
