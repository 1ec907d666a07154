// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <c10/core/Device.h>
#include <c10/core/StreamGuard.h>

#include "core/base/export.h"

namespace assay {

/// Work of a GPU that was recorded once and is repeated with one call, in place of hundreds of starts of kernels: a CUDA graph.
/// Whatever it read and wrote when it was recorded, it reads and writes again, at the same addresses.
class RecordedWork {
 public:
  virtual ~RecordedWork() = default;
  /// Queued on the calling thread's current stream.
  virtual void replay() = 0;
};

/// Records `work`, which is called once and must only queue work of the current device: no wait, no copy from or to main memory, no shape that depends
/// on a value. It is not carried out. The current stream must not be the device's default one. Throws what went wrong; nothing is left half recorded.
using RecordWork = std::function<std::unique_ptr<RecordedWork>(const std::function<void()>& work)>;

/// A stream of a GPU's for such work; none on a CPU.
ASSAY_ENGINE_API std::optional<c10::Stream> sideStreamOf(c10::Device device);

/// Of the GPU; an empty function, and why in the log, where graphs cannot be had.
ASSAY_ENGINE_API RecordWork cudaGraphs();

/// While it lives, the calling thread's work goes to `side`, after what its usual stream holds, and that goes on after it. Work is recorded
/// on the stream on which it was rehearsed: torch keeps memory and workspaces apart for each stream. Without a stream, as on a CPU, nothing happens.
class ASSAY_ENGINE_API SideWork {
 public:
  explicit SideWork(const std::optional<c10::Stream>& side);
  ~SideWork();
  SideWork(const SideWork&) = delete;
  SideWork& operator=(const SideWork&) = delete;

 private:
  std::optional<c10::Stream> before_;
  std::optional<c10::StreamGuard> guard_;
};

}  // namespace assay
