// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <shared_mutex>

namespace assay {

/// std::shared_mutex lets readers that overlap keep a writer out for ever. Here whoever comes after a waiting writer
/// waits behind it.
class FairSharedMutex {
 public:
  void lock() {
    const std::lock_guard turn(turnstile_);
    inner_.lock();
  }
  void unlock() { inner_.unlock(); }
  void lock_shared() {
    const std::lock_guard turn(turnstile_);
    inner_.lock_shared();
  }
  void unlock_shared() { inner_.unlock_shared(); }

 private:
  std::mutex turnstile_;
  std::shared_mutex inner_;
};

}  // namespace assay
