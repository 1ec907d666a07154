// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/device_plan.h"

#include <algorithm>

#include <c10/core/impl/VirtualGuardImpl.h>
#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/device/cpu_info.h"
#include "core/engine/device/cuda_library.h"
#include "core/job/rank_place.h"

namespace assay {
namespace {

bool wantsGpu(const std::string& kind) {
  if (kind == "cpu") return false;
  const CudaLibrary& cuda = CudaLibrary::instance();
  if (kind == "auto") return cuda.isUsable();
  require(kind == "cuda", "`" + kind + "` is none of auto, cpu, cuda", "device.kind", Code::BadOption);
  require(cuda.isUsable(), "cuda was asked for, and " + cuda.whyUnavailable(), "device.kind", Code::Environment);
  return true;
}

/// Threads that prepare batches ahead. Beside a training on the CPU half of the cores: it waits for none of them if they are quick. A GPU leaves all of them free but
/// the one that starts its work, and takes more than some can prepare: an H200 waited two thirds of the time for five threads that cut and changed pairs.
int automaticWorkers(int threads, bool hasGpu) { return hasGpu ? std::clamp(threads - 1, 1, 32) : std::clamp(threads / 2, 1, 8); }

}  // namespace

DevicePlan planDevice(const OptionValues& options) {
  DevicePlan plan;
  const CpuInfo& cpu = cpuInfo();
  const int64_t threads = options.integer("device.threads");
  const RankPlace place = rankPlaceFromEnvironment();
  plan.threads = static_cast<int>(threads > 0 ? std::min<int64_t>(threads, 1024) : std::max(cpu.cores / place.localWorld, 1));
  const bool hasGpu = wantsGpu(options.text("device.kind"));
  const int64_t workers = options.integer("data.workers");
  plan.loaderWorkers = static_cast<int>(workers > 0 ? std::min<int64_t>(workers, 256) : automaticWorkers(plan.threads, hasGpu));
  plan.channelsLast = options.boolean("device.channels_last");
  if (hasGpu) {
    const std::vector<GpuInfo>& gpus = CudaLibrary::instance().gpus();
    require(place.localWorld <= int(gpus.size()), std::to_string(place.localWorld) + " ranks on this host want a GPU each, and there are " + std::to_string(gpus.size()) +
            "; set distributed.ranks to 0 for one on each, or device.kind to cpu", "distributed.ranks", Code::Environment);
    const std::size_t own = std::size_t(place.localRank);
    plan.device = c10::Device(c10::kCUDA, c10::DeviceIndex(own));
    c10::impl::VirtualGuardImpl(c10::kCUDA).setDevice(plan.device);   // of this thread, for whatever names no device
    plan.model = gpus[own].name;
    plan.description = plan.model;
  } else {
    plan.model = cpu.model;
    plan.description = plan.model + ", " + std::to_string(plan.threads) + (plan.threads == 1 ? " thread" : " threads");
  }
  applyThreads(plan);   // the probe must measure with the threads that will train
  applyTf32(Precision::Fp32);
  plan.precision = decidePrecision(options.text("device.precision"), plan.device, plan.model, plan.threads);
  applyTf32(plan.precision);
  return plan;
}

void applyThreads(const DevicePlan& plan) { at::set_num_threads(plan.threads); }

Json toJson(const DevicePlan& plan) {
  return {{"device", plan.description},
          {"device_kind", plan.device.is_cpu() ? "cpu" : "cuda"},
          {"threads", plan.threads},
          {"workers", plan.loaderWorkers},
          {"precision", precisionName(plan.precision)},
          {"channels_last", plan.channelsLast}};
}

}  // namespace assay
