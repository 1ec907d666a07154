// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/job/child_process.h"
#include "core/job/meeting_port.h"
#include "core/job/rank_place.h"
#include "core/job/run_directory.h"

namespace assay {

/// Exit status of a worker that ended because another rank did: nothing it did wrong.
inline constexpr int peerLostExit = 75;

/// How a group of ranks came to its end: the exit of the rank that is to blame, or of the first rank when all is well.
struct GroupExit {
  int rank = 0;
  ChildExit exit;
  /// Starting again may help: somebody was killed, or lost the others.
  bool isWorthAnotherTry() const { return isRegrouping || exit.crashed() || exit.code == peerLostExit; }
  /// All have saved and left, to start again in another number.
  bool isRegrouping = false;
};

/// Neither done nor stopped on request.
ASSAY_CORE_API bool isFault(const ChildExit& end);

/// The workers of one run on this host. When one of them ends with a fault, those that wait for it are ended too. Belongs to
/// one thread.
class ASSAY_CORE_API RankProcesses {
 public:
  /// Starts first.localWorld workers, the first of them in place `first`. The log of rank r > 0 is ranks/<r>/log.txt.
  /// Rank 0, when it is among them, takes `meeting` over; it may be closed here afterwards.
  RankProcesses(const RunDirectory& run, const RankPlace& first, const MeetingPort* meeting = nullptr);

  void signal(int number) const;
  /// The end of the group when all of it ended within `patience`.
  std::optional<GroupExit> wait(std::chrono::milliseconds patience);

 private:
  void collect();
  void endTheRest();

  const int firstRank_;
  std::vector<std::unique_ptr<ChildProcess>> workers_;
  std::vector<std::optional<ChildExit>> ends_;
  std::optional<GroupExit> blamed_;
  std::optional<std::chrono::steady_clock::time_point> firstFault_;
  bool isEnding_ = false;
};

/// What distributed.ranks of 0 means here: one rank for each GPU that CUDA_VISIBLE_DEVICES leaves, or one.
ASSAY_CORE_API int ranksOfThisHost(int64_t wanted);

/// The place of the first of `ranks` ranks that have this host to themselves. `attempt`: how often they were started before.
/// A rank that is alone meets nobody and needs no port.
ASSAY_CORE_API RankPlace placeOnThisHost(int ranks, int attempt, const MeetingPort* meeting);

}  // namespace assay
