// SPDX-License-Identifier: Apache-2.0
#include "core/job/remote_shell.h"

#include <csignal>
#include <cstdlib>
#include <utility>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/job/slurm_script.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr int mostTries = 3;

const std::string endMark = "assay-script-ended ";

/// kubectl's own status tells little: 1 for faults of its own and for the script's, 137 when the pod was ended, 0 when the connection to it was cut. So the script
/// says itself how it ended; one that does not has not.
ScriptResult unmarked(ScriptResult result) {
  const std::size_t mark = result.output.rfind("\n" + endMark);
  if (mark == std::string::npos) {
    result.code = 255;
    return result;
  }
  result.code = std::atoi(result.output.c_str() + mark + 1 + endMark.size());
  result.output.resize(mark);
  return result;
}

std::string lastLine(std::string text) {
  text.erase(text.find_last_not_of(" \r\n") + 1);
  return text.substr(text.rfind('\n') + 1);
}

}  // namespace

std::string ScriptResult::complaint() const {
  std::string words = errors;
  if (const std::size_t own = words.find("command terminated with exit code"); own != std::string::npos) words.resize(own);   // kubectl's, after the script's
  return lastLine(words.find_first_not_of(" \r\n") == std::string::npos ? output : words);
}

std::string remotePath(const std::string& path) {
  if (path == "~") return "\"$HOME\"";
  return path.starts_with("~/") ? "\"$HOME\"/" + shellQuoted(path.substr(2)) : shellQuoted(path);
}

/// A silent connection is given up after a minute; ASSAY_SSH names another program.
std::vector<std::string> RemoteShell::command(std::vector<std::string> remote) const {
  const char* own = std::getenv("ASSAY_SSH");
  std::vector<std::string> line = kubectl_;
  if (line.empty()) line = {own != nullptr && *own != '\0' ? own : "ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4", "-T", "--", host_};
  else line.insert(line.end(), {"exec", "-i", host_, "--container", "train", "--"});
  line.insert(line.end(), remote.begin(), remote.end());
  return line;
}

ScriptResult RemoteShell::run(const std::string& script, std::chrono::seconds patience) const {
  const bool isPod = !kubectl_.empty();
  ChildProcess child(command({"sh", "-s"}), {.captureOutput = true, .captureError = true, .input = isPod ? "(\n" + script + "\n)\nprintf '\\n" + endMark + "%d\\n' $?\n" : script});
  const std::optional<ChildExit> ended = child.wait(patience);
  if (!ended) {
    child.signal(SIGKILL);
    child.wait();
    throw HostUnreachable(Code::Environment, "nothing came back within " + std::to_string(patience.count()) + " s", host_);
  }
  ScriptResult result{ended->crashed() ? 128 + ended->signal : ended->code, child.output(), child.errors()};
  return isPod ? unmarked(std::move(result)) : result;
}

std::string RemoteShell::output(const std::string& script, const std::string& doing, std::chrono::seconds patience) const {
  ScriptResult result = run(script, patience);
  if (!result.isReached()) throw HostUnreachable(Code::Environment, "the host cannot be reached: " + result.complaint(), host_);
  if (result.code != 0) throw Error(Code::Environment, doing + " failed there: " + result.complaint(), host_);
  return std::move(result.output);
}

std::unique_ptr<ChildProcess> RemoteShell::start(const std::string& script) const {
  return std::make_unique<ChildProcess>(command({"sh", "-s"}), ChildStreams{.captureOutput = true, .captureError = true, .input = script});
}

void RemoteShell::put(const fs::path& file, const std::string& sha256, const std::string& remote, const std::string& sender, const Progress& progress) const {
  const std::string whole = remotePath(remote), part = remotePath(remote + ".part-" + sender);
  const auto size = int64_t(fs::file_size(file));
  for (int attempt = 0;; ++attempt) {
    const std::string there = output("umask 077\nmkdir -p \"$(dirname " + whole + ")\" || exit 1\nif [ -f " + whole + " ]; then echo whole; else stat -c %s " + part + " 2>/dev/null || echo 0; fi\n",
                                     "looking for what was sent before");
    if (there.starts_with("whole")) return;
    const int64_t sent = std::min<int64_t>(std::strtoll(there.c_str(), nullptr, 10), size);
    progress.step(sent, size, "sending to " + host_);
    // The one command that a login shell sees: a redirection every shell knows. A pod has no login shell.
    const std::string append = "cat >> " + part;
    ChildProcess child(command(kubectl_.empty() ? std::vector<std::string>{append} : std::vector<std::string>{"sh", "-c", append}), {.captureError = true, .readFrom = file, .readOffset = sent});
    while (!child.wait(std::chrono::milliseconds(500))) {
      bool isWanted = !progress.cancel.requested();
      try {
        if (isWanted) progress.step(sent, size, "sending to " + host_);
      } catch (const Error&) {
        isWanted = false;
      }
      if (isWanted) continue;
      child.signal(SIGTERM);
      child.wait();
      throw Error(Code::Stopped, "stopped while sending", host_);
    }
    const ScriptResult checked = run("[ \"$(sha256sum < " + part + " | cut -c1-64)\" = " + sha256 + " ] && mv " + part + " " + whole + "\n", std::chrono::seconds(600));
    if (checked.code == 0) return;
    const bool isWhole = checked.isReached();
    if (isWhole) run("[ \"$(stat -c %s " + part + ")\" -ge " + std::to_string(size) + " ] && rm -f " + part + "\n");   // damaged: from the start
    if (attempt + 1 == mostTries) throw HostUnreachable(Code::Environment, "the file did not arrive whole: " + lastLine(child.errors()), host_ + ":" + remote);
  }
}

void RemoteShell::get(const std::string& remote, const std::string& sha256, const fs::path& file) const {
  const fs::path part = file.string() + ".part";
  for (int attempt = 0; attempt < mostTries; ++attempt) {
    ChildProcess child(command({"sh", "-s"}), {.captureError = true, .writeTo = part, .input = "cat " + remotePath(remote) + "\n"});
    const ChildExit ended = child.wait();
    if (ended.code == 0 && !ended.crashed() && sha256File(part) == sha256) {
      fs::rename(part, file);
      return;
    }
  }
  std::error_code ignored;
  fs::remove(part, ignored);
  throw HostUnreachable(Code::Environment, "the file did not arrive whole", host_ + ":" + remote);
}

}  // namespace assay
