// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "core/base/error.h"
#include "core/engine/train/checkpoint.h"

namespace assay {

/// Writes checkpoints beside the training: the training thread only waits for a copy in memory. One at a time; a second one waits for
/// the first. The writing thread takes what time others leave (SCHED_IDLE). Used by one thread.
class ASSAY_ENGINE_API CheckpointWriter {
 public:
  using Written = std::function<void(const std::filesystem::path& folder, const Json& trainer)>;
  using Failed = std::function<void(const Error& fault)>;

  /// Both are called on the writing thread, or on the caller's for writeNow.
  CheckpointWriter(std::filesystem::path checkpoints, int64_t keep, Written written, Failed failed);
  /// Waits for what is under way.
  ~CheckpointWriter();

  /// Copies the tensors and returns. A fault is reported, and the generation before stays the newest.
  void start(const CheckpointContent& content);
  /// Returns when it is on the disk. Throws Error.
  void writeNow(const CheckpointContent& content);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Seconds between checkpoints that lose the least: sqrt(2 cost timeBetweenFailures) (Young 1974; Daly 2006 adds terms that do not matter for
/// a cost far below it), from 15 s to 10 min. `costSeconds`: what one checkpoint holds training up.
ASSAY_ENGINE_API double checkpointInterval(double costSeconds, double secondsBetweenFailures);

}  // namespace assay
