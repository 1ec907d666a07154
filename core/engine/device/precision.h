// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <c10/core/Device.h>

#include "core/base/export.h"

namespace assay {

/// What matrix products and convolutions compute in; weights, losses and sums stay FP32. TF32: FP32 whose factors are cut to 10 bits of
/// fraction, on GPUs from compute capability 8.0.
enum class Precision { Fp32, Tf32, Bf16, Fp16 };

ASSAY_ENGINE_API std::string_view precisionName(Precision precision);   // "fp32" | "tf32" | "bf16" | "fp16"
/// Throws Error{BadOption} naming the allowed words.
ASSAY_ENGINE_API Precision precisionFromName(std::string_view name);

/// Seconds of the same forward and backward pass, and what follows from them.
struct PrecisionProbe {
  double fp32Seconds = 0, bf16Seconds = 0;
  /// FP32 time over bf16 time: above 1 means that bf16 is faster.
  double speedUp() const { return bf16Seconds > 0 ? fp32Seconds / bf16Seconds : 0; }
};

/// bf16 only when it won clearly (by a tenth), so that noise never picks the slower one.
ASSAY_ENGINE_API Precision choosePrecision(const PrecisionProbe& probe);

/// Measures a convolution and a matrix product on this device, about a tenth of a second where bf16 is native.
ASSAY_ENGINE_API PrecisionProbe probePrecision(c10::Device device);

/// The probe's result, kept in $ASSAY_HOME/cache per device model, thread count and torch version.
ASSAY_ENGINE_API PrecisionProbe cachedPrecisionProbe(c10::Device device, const std::string& deviceModel, int threads);

/// `wanted` is auto, fp32, tf32, bf16 or fp16. Throws Error{BadOption} for one that the device cannot compute in.
ASSAY_ENGINE_API Precision decidePrecision(std::string_view wanted, c10::Device device, const std::string& deviceModel,
                                           int threads);

/// FP32 on a GPU computes in full unless it is asked not to: torch's own default cuts the factors of convolutions. Process-wide.
ASSAY_ENGINE_API void applyTf32(Precision precision);

/// Autocast for as long as it lives; nothing for FP32 and TF32. Put it around forward and loss, not around backward.
class ASSAY_ENGINE_API AutocastScope {
 public:
  AutocastScope(Precision precision, c10::DeviceType device);
  ~AutocastScope();
  AutocastScope(const AutocastScope&) = delete;
  AutocastScope& operator=(const AutocastScope&) = delete;

 private:
  c10::DeviceType device_;
  bool isActive_ = false, wasEnabled_ = false;
  int previousType_ = 0;
};

}  // namespace assay
