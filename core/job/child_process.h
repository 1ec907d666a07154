// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

#include "core/base/export.h"

namespace assay {

/// Where a child's stdout and stderr go, and what it reads.
struct ChildStreams {
  std::filesystem::path appendTo;     ///< both are appended to this file; empty: they are ours
  bool captureOutput = false;         ///< stdout is kept for output() instead
  bool captureError = false;          ///< stderr is kept for errors() instead
  std::filesystem::path writeTo;      ///< stdout alone goes into this file, which is emptied first
  std::string input;                  ///< its stdin; nothing when empty
  std::filesystem::path readFrom;     ///< its stdin is this file instead, from `readOffset` on
  int64_t readOffset = 0;
  int inherits = -1;                  ///< a descriptor of ours that it has open under the same number; none when negative
  bool holdsTerm = false;             ///< SIGTERM waits until the child asks for it (pthread_sigmask): none is lost while it loads
};

/// How a child ended.
struct ChildExit {
  int code = 0;       ///< exit status when signal is 0
  int signal = 0;     ///< the signal that ended it
  bool crashed() const { return signal != 0; }
};

/// A program started with posix_spawn: no shell, arguments as they are. Belongs to one thread.
class ASSAY_CORE_API ChildProcess {
 public:
  enum class Session { Same, Own };   ///< Own: setsid, so that a closed terminal does not end it

  /// Throws Error{Environment} when the program cannot be started.
  /// `variables` go into its environment on top of ours.
  ChildProcess(const std::vector<std::string>& command, const ChildStreams& streams, Session session = Session::Same,
               const std::vector<std::pair<std::string, std::string>>& variables = {});
  /// A child that still runs is left alone.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// The exit when it ended within `patience`. Feeds its input and reads captured output meanwhile.
  std::optional<ChildExit> wait(std::chrono::milliseconds patience);
  ChildExit wait();
  /// What it wrote to stdout so far (captureOutput), at most 64 MiB.
  const std::string& output() const { return output_; }
  /// The output that has come since the last call.
  std::string takeOutput() { return std::exchange(output_, {}); }
  const std::string& errors() const { return errors_; }

 private:
  void exchange();
  pid_t pid_ = 0;
  int pipe_ = -1, errorPipe_ = -1, inputPipe_ = -1;
  std::string output_, errors_, input_;
  std::optional<ChildExit> exit_;
};

}  // namespace assay
