// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "core/job/launch_record.h"
#include "core/job/launcher.h"
#include "core/job/remote_shell.h"

namespace assay {

/// Writes the bundle with the data of a run.
using BundleMaker = std::function<void(const std::filesystem::path& out)>;

/// Hosts that the user's own ssh reaches. The data goes to each of them once per content; the ranks of all train together; a process
/// here (`assay mirror`) brings events, state and in the end the model home, and may be ended and started again at any time.
class ASSAY_CORE_API SshLauncher : public Launcher {
 public:
  SshLauncher(Target target, BundleMaker makeBundle, CancelToken cancel = {})
      : target_(std::move(target)), makeBundle_(std::move(makeBundle)), cancel_(std::move(cancel)) {}
  /// Asks every host at once for its program and version, plugin, GPUs, room and clock.
  Problems preflight(const RunSpec& spec) const override;
  void submit(const RunDirectory& run) override;

 private:
  Target target_;
  BundleMaker makeBundle_;
  CancelToken cancel_;
};

/// Starts `assay mirror` for a run of another machine when none is at work. False for a run of this machine or one that is over.
ASSAY_CORE_API bool reattach(const RunDirectory& run);

/// The job on one of its hosts.
class ASSAY_CORE_API RemoteJob {
 public:
  RemoteJob(const RunDirectory& run, const LaunchRecord& record, int host);

  /// Sends the bundle unless it is there, and makes the run's folder.
  void stage(const std::filesystem::path& bundle, const std::string& sha256, const Progress& progress) const;
  void start() const;
  void requestStop() const;
  /// `assay relay`, from an event on.
  std::unique_ptr<ChildProcess> relay(int64_t after) const;
  void fetch(const std::string& path, const std::string& sha256, const std::filesystem::path& file) const;

 private:
  std::string inFolder(const std::string& rest) const;
  enum class NeedsRun { Yes, No };
  std::string prelude(NeedsRun needs) const;

  const RunDirectory& run_;
  const LaunchRecord& record_;
  const int host_;
  const RemoteShell shell_;
};

}  // namespace assay
