// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/job/child_process.h"

namespace assay {

/// How a script on another host ended.
struct ScriptResult {
  int code = 0;          ///< 255 when ssh or kubectl itself failed
  std::string output, errors;
  bool isReached() const { return code != 255; }
  /// The last line that was complained in, after the warnings before it; of what was said when nothing was complained of.
  std::string complaint() const;
};

/// ssh could not get there, or was cut off: worth another try.
class ASSAY_CORE_API HostUnreachable : public Error {
 public:
  using Error::Error;
};

/// One host by way of the system's ssh, or a pod by way of kubectl, so that the user's own configuration, keys, agents and jump hosts work. Never asks for
/// a password. Scripts go through stdin to `sh`: neither a login shell's quirks nor `ps` see them.
class ASSAY_CORE_API RemoteShell {
 public:
  /// `host` as ssh takes it: an alias, a name, user@name.
  explicit RemoteShell(std::string host) : host_(std::move(host)) {}
  /// The first container of a pod. `kubectl`: the command with its context and namespace.
  RemoteShell(std::vector<std::string> kubectl, std::string pod) : host_(std::move(pod)), kubectl_(std::move(kubectl)) {}

  const std::string& host() const { return host_; }
  /// Throws Error{Environment} when ssh is not installed, HostUnreachable when the script has not ended after `patience`.
  ScriptResult run(const std::string& script, std::chrono::seconds patience = std::chrono::seconds(60)) const;
  /// The same; a script that fails is an Error{Environment} with its last words.
  std::string output(const std::string& script, const std::string& doing, std::chrono::seconds patience = std::chrono::seconds(60)) const;
  /// A script that goes on: what it writes comes line by line. The caller polls it.
  std::unique_ptr<ChildProcess> start(const std::string& script) const;

  /// The file's content as `remote` there, which is a path for sh and may begin with ~/. What an earlier try of the same `sender` has sent is
  /// kept; the whole is compared by SHA-256 before it gets its name. Nothing is sent when it is there.
  void put(const std::filesystem::path& file, const std::string& sha256, const std::string& remote, const std::string& sender, const Progress& progress) const;
  /// The other way, into a file beside `file` first.
  void get(const std::string& remote, const std::string& sha256, const std::filesystem::path& file) const;

 private:
  std::vector<std::string> command(std::vector<std::string> remote) const;
  std::string host_;
  std::vector<std::string> kubectl_;   ///< empty: ssh
};

/// For sh: in quotes, with a leading ~/ left for it to expand.
ASSAY_CORE_API std::string remotePath(const std::string& path);

}  // namespace assay
