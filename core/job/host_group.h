// SPDX-License-Identifier: Apache-2.0
// The ranks of a run on several hosts. On each host a supervisor starts and watches its own ranks; that of the first host tells the
// others when to start, to stop and to start again, over one TCP connection each. No host needs to log in to another.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/job/json_connection.h"
#include "core/job/rank_processes.h"

namespace assay {

/// What a launcher tells each host. It travels in ASSAY_HOST, ASSAY_HOSTS, ASSAY_RANKS, ASSAY_MASTER ("host:port") and ASSAY_JOB_TOKEN.
struct HostPlan {
  int host = 0, hosts = 1;
  int ranks = 1;               ///< on this host
  std::string masterHost;      ///< the first host, as the others reach it
  int masterPort = 0;          ///< where its supervisor listens
  std::string token;           ///< a secret of this job: strangers are turned away
  double joinSeconds = 300;    ///< how long the first start waits for all hosts
  double rejoinSeconds = 30;   ///< how long a restart waits for a host that went away

  bool isAlone() const { return hosts == 1; }
};

ASSAY_CORE_API std::vector<std::pair<std::string, std::string>> hostEnvironment(const HostPlan& plan);
/// Alone, with `ranks`, when none of the variables is set. Throws Error{BadInput} naming the variable.
ASSAY_CORE_API HostPlan hostPlanFromEnvironment(int ranks);

/// The first host's part. Belongs to one thread.
class ASSAY_CORE_API HostGroup {
 public:
  /// Listens at once. Throws Error{Environment} when the port is taken.
  HostGroup(const RunDirectory& run, const HostPlan& plan);
  ~HostGroup();

  /// Waits for the hosts and starts every rank. Attempts after the first go on without hosts that stay away. False when `cancel` asked
  /// meanwhile. Throws Error{Environment} naming the hosts that have not come to the first attempt, or why one was refused.
  bool start(int attempt, const CancelToken& cancel);
  /// SIGTERM (save and leave) or SIGKILL to every rank.
  void signal(int number);
  /// The end of all ranks, when all have ended within `patience`. A host that goes away ends the others; one that comes back makes
  /// them save and leave, so that the next attempt has it.
  std::optional<GroupExit> wait(std::chrono::milliseconds patience);
  /// Tells the other hosts that the run is over.
  void dismiss(const std::string& state);

  /// Of the present attempt.
  int ranks() const;
  int hosts() const;
  /// What happened since the last call, for the run's events: "host 1 went away", ...
  std::vector<std::string> takeNews();
  /// Why a rank on another host ended, as it says itself; empty when it said nothing.
  std::string wordsOf(int rank) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The part of every other host: does what the first one says until the run is over. Returns the run's final state; Lost when the first
/// host stays away. Throws Error{Environment} when it cannot be reached or refuses this host.
ASSAY_CORE_API RunState serveAsHost(const RunDirectory& run, const HostPlan& plan, const CancelToken& cancel);

}  // namespace assay
