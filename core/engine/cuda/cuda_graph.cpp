// SPDX-License-Identifier: Apache-2.0
#include "core/engine/cuda/cuda_graph.h"

#include <exception>

#include <ATen/cuda/CUDAGeneratorImpl.h>
#include <ATen/cuda/CUDAGraph.h>
#include <ATen/core/CachingHostAllocator.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <torch/version.h>

#include "core/engine/device/recorded_work.h"

#define ASSAY_GRAPH_EXPORT extern "C" __attribute__((visibility("default")))

namespace {

template <class Step>
void quietly(Step step) {
  try {
    step();
  } catch (const std::exception&) {   // there is a first fault already, which is the telling one
  }
}

/// torch's graph, which after a capture that CUDA declared void leaves its allocator and generators as if it still went on.
class Capture final : public at::cuda::CUDAGraph {
 public:
  /// Throws torch's fault, with everything as it was before.
  void record(const std::function<void()>& work) {
    // Other threads may go on: only this one, and autograd's on the stream that is recorded, take part.
    capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
    try {
      work();
      capture_end();
    } catch (...) {
      if (!capture_ended_) quietly([this] { capture_end(); });
      if (!capture_ended_) undo();
      throw;
    }
  }

 private:
  void undo() {
    for (auto& [state, increment] : captured_generator_states_) state->capturing_ = false;
    quietly([this] { c10::cuda::CUDACachingAllocator::endAllocateToPool(capture_dev_, mempool_id_); });
    quietly([this] { c10::cuda::CUDACachingAllocator::releasePool(capture_dev_, mempool_id_); });
    quietly([this] { at::getHostAllocator(at::kCUDA)->end_allocate_to_pool(mempool_id_); });
    quietly([this] { at::getHostAllocator(at::kCUDA)->release_pool(mempool_id_); });
    cudaGetLastError();   // is not the next call's
  }
};

class CudaGraph final : public assay::RecordedWork {
 public:
  explicit CudaGraph(const std::function<void()>& work) { capture_.record(work); }
  void replay() override { capture_.replay(); }

 private:
  Capture capture_;
};

}  // namespace

ASSAY_GRAPH_EXPORT int assayGraphAbi(const char** torch) {
  *torch = TORCH_VERSION;
  return ASSAY_GRAPH_ABI;
}

ASSAY_GRAPH_EXPORT assay::RecordedWork* assayRecordGraph(const std::function<void()>& work) {
  // While a graph is recorded torch frees nothing to make room.
  c10::cuda::device_synchronize();
  c10::cuda::CUDACachingAllocator::emptyCache();
  return new CudaGraph(work);
}
