// SPDX-License-Identifier: Apache-2.0
#include "core/job/json_connection.h"

#include <cerrno>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/error.h"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t longestLine = 1u << 20;
constexpr int sendPatienceMs = 5000;   // messages are small: a peer that takes none for so long is gone
constexpr auto betweenTries = std::chrono::milliseconds(200);

std::string addressOf(const sockaddr_storage& address, socklen_t length) {
  char text[NI_MAXHOST] = "";
  getnameinfo(reinterpret_cast<const sockaddr*>(&address), length, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
  return text;
}

void prepare(int fd) {
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

/// A connected socket, or -1 with errno set.
int tryConnect(const addrinfo& to, std::chrono::milliseconds patience) {
  const int fd = socket(to.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  int fault = ::connect(fd, to.ai_addr, to.ai_addrlen) == 0 ? 0 : errno;
  if (fault == EINPROGRESS) {
    pollfd watched{fd, POLLOUT, 0};
    socklen_t length = sizeof fault;
    if (poll(&watched, 1, int(patience.count())) <= 0) fault = ETIMEDOUT;
    else getsockopt(fd, SOL_SOCKET, SO_ERROR, &fault, &length);
  }
  if (fault == 0) return fd;
  ::close(fd);
  errno = fault;
  return -1;
}

}  // namespace

JsonConnection::JsonConnection(int fd, std::string peer) : fd_(fd), peer_(std::move(peer)) { prepare(fd_); }

JsonConnection::~JsonConnection() { close(); }

void JsonConnection::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

std::unique_ptr<JsonConnection> JsonConnection::connectTo(const std::string& host, int port, std::chrono::milliseconds patience) {
  const std::string where = host + ":" + std::to_string(port);
  const auto end = Clock::now() + patience;
  std::string why = "no time";
  do {
    addrinfo hints{}, *found = nullptr;
    hints.ai_socktype = SOCK_STREAM;
    const int failed = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    if (failed != 0) why = gai_strerror(failed);
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
    for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
      if (const int fd = tryConnect(*at, betweenTries * 5); fd >= 0) return std::unique_ptr<JsonConnection>(new JsonConnection(fd, host));
      why = std::strerror(errno);
    }
    std::this_thread::sleep_for(betweenTries);   // its program may not have started yet
  } while (Clock::now() < end);
  throw Error(Code::Environment, "the first host of the job does not answer: " + why, where);
}

void JsonConnection::send(const Json& object) {
  const std::string line = toLine(object) + "\n";
  std::size_t sent = 0;
  while (isOpen() && sent < line.size()) {
    const ssize_t count = ::send(fd_, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
    if (count > 0) {
      sent += std::size_t(count);
      continue;
    }
    pollfd watched{fd_, POLLOUT, 0};
    if (errno == EINTR) continue;
    if (errno != EAGAIN || poll(&watched, 1, sendPatienceMs) <= 0) close();
  }
}

void JsonConnection::read() {
  char block[4096];
  while (isOpen() && incoming_.size() <= longestLine) {
    const ssize_t count = ::recv(fd_, block, sizeof block, 0);
    if (count > 0) {
      incoming_.append(block, std::size_t(count));
      heard_ = Clock::now();
      continue;
    }
    if (count < 0 && errno == EINTR) continue;
    if (count == 0 || errno != EAGAIN) close();
    return;
  }
  if (incoming_.size() > longestLine) close();
}

std::optional<Json> JsonConnection::receive() {
  if (incoming_.find('\n') == std::string::npos) read();   // what came before the end is still delivered
  const std::size_t end = incoming_.find('\n');
  if (end == std::string::npos) return std::nullopt;
  const std::string line = incoming_.substr(0, end);
  incoming_.erase(0, end + 1);
  try {
    Json object = parseJson(line, peer_);
    if (object.is_object()) return object;
  } catch (const Error&) {   // a stranger on our port
  }
  close();
  incoming_.clear();
  return std::nullopt;
}

double JsonConnection::silentSeconds() const { return std::chrono::duration<double>(Clock::now() - heard_).count(); }

JsonListener::JsonListener(int port) {
  fd_ = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const bool isV6 = fd_ >= 0;
  if (!isV6) fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  require(fd_ >= 0, std::string("a socket cannot be made: ") + std::strerror(errno), {}, Code::Environment);
  const int on = 1, off = 0;
  setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_storage address{};
  socklen_t length = sizeof(sockaddr_in);
  if (isV6) {
    setsockopt(fd_, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);   // both families
    auto& own = reinterpret_cast<sockaddr_in6&>(address);
    own.sin6_family = AF_INET6;
    own.sin6_port = htons(std::uint16_t(port));
    length = sizeof(sockaddr_in6);
  } else {
    auto& own = reinterpret_cast<sockaddr_in&>(address);
    own.sin_family = AF_INET;
    own.sin_port = htons(std::uint16_t(port));
  }
  if (bind(fd_, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(fd_, SOMAXCONN) != 0 ||
      getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    const std::string why = std::strerror(errno);
    ::close(fd_);
    throw Error(Code::Environment, "port " + std::to_string(port) + " cannot be used: " + why, "port " + std::to_string(port));
  }
  port_ = ntohs(isV6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port : reinterpret_cast<sockaddr_in&>(address).sin_port);
}

JsonListener::~JsonListener() {
  if (fd_ >= 0) ::close(fd_);
}

std::unique_ptr<JsonConnection> JsonListener::accept() {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  const int fd = ::accept4(fd_, reinterpret_cast<sockaddr*>(&address), &length, SOCK_CLOEXEC);
  return fd < 0 ? nullptr : std::unique_ptr<JsonConnection>(new JsonConnection(fd, addressOf(address, length)));
}

}  // namespace assay
