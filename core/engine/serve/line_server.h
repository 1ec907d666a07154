// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/export.h"

namespace assay {

/// Answers lines on a Unix socket, one at a time in the order they arrive, for any number of clients.
/// Only this user can connect (mode 0600). A line over `maxLine` bytes is answered with an error and ends
/// that client's connection; a client that does not read its answers is let go.
class ASSAY_ENGINE_API LineServer {
 public:
  using Answer = std::function<std::string(const std::string& line)>;   ///< without the newline, both ways

  /// Listens from now on. A socket that nobody serves any more is replaced. Throws Error{BadInput} for a
  /// path that is too long or no socket, Error{ReadOnly} when another process serves there.
  explicit LineServer(std::filesystem::path socket, std::size_t maxLine = std::size_t{1} << 20);
  ~LineServer();
  LineServer(const LineServer&) = delete;
  LineServer& operator=(const LineServer&) = delete;

  /// Until `cancel` asks, or `parent` (a file descriptor, -1 for none) reaches its end.
  /// `refusal` is the answer to a line that is too long.
  void run(const Answer& answer, const std::string& refusal, const CancelToken& cancel, int parent = -1);

 private:
  struct Client {
    int fd = -1;
    std::string incoming, outgoing;
    bool isEnding = false;   ///< gone once `outgoing` is written
  };
  void accept();
  void readFrom(Client& client, const Answer& answer, const std::string& refusal);
  void writeTo(Client& client);
  void dropEnded();

  std::filesystem::path path_;
  std::size_t maxLine_;
  int listener_ = -1;
  std::vector<Client> clients_;
};

}  // namespace assay
