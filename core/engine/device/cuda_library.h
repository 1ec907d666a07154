// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/export.h"

namespace assay {

struct GpuInfo {
  std::string name;
  int capabilityMajor = 0, capabilityMinor = 0;
  uint64_t totalBytes = 0;
};

/// libassay_cuda.so and libtorch_cuda.so, opened at run time. Where either is missing, GPUs simply are not
/// there, and whyUnavailable() says which library or driver was looked for.
class ASSAY_ENGINE_API CudaLibrary {
 public:
  /// Opened on first call; one per process.
  static const CudaLibrary& instance();

  bool isUsable() const { return whyUnavailable_.empty(); }
  const std::string& whyUnavailable() const { return whyUnavailable_; }
  const std::vector<GpuInfo>& gpus() const { return gpus_; }
  /// Bytes in use on a device by all processes; 0 when it cannot be asked.
  uint64_t usedBytes(int device) const;
  /// The first of the devices to which this one has a direct fast link (NVLink), itself where it has none.
  int islandOf(int device) const;

 private:
  CudaLibrary();
  std::string open();

  void* library_ = nullptr;
  std::vector<GpuInfo> gpus_;
  std::string whyUnavailable_;
};

}  // namespace assay
