// SPDX-License-Identifier: Apache-2.0
#include "core/engine/serve/line_server.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/error.h"

namespace assay {
namespace {

constexpr int pollMilliseconds = 200;                       // how soon a request to stop is seen
constexpr std::size_t maxUnread = std::size_t{64} << 20;    // answers that a client may leave unread
constexpr std::size_t maxClients = 64;

sockaddr_un addressOf(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string text = path.string();
  require(text.size() < sizeof address.sun_path,
          "a socket's path has at most " + std::to_string(sizeof address.sun_path - 1) + " bytes", text);
  std::memcpy(address.sun_path, text.data(), text.size());
  return address;
}

int newSocket() {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) throwErrno("open a socket", "");
  return fd;
}

/// Removes a socket file that nobody serves; a crash of the former server leaves one.
void clearStale(const std::filesystem::path& path, const sockaddr_un& address) {
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0) return;
  require(S_ISSOCK(info.st_mode), "there is a file of that name, and it is no socket", path.string());
  const int probe = newSocket();
  const bool isServed = connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 || errno == EAGAIN;
  close(probe);
  require(!isServed, "another process serves on this socket", path.string(), Code::ReadOnly);
  unlink(path.c_str());
}

}  // namespace

LineServer::LineServer(std::filesystem::path socket, std::size_t maxLine) : path_(std::move(socket)), maxLine_(maxLine) {
  const sockaddr_un address = addressOf(path_);
  clearStale(path_, address);
  listener_ = newSocket();
  const mode_t previous = umask(0177);   // the file must never be open to others, not even for a moment
  const int bound = bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const int error = errno;
  umask(previous);
  if (bound != 0 || listen(listener_, 16) != 0) {
    errno = bound != 0 ? error : errno;
    close(listener_);
    throwErrno("listen on", path_.string());
  }
}

LineServer::~LineServer() {
  for (const Client& client : clients_) close(client.fd);
  close(listener_);
  unlink(path_.c_str());
}

void LineServer::run(const Answer& answer, const std::string& refusal, const CancelToken& cancel, int parent) {
  while (!cancel.requested()) {
    std::vector<pollfd> waits{{listener_, POLLIN, 0}, {parent, POLLIN, 0}};   // poll skips a negative descriptor
    for (const Client& client : clients_)
      waits.push_back({client.fd, short((client.isEnding ? 0 : POLLIN) | (client.outgoing.empty() ? 0 : POLLOUT)), 0});
    if (poll(waits.data(), waits.size(), pollMilliseconds) < 0 && errno != EINTR) throwErrno("wait on", path_.string());
    if (waits[1].revents != 0) {
      char ignored[256];
      if (read(parent, ignored, sizeof ignored) <= 0) return;
    }
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      const short happened = waits[i + 2].revents;
      if ((happened & (POLLERR | POLLNVAL)) != 0) clients_[i].isEnding = true, clients_[i].outgoing.clear();
      if ((happened & (POLLIN | POLLHUP)) != 0 && !clients_[i].isEnding) readFrom(clients_[i], answer, refusal);
      if (!clients_[i].outgoing.empty()) writeTo(clients_[i]);
      if (cancel.requested()) return;
    }
    dropEnded();
    if ((waits[0].revents & POLLIN) != 0) accept();
  }
}

void LineServer::accept() {
  const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd < 0) return;   // it went away again, or there are no descriptors left: the others go on
  if (clients_.size() < maxClients) clients_.push_back({fd, {}, {}, false});
  else close(fd);
}

void LineServer::readFrom(Client& client, const Answer& answer, const std::string& refusal) {
  char bytes[65536];
  const ssize_t count = read(client.fd, bytes, sizeof bytes);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) {
    client.isEnding = true;   // what was asked before is still answered
    return;
  }
  client.incoming.append(bytes, std::size_t(count));
  std::size_t start = 0;
  for (std::size_t end; (end = client.incoming.find('\n', start)) != std::string::npos; start = end + 1) {
    if (end - start > maxLine_) break;
    if (end > start) client.outgoing += answer(client.incoming.substr(start, end - start)) + "\n";
    if (client.outgoing.size() > maxUnread) writeTo(client);
  }
  client.incoming.erase(0, start);
  if (client.incoming.size() > maxLine_) {
    client.outgoing += refusal + "\n";
    client.isEnding = true;
  }
}

void LineServer::writeTo(Client& client) {
  while (!client.outgoing.empty()) {
    const ssize_t count = send(client.fd, client.outgoing.data(), client.outgoing.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN && client.outgoing.size() <= maxUnread) return;
    if (count <= 0) {
      client.outgoing.clear();
      client.isEnding = true;
      return;
    }
    client.outgoing.erase(0, std::size_t(count));
  }
}

void LineServer::dropEnded() {
  std::erase_if(clients_, [](const Client& client) {
    const bool isDone = client.isEnding && client.outgoing.empty();
    if (isDone) close(client.fd);
    return isDone;
  });
}

}  // namespace assay
