// SPDX-License-Identifier: Apache-2.0
// What launchers over ssh and over kubectl share: a job whose hosts run `assay supervise`, and are spoken to through a shell.
#pragma once

#include <functional>

#include "core/job/launch_record.h"
#include "core/job/remote_shell.h"

namespace assay {

/// Writes the bundle with the data of a run, and with the files that its options name.
using BundleMaker = std::function<void(const RunSpec& asked, const std::filesystem::path& out)>;

/// Starts `assay mirror` for a run of another machine when none is at work. False for a run of this machine or one that is over.
ASSAY_CORE_API bool reattach(const RunDirectory& run);

/// A run that another machine is to train is written down as the target's, its data packed, and a process started that brings it there.
/// Throws as Launcher::submit.
ASSAY_CORE_API void submitElsewhere(const RunDirectory& run, const Target& target, const BundleMaker& makeBundle);

/// Where jobs lie on a target's hosts.
ASSAY_CORE_API std::string jobsFolder(const Target& target);
/// Exports what a target sets, for scripts there.
ASSAY_CORE_API std::string jobEnvironment(const Target& target);

/// The job on one of its hosts.
class ASSAY_CORE_API RemoteJob {
 public:
  RemoteJob(const RunDirectory& run, const LaunchRecord& record, int host) : run_(run), record_(record), host_(host) {}

  /// Names what the host is now: a pod that was replaced has another name. Throws HostUnreachable while there is none.
  std::string place() const;

  /// Sends the bundle unless it is there, and makes the run's folder.
  void stage(const std::filesystem::path& bundle, const std::string& sha256, const Progress& progress) const;
  /// `Again`: on a pod that took another's place, where a run that is over there is left alone.
  enum class Starting { Anew, Again };
  void start(Starting how = Starting::Anew) const;
  void requestStop() const;
  /// `assay relay`, from an event on.
  std::unique_ptr<ChildProcess> relay(int64_t after) const;
  /// The same of its ranks' own events alone.
  std::unique_ptr<ChildProcess> relayRanks() const;
  void fetch(const std::string& path, const std::string& sha256, const std::filesystem::path& file) const;

 private:
  RemoteShell shell() const;
  std::string inFolder(const std::string& rest) const;
  enum class NeedsRun { Yes, No };
  std::string prelude(NeedsRun needs) const;

  const RunDirectory& run_;
  const LaunchRecord& record_;
  const int host_;
};

}  // namespace assay
