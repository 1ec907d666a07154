// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/base/cancel_token.h"

namespace assay {

/// How a long piece of core work tells its caller where it is, and learns that it should stop.
/// `report` is called from the thread that does the work; total is 0 while it is not known.
struct Progress {
  std::function<void(int64_t done, int64_t total, const std::string& what)> report;
  CancelToken cancel;

  /// Reports and throws Error{Stopped} when the caller asked to stop.
  void step(int64_t done, int64_t total, const std::string& what = {}) const {
    cancel.check();
    if (report) report(done, total, what);
  }
};

}  // namespace assay
