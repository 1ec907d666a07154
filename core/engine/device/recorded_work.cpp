// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/recorded_work.h"

#include <c10/core/Event.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include "core/base/error.h"
#include "core/base/log_text.h"
#include "core/engine/cuda/cuda_graph.h"
#include "core/engine/device/torch_library.h"

namespace assay {
namespace {

/// What is queued on `stream` from now on begins when `other` has come to where it is now.
void letWait(const c10::Stream& stream, const c10::Stream& other) {
  c10::Event event(other.device_type(), c10::EventFlag::PYTORCH_DEFAULT);
  event.record(other);
  event.block(stream);
}

}  // namespace

RecordWork cudaGraphs() {
  try {
    void* library = openTorchLibrary("libassay_cuda_graph.so", "assayGraphAbi", ASSAY_GRAPH_ABI, "CUDA graphs", "device.cuda_graphs");
    const auto record = reinterpret_cast<AssayRecordGraph>(symbolOf(library, "assayRecordGraph"));
    return [record](const std::function<void()>& work) { return std::unique_ptr<RecordedWork>(record(work)); };
  } catch (const Error& fault) {
    logWarning(std::string(fault.what()) + ": work of the GPU is queued kernel by kernel");
    return {};
  }
}

std::optional<c10::Stream> sideStreamOf(c10::Device device) {
  if (device.is_cpu()) return std::nullopt;
  return c10::impl::VirtualGuardImpl(device.type()).getStreamFromGlobalPool(device, /*isHighPriority=*/false);
}

SideWork::SideWork(const std::optional<c10::Stream>& side) {
  if (!side) return;
  before_ = c10::impl::VirtualGuardImpl(side->device_type()).getStream(side->device());
  letWait(*side, *before_);
  guard_.emplace(*side);
}

SideWork::~SideWork() {
  if (!guard_) return;
  try {
    letWait(*before_, guard_->current_stream());
  } catch (const std::exception&) {   // the GPU failed, which whoever asks it next is told
  }
}

}  // namespace assay
