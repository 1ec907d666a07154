// SPDX-License-Identifier: Apache-2.0
#include "core/job/child_process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <string_view>
#include <unistd.h>

#include "core/base/error.h"

extern char** environ;

namespace assay {

namespace {

constexpr std::size_t maxOutput = 64u << 20;
constexpr int pollMilliseconds = 20;

/// Owns posix_spawn's two option objects.
struct SpawnSetup {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  SpawnSetup() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
};

/// Ours, with `variables` instead of what they were.
struct Environment {
  std::vector<std::string> lines;
  std::vector<char*> pointers;

  explicit Environment(const std::vector<std::pair<std::string, std::string>>& variables) {
    for (const auto& [name, value] : variables) lines.push_back(name + "=" + value);
    for (char** at = environ; *at != nullptr; ++at) {
      const std::string_view line = *at;
      const std::string_view name = line.substr(0, line.find('='));
      if (std::none_of(variables.begin(), variables.end(), [&](const auto& own) { return own.first == name; })) pointers.push_back(*at);
    }
    for (std::string& line : lines) pointers.push_back(line.data());
    pointers.push_back(nullptr);
  }
};

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command, const ChildStreams& streams, Session session,
                           const std::vector<std::pair<std::string, std::string>>& variables) {
  SpawnSetup setup;
  posix_spawn_file_actions_addopen(&setup.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (!streams.appendTo.empty())
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
      posix_spawn_file_actions_addopen(&setup.actions, stream, streams.appendTo.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  int ends[2] = {-1, -1};
  if (streams.captureOutput) {
    if (pipe2(ends, O_CLOEXEC) != 0) throwErrno("making a pipe", command.front());
    posix_spawn_file_actions_adddup2(&setup.actions, ends[1], STDOUT_FILENO);
  }
  short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
  if (session == Session::Own) flags |= POSIX_SPAWN_SETSID;
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(&setup.attributes, &all);
  posix_spawnattr_setsigmask(&setup.attributes, &none);
  posix_spawnattr_setflags(&setup.attributes, flags);
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  Environment environment(variables);
  const int error = posix_spawnp(&pid_, arguments[0], &setup.actions, &setup.attributes, arguments.data(), environment.pointers.data());
  if (ends[1] >= 0) close(ends[1]);
  pipe_ = ends[0];
  if (pipe_ >= 0) fcntl(pipe_, F_SETFL, O_NONBLOCK);
  require(error == 0, std::string("the program cannot be started: ") + std::strerror(error), command.front(), Code::Environment);
}

ChildProcess::~ChildProcess() {
  if (pipe_ >= 0) close(pipe_);
}

void ChildProcess::signal(int number) const {
  if (!exit_) kill(pid_, number);
}

void ChildProcess::readOutput() {
  char block[65536];
  ssize_t got = 0;
  while (pipe_ >= 0 && (got = read(pipe_, block, sizeof block)) > 0)
    if (output_.size() < maxOutput) output_.append(block, static_cast<std::size_t>(got));
}

std::optional<ChildExit> ChildProcess::wait(std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!exit_) {
    readOutput();
    int status = 0;
    const pid_t ended = waitpid(pid_, &status, WNOHANG);
    if (ended == pid_) {
      exit_ = WIFSIGNALED(status) ? ChildExit{0, WTERMSIG(status)} : ChildExit{WEXITSTATUS(status), 0};
      readOutput();
    } else if (ended < 0 && errno == ECHILD) {
      exit_ = ChildExit{0, SIGKILL};   // somebody else reaped it: how it ended is unknown
    } else if (std::chrono::steady_clock::now() >= end) {
      return std::nullopt;
    } else {
      pollfd watched{pipe_, POLLIN, 0};
      poll(&watched, pipe_ >= 0 ? 1 : 0, pollMilliseconds);
    }
  }
  return exit_;
}

ChildExit ChildProcess::wait() {
  while (true)
    if (const auto ended = wait(std::chrono::milliseconds(1000))) return *ended;
}

}  // namespace assay
