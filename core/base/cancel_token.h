// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>

#include "core/base/error.h"

namespace assay {

/// A request to stop, shared by the asker and the worker. Copies refer to the same request.
/// Thread-safe; request() may also be called from a signal handler.
class CancelToken {
 public:
  CancelToken() : requested_(std::make_shared<std::atomic<bool>>(false)) {}

  void request() const noexcept { requested_->store(true, std::memory_order_relaxed); }
  bool requested() const noexcept { return requested_->load(std::memory_order_relaxed); }
  /// Throws Error{Stopped} once a stop was asked for.
  void check() const {
    if (requested()) throw Error(Code::Stopped, "stopped on request");
  }

 private:
  std::shared_ptr<std::atomic<bool>> requested_;
};

}  // namespace assay
