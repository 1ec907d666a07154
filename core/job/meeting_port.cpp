// SPDX-License-Identifier: Apache-2.0
#include "core/job/meeting_port.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/error.h"

namespace assay {

namespace {

bool listensOnLoopback(int descriptor) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && listen(descriptor, SOMAXCONN) == 0;
}

/// A host's name may lead to an address of either kind.
bool listensOnBothFamilies(int descriptor) {
  const int no = 0;
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_any;
  return setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no) == 0 &&
         bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && listen(descriptor, SOMAXCONN) == 0;
}

bool listensOnEveryAddress(int descriptor) { return listen(descriptor, SOMAXCONN) == 0; }   // unbound: the kernel picks a port

int listening(int family, bool (*listens)(int)) {
  int descriptor = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor >= 0 && descriptor <= STDERR_FILENO) {   // a supervisor without streams: a child has its own under these numbers
    const int low = descriptor;
    descriptor = fcntl(low, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(low);
  }
  if (descriptor >= 0 && listens(descriptor)) return descriptor;
  if (descriptor >= 0) close(descriptor);
  return -1;
}

int portOf(int descriptor) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) != 0) return 0;
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port : reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

}  // namespace

MeetingPort::MeetingPort(PortOn where) {
  descriptor_ = where == PortOn::Loopback ? listening(AF_INET, listensOnLoopback) : listening(AF_INET6, listensOnBothFamilies);
  if (descriptor_ < 0 && where == PortOn::EveryAddress) descriptor_ = listening(AF_INET, listensOnEveryAddress);   // a machine without IPv6
  if (descriptor_ >= 0) number_ = portOf(descriptor_);
  require(number_ > 0, "no port is free for the ranks to meet", {}, Code::Environment);
}

MeetingPort::~MeetingPort() { close(descriptor_); }

}  // namespace assay
