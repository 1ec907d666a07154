// SPDX-License-Identifier: Apache-2.0
// Eight floats at a time, for loops over channels of maps that lie with their channels last.
#pragma once

#include <cstdint>

/// In front of a function that works on Lanes: AVX2 and FMA, whatever the rest of the program is compiled for. Call it only where
/// hasLanes() says so.
#if defined(__x86_64__)
#define ASSAY_LANES __attribute__((target("avx2,fma")))
#else
#define ASSAY_LANES
#endif

namespace assay {

inline constexpr int64_t laneCount = 8;

/// Whether this CPU has what ASSAY_LANES asks for: AVX2 and FMA, or it is none of x86.
bool hasLanes();

/// Memory need not be aligned.
typedef float Lanes __attribute__((vector_size(laneCount * sizeof(float)), aligned(alignof(float)), may_alias));

ASSAY_LANES inline const Lanes& lanesAt(const float* from) { return *reinterpret_cast<const Lanes*>(from); }
ASSAY_LANES inline Lanes& lanesAt(float* to) { return *reinterpret_cast<Lanes*>(to); }

}  // namespace assay
