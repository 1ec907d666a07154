// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/base/export.h"

namespace assay {

inline constexpr std::size_t dotBlock = 16;

/// Inner product of `count` numbers, a multiple of dotBlock.
using DotProduct = float (*)(const float* a, const float* b, std::size_t count);

/// 1 - inner product, in the form that hnswlib calls: `count` points to a std::size_t.
using DotDistance = float (*)(const void* a, const void* b, const void* count);

/// The fastest that this processor can run: AVX-512, AVX2 with FMA, or plain code.
ASSAY_CORE_API DotProduct bestDotProduct();
DotDistance bestDotDistance();
ASSAY_CORE_API float plainDotProduct(const float* a, const float* b, std::size_t count);

}  // namespace assay
