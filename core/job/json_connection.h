// SPDX-License-Identifier: Apache-2.0
// JSON objects over TCP, one a line: how the hosts of a job talk.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "core/base/json.h"

namespace assay {

/// One end of a connection. Nothing waits, except connectTo. A peer that goes away, sends no JSON or a line of over a megabyte
/// closes it: isOpen says so. Belongs to one thread.
class ASSAY_CORE_API JsonConnection {
 public:
  /// Throws Error{Environment} when nobody answers within `patience`.
  static std::unique_ptr<JsonConnection> connectTo(const std::string& host, int port, std::chrono::milliseconds patience);
  ~JsonConnection();
  JsonConnection(const JsonConnection&) = delete;
  JsonConnection& operator=(const JsonConnection&) = delete;

  bool isOpen() const { return fd_ >= 0; }
  void close();
  void send(const Json& object);
  /// The next complete object, if there is one.
  std::optional<Json> receive();
  /// Seconds since anything came.
  double silentSeconds() const;
  /// Of the other end: "10.0.0.2".
  const std::string& peer() const { return peer_; }

 private:
  friend class JsonListener;
  JsonConnection(int fd, std::string peer);
  void read();

  int fd_;
  std::string peer_, incoming_;
  std::chrono::steady_clock::time_point heard_ = std::chrono::steady_clock::now();
};

/// Waits for connections on every address of this machine.
class ASSAY_CORE_API JsonListener {
 public:
  /// Port 0 takes any. Throws Error{Environment} when the port is taken.
  explicit JsonListener(int port);
  ~JsonListener();
  JsonListener(const JsonListener&) = delete;
  JsonListener& operator=(const JsonListener&) = delete;

  int port() const { return port_; }
  /// Null when nobody has come.
  std::unique_ptr<JsonConnection> accept();

 private:
  int fd_ = -1, port_ = 0;
};

}  // namespace assay
