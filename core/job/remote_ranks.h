// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/job/event_log.h"
#include "core/job/launch_record.h"
#include "core/job/remote_job.h"

namespace assay {

/// The number that an event had on the other machine, of the last one that was copied into a run's events: each copy carries it as "from_seq".
ASSAY_CORE_API int64_t lastCopiedEvent(const RunDirectory& run);
/// In an event after which the other side counts from one again.
inline constexpr const char* countsAnew = "counts_anew";
/// Appends what was said there, {"seq":7,"event":{...}}, with its own number as "from_seq", unless it is not above `copied`, which it becomes.
ASSAY_CORE_API void copyRemoteEvent(const Json& said, const std::string& where, EventWriter& events, int64_t& copied);

/// Events of ranks other than the first one, into runs/<id>/ranks/<r>. Those of the first host come with its other news; hosts beside it are asked
/// here, the first sixteen of them, for as long as this lives. They are for the eye: what is lost with a connection is told again, and nobody waits for them.
class ASSAY_CORE_API RemoteRanks {
 public:
  RemoteRanks(const RunDirectory& run, const LaunchRecord& record) : run_(run), record_(record) {}
  ~RemoteRanks();

  /// {"rank":1,"seq":7,"event":{...}}. Throws Error{BadInput} for what is none.
  void copy(const Json& said, const std::string& where);
  /// Asks hosts that are not asked yet, and takes what they have said. Throws nothing.
  void poll() noexcept;
  /// Connections end.
  void stop();

 private:
  struct Rank {
    std::unique_ptr<EventWriter> writer;
    int64_t copied = 0;
  };
  struct Relay {
    std::unique_ptr<ChildProcess> process;
    std::string rest;
    std::chrono::steady_clock::time_point nextTry;
  };
  void take(int host, Relay& relay);

  const RunDirectory& run_;
  const LaunchRecord& record_;
  std::map<int, Rank> ranks_;
  std::map<int, Relay> relays_;   ///< by host
};

}  // namespace assay
