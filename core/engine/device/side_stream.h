// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include <c10/core/Event.h>
#include <c10/core/Stream.h>
#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

namespace assay {

/// A GPU's second queue, for what is to run beside the computation. On a CPU nothing is queued: everything here then does nothing.
class SideStream {
 public:
  explicit SideStream(c10::Device device) : device_(device) {
    if (!device.is_cpu()) stream_ = guardImpl().getStreamFromGlobalPool(device, /*isHighPriority=*/true);
  }

  /// A point of a queue.
  class Mark {
   public:
    Mark() = default;
    explicit Mark(c10::Event event) : event_(std::make_shared<c10::Event>(std::move(event))) {}
    bool isSet() const { return event_ != nullptr; }
    /// Seconds until a later point; both must have been passed.
    double secondsUntil(const Mark& later) const { return event_->elapsedTime(*later.event_) / 1000; }

   private:
    friend class SideStream;
    std::shared_ptr<c10::Event> event_;
  };

  /// Where the queue of the calling thread's computation now ends.
  Mark mark() const {
    if (!stream_) return {};
    c10::Event event(device_.type(), c10::EventFlag::BACKEND_DEFAULT);
    event.record(guardImpl().getStream(device_));
    return Mark(std::move(event));
  }

  /// While it lives, what the calling thread starts goes to the second queue, and begins when the first has come to `after`.
  class Scope {
   public:
    Scope(const SideStream& side, const Mark& after) {
      if (!side.stream_) return;
      guard_.emplace(*side.stream_);
      after.event_->block(*side.stream_);
    }

   private:
    std::optional<c10::StreamGuard> guard_;
  };

  /// For a future whose value is made in a Scope: those who wait for it let their queue wait.
  std::vector<c10::Device> devices() const { return stream_ ? std::vector<c10::Device>{device_} : std::vector<c10::Device>{}; }

 private:
  c10::impl::VirtualGuardImpl guardImpl() const { return c10::impl::VirtualGuardImpl(device_.type()); }

  c10::Device device_;
  std::optional<c10::Stream> stream_;
};

}  // namespace assay
