// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/export.h"

namespace assay {

enum class PortOn { Loopback, EveryAddress };

/// A TCP port on which the ranks of a group meet, already listening: rank 0 takes the socket over, so that nobody can
/// take the port before it does (a rank that knocks too early on an unused port may even be answered by itself: TCP's
/// simultaneous open). Belongs to one thread.
class ASSAY_CORE_API MeetingPort {
 public:
  /// Any free port. Throws Error{Environment} when there is none.
  explicit MeetingPort(PortOn where);
  ~MeetingPort();
  MeetingPort(const MeetingPort&) = delete;
  MeetingPort& operator=(const MeetingPort&) = delete;

  int number() const { return number_; }
  /// Closed on exec, unless ChildStreams::inherits names it.
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1, number_ = 0;
};

}  // namespace assay
