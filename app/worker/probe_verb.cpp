// SPDX-License-Identifier: Apache-2.0
#include "app/worker/verbs.h"
#include "core/engine/device/cpu_info.h"
#include "core/engine/device/cuda_library.h"
#include "core/engine/device/device_plan.h"
#include "core/engine/device/memory.h"
#include "core/plugin/manifest.h"

namespace assay {
namespace {

Json gpusJson(const CudaLibrary& cuda) {
  Json gpus = Json::array();
  for (std::size_t i = 0; i < cuda.gpus().size(); ++i) {
    const GpuInfo& gpu = cuda.gpus()[i];
    gpus.push_back({{"name", gpu.name},
                    {"capability", std::to_string(gpu.capabilityMajor) + "." + std::to_string(gpu.capabilityMinor)},
                    {"bytes", gpu.totalBytes},
                    {"used", cuda.usedBytes(int(i))}});
  }
  return gpus;
}

}  // namespace

Json probeVerb() {
  const CpuInfo& cpu = cpuInfo();
  const CudaLibrary& cuda = CudaLibrary::instance();
  DevicePlan plan;
  plan.threads = cpu.cores;
  applyThreads(plan);
  const PrecisionProbe probe = probePrecision(plan.device);
  return {{"cpu", cpu.model},
          {"features", cpu.features},
          {"threads", cpu.cores},
          {"memory", physicalBytes()},
          {"gpus", gpusJson(cuda)},
          {"gpu_missing_because", cuda.whyUnavailable()},
          {"torch", engineTorchVersion},
          {"precision",
           {{"choice", precisionName(choosePrecision(probe))},
            {"bf16_speed_up", probe.speedUp()},
            {"fp32_seconds", probe.fp32Seconds},
            {"bf16_seconds", probe.bf16Seconds}}}};
}

}  // namespace assay
