// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/device/gradient_reduction.h"

namespace assay {

/// Vogels, Karimireddy, Jaggi 2019, "PowerSGD: Practical low-rank gradient compression for distributed optimization",
/// algorithm 1, with warm start and error feedback: a gradient [n, m] travels as [n, r] and [m, r]. Vectors, and
/// matrices that would not become smaller, travel as they are. A gradient that is not finite arrives so on every rank, and leaves
/// no trace in the feedback.
std::unique_ptr<GradientReduction> makePowerSgd(std::unique_ptr<RankSum> sum, const NamedTensors& parameters, const ReductionOptions& options);

}  // namespace assay
