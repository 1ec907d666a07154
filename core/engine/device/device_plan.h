// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <c10/core/Device.h>

#include "core/base/json.h"
#include "core/base/option_schema.h"
#include "core/engine/device/precision.h"

namespace assay {

/// Where and how a job computes: decided once, before the model is made, and written into the run.
struct DevicePlan {
  c10::Device device{c10::kCPU};
  int threads = 1;              ///< of tensor operations
  int loaderWorkers = 1;        ///< threads that make batches
  Precision precision = Precision::Fp32;
  bool channelsLast = true;
  std::string model;            ///< "AMD EPYC 9B14" or the GPU's name
  std::string description;      ///< "AMD EPYC 9B14, 2 threads"
};

/// From device.* and data.workers. Throws Error{Environment} when the asked-for device is not there, and
/// Error{BadOption} for a precision it cannot compute in.
ASSAY_ENGINE_API DevicePlan planDevice(const OptionValues& options);

/// Sets the process-wide thread count of tensor operations; sums are only reproducible for a fixed one.
ASSAY_ENGINE_API void applyThreads(const DevicePlan& plan);

/// For the "plan" event: device, device_kind, threads, workers, precision, channels_last.
ASSAY_ENGINE_API Json toJson(const DevicePlan& plan);

}  // namespace assay
