// SPDX-License-Identifier: Apache-2.0
#include "core/job/child_process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
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

/// Both ends are ours until one is taken; whatever is not closes.
struct Pipe {
  /// A socket can be told not to raise SIGPIPE when the child does not read.
  enum class Kind { Pipe, Socket };
  int readEnd = -1, writeEnd = -1;
  mutable int taken = -1;

  Pipe(bool isWanted, const std::string& program, Kind kind = Kind::Pipe) {
    int ends[2] = {-1, -1};
    if (!isWanted) return;
    const int failed = kind == Kind::Pipe ? pipe2(ends, O_CLOEXEC) : socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
    if (failed != 0) throwErrno("making a pipe", program);
    readEnd = ends[0];
    writeEnd = ends[1];
  }
  ~Pipe() {
    for (const int end : {readEnd, writeEnd})
      if (end >= 0 && end != taken) close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  int take(int end) const {
    if (end >= 0) fcntl(end, F_SETFL, O_NONBLOCK);
    return taken = end;
  }
};

/// A file to be read from a place; none for an empty path.
struct Descriptor {
  int number = -1;
  Descriptor(const std::filesystem::path& file, int64_t offset) {
    if (file.empty()) return;
    number = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (number < 0) throwErrno("opening the file", file.string());
    lseek(number, offset, SEEK_SET);
  }
  ~Descriptor() {
    if (number >= 0) close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
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
  const Pipe out(streams.captureOutput, command.front()), complaints(streams.captureError, command.front());
  const Pipe in(!streams.input.empty(), command.front(), Pipe::Kind::Socket);
  if (streams.captureOutput) posix_spawn_file_actions_adddup2(&setup.actions, out.writeEnd, STDOUT_FILENO);
  if (streams.captureError) posix_spawn_file_actions_adddup2(&setup.actions, complaints.writeEnd, STDERR_FILENO);
  if (!streams.input.empty()) posix_spawn_file_actions_adddup2(&setup.actions, in.readEnd, STDIN_FILENO);
  if (!streams.writeTo.empty()) posix_spawn_file_actions_addopen(&setup.actions, STDOUT_FILENO, streams.writeTo.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  const Descriptor source(streams.readFrom, streams.readOffset);
  if (source.number >= 0) posix_spawn_file_actions_adddup2(&setup.actions, source.number, STDIN_FILENO);
  if (streams.inherits >= 0) posix_spawn_file_actions_adddup2(&setup.actions, streams.inherits, streams.inherits);   // onto itself: no longer closed on exec
  short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
  if (session == Session::Own) flags |= POSIX_SPAWN_SETSID;
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  if (streams.holdsTerm) sigaddset(&none, SIGTERM);
  posix_spawnattr_setsigdefault(&setup.attributes, &all);
  posix_spawnattr_setsigmask(&setup.attributes, &none);
  posix_spawnattr_setflags(&setup.attributes, flags);
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  Environment environment(variables);
  const int error = posix_spawnp(&pid_, arguments[0], &setup.actions, &setup.attributes, arguments.data(), environment.pointers.data());
  require(error == 0, std::string("the program cannot be started: ") + std::strerror(error), command.front(), Code::Environment);
  pipe_ = out.take(out.readEnd);
  errorPipe_ = complaints.take(complaints.readEnd);
  inputPipe_ = in.take(in.writeEnd);
  input_ = streams.input;
}

ChildProcess::~ChildProcess() {
  for (const int pipe : {pipe_, errorPipe_, inputPipe_})
    if (pipe >= 0) close(pipe);
}

void ChildProcess::signal(int number) const {
  if (!exit_) kill(pid_, number);
}

void ChildProcess::exchange() {
  char block[65536];
  for (auto [pipe, text] : {std::pair{pipe_, &output_}, {errorPipe_, &errors_}}) {
    ssize_t got = 0;
    while (pipe >= 0 && (got = read(pipe, block, sizeof block)) > 0)
      if (text->size() < maxOutput) text->append(block, static_cast<std::size_t>(got));
  }
  while (inputPipe_ >= 0) {
    const ssize_t given = input_.empty() ? 0 : ::send(inputPipe_, input_.data(), input_.size(), MSG_NOSIGNAL);
    if (given < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (given > 0) input_.erase(0, static_cast<std::size_t>(given));
    if (given >= 0 && !input_.empty()) continue;
    close(inputPipe_);   // all is said, or it no longer listens
    inputPipe_ = -1;
  }
}

std::optional<ChildExit> ChildProcess::wait(std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!exit_) {
    exchange();
    int status = 0;
    const pid_t ended = waitpid(pid_, &status, WNOHANG);
    if (ended == pid_) {
      exit_ = WIFSIGNALED(status) ? ChildExit{0, WTERMSIG(status)} : ChildExit{WEXITSTATUS(status), 0};
      exchange();
    } else if (ended < 0 && errno == ECHILD) {
      exit_ = ChildExit{0, SIGKILL};   // somebody else reaped it: how it ended is unknown
    } else if (std::chrono::steady_clock::now() >= end) {
      return std::nullopt;
    } else {
      pollfd watched[3] = {{pipe_, POLLIN, 0}, {errorPipe_, POLLIN, 0}, {inputPipe_, POLLOUT, 0}};   // a negative one is skipped
      const bool isTalking = pipe_ >= 0 || errorPipe_ >= 0 || inputPipe_ >= 0;
      poll(isTalking ? watched : nullptr, isTalking ? 3 : 0, pollMilliseconds);
    }
  }
  return exit_;
}

ChildExit ChildProcess::wait() {
  while (true)
    if (const auto ended = wait(std::chrono::milliseconds(1000))) return *ended;
}

}  // namespace assay
