// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/device/recorded_work.h"

namespace assay::test {

/// Stands in for a GPU's recording: keeps the work and carries it out when it is replayed.
class Replayed final : public RecordedWork {
 public:
  explicit Replayed(std::function<void()> work) : work_(std::move(work)) {}
  void replay() override { work_(); }

 private:
  const std::function<void()> work_;
};

}  // namespace assay::test
