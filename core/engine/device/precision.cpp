// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/precision.h"

#include <algorithm>
#include <chrono>

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/log_text.h"
#include "core/base/paths.h"
#include "core/base/sha256.h"
#include "core/engine/device/cpu_info.h"
#include "core/engine/device/cuda_library.h"
#include "core/plugin/manifest.h"

namespace assay {
namespace {

constexpr double clearWin = 1.1;
constexpr int rounds = 3;
constexpr int probeNumber = 3;   // another probe measures anew

/// One forward and backward pass of the shapes that small vision models spend their time in.
double secondsOfPass(Precision precision, const at::Tensor& image, const at::Tensor& kernel, const at::Tensor& matrix) {
  const auto start = std::chrono::steady_clock::now();
  at::Tensor loss;
  {
    const AutocastScope scope(precision, image.device().type());
    const at::Tensor features = at::conv2d(image, kernel, {}, 1, 1);
    loss = features.sum() + at::matmul(matrix, matrix).sum();
  }
  loss.to(at::kFloat).backward();
  loss.item<float>();   // waits for the device
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::filesystem::path probeFile(const std::string& deviceModel, int threads) {
  const std::string key = deviceModel + "|" + std::to_string(threads) + "|" + engineTorchVersion + "|" + std::to_string(probeNumber);
  return assayHome() / "cache" / ("precision-" + sha256Hex(key).substr(0, 16) + ".json");
}

}  // namespace

std::string_view precisionName(Precision precision) {
  switch (precision) {
    case Precision::Fp32: return "fp32";
    case Precision::Tf32: return "tf32";
    case Precision::Bf16: return "bf16";
    case Precision::Fp16: return "fp16";
  }
  return "fp32";
}

Precision precisionFromName(std::string_view name) {
  for (const Precision known : {Precision::Fp32, Precision::Tf32, Precision::Bf16, Precision::Fp16})
    if (name == precisionName(known)) return known;
  throw Error(Code::BadOption, "`" + std::string(name) + "` is none of auto, fp32, tf32, bf16, fp16", "device.precision");
}

Precision choosePrecision(const PrecisionProbe& probe) {
  return probe.bf16Seconds > 0 && probe.speedUp() >= clearWin ? Precision::Bf16 : Precision::Fp32;
}

PrecisionProbe probePrecision(c10::Device device) {
  const at::AutoGradMode gradients(true);
  const auto options = at::TensorOptions().device(device).dtype(at::kFloat);
  // On a GPU so much that the starts of kernels do not count.
  const int64_t images = device.is_cpu() ? 4 : 64, channels = device.is_cpu() ? 48 : 128, side = device.is_cpu() ? 256 : 4096;
  // Constant inputs: a probe must not draw from the generator that the training is seeded with.
  const at::Tensor image = at::full({images, channels, 40, 40}, 0.5, options).contiguous(at::MemoryFormat::ChannelsLast);
  const at::Tensor kernel =
      at::full({channels, channels, 3, 3}, 0.01, options).contiguous(at::MemoryFormat::ChannelsLast).requires_grad_(true);
  const at::Tensor matrix = at::full({side, side}, 0.01, options).requires_grad_(true);
  const auto best = [&](Precision precision) {
    secondsOfPass(precision, image, kernel, matrix);   // warm-up: code generation, memory
    double seconds = secondsOfPass(precision, image, kernel, matrix);
    for (int i = 1; i < rounds; ++i) seconds = std::min(seconds, secondsOfPass(precision, image, kernel, matrix));
    return seconds;
  };
  PrecisionProbe probe;
  probe.fp32Seconds = best(Precision::Fp32);
  probe.bf16Seconds = best(Precision::Bf16);
  return probe;
}

PrecisionProbe cachedPrecisionProbe(c10::Device device, const std::string& deviceModel, int threads) {
  const std::filesystem::path file = probeFile(deviceModel, threads);
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) {
    try {
      const Json json = readJson(file, 4096);
      const PrecisionProbe probe{member<double>(json, "fp32_seconds", file.string()),
                                 member<double>(json, "bf16_seconds", file.string())};
      if (probe.fp32Seconds > 0 && probe.bf16Seconds > 0) return probe;
    } catch (const Error& fault) {
      logWarning(std::string("the precision probe is measured again: ") + fault.what());
    }
  }
  const PrecisionProbe probe = probePrecision(device);
  const Json json = {{"device", deviceModel},
                     {"threads", threads},
                     {"torch", engineTorchVersion},
                     {"fp32_seconds", probe.fp32Seconds},
                     {"bf16_seconds", probe.bf16Seconds}};
  try {
    std::filesystem::create_directories(file.parent_path());
    writeFileAtomically(file, toLine(json) + "\n");
  } catch (const std::exception& fault) {   // a read-only home costs a probe per run, not the run
    logWarning(std::string("the precision probe cannot be kept: ") + fault.what());
  }
  return probe;
}

Precision decidePrecision(std::string_view wanted, c10::Device device, const std::string& deviceModel, int threads) {
  if (wanted == "auto") {
    // Without native bf16 instructions the format is emulated, up to 14 times slower than FP32.
    const CpuInfo& cpu = cpuInfo();
    if (device.is_cpu() && !cpu.has("avx512_bf16") && !cpu.has("amx_bf16")) return Precision::Fp32;
    return choosePrecision(cachedPrecisionProbe(device, deviceModel, threads));
  }
  const Precision precision = precisionFromName(wanted);
  const bool canHalf = !device.is_cpu() || cpuInfo().has("avx512_fp16") || cpuInfo().has("amx_fp16");
  require(precision != Precision::Fp16 || canHalf,
          "fp16 needs a GPU or a CPU with AVX512-FP16, and this is " + cpuInfo().model + "; use auto, fp32 or bf16",
          "device.precision", Code::BadOption);
  const bool canTf32 = device.is_cuda() && CudaLibrary::instance().gpus()[std::size_t(device.index())].capabilityMajor >= 8;
  require(precision != Precision::Tf32 || canTf32, "tf32 needs a GPU of compute capability 8.0 or newer, and this is " + deviceModel + "; use auto, fp32 or bf16",
          "device.precision", Code::BadOption);
  return precision;
}

void applyTf32(Precision precision) {
  at::globalContext().setAllowTF32CuBLAS(precision == Precision::Tf32);
  at::globalContext().setAllowTF32CuDNN(precision == Precision::Tf32);
}

AutocastScope::AutocastScope(Precision precision, c10::DeviceType device) : device_(device) {
  if (precision == Precision::Fp32 || precision == Precision::Tf32) return;
  isActive_ = true;
  wasEnabled_ = at::autocast::is_autocast_enabled(device);
  previousType_ = static_cast<int>(at::autocast::get_autocast_dtype(device));
  at::autocast::set_autocast_dtype(device, precision == Precision::Bf16 ? at::kBFloat16 : at::kHalf);
  at::autocast::set_autocast_enabled(device, true);
  at::autocast::increment_nesting();
}

AutocastScope::~AutocastScope() {
  if (!isActive_) return;
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  at::autocast::set_autocast_enabled(device_, wasEnabled_);
  at::autocast::set_autocast_dtype(device_, static_cast<at::ScalarType>(previousType_));
}

}  // namespace assay
