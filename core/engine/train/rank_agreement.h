// SPDX-License-Identifier: Apache-2.0
// What ranks must have in common, and what the first one hands to the rest.
#pragma once

#include <optional>

#include "core/engine/device/device_plan.h"
#include "core/engine/device/process_group.h"
#include "core/engine/plugin/model_type.h"

namespace assay {

/// Programs, plugin, data version, options, number of samples and shape of the network, as text that can be compared.
Json rankIdentity(const RunSpec& spec, const torch::nn::Module& network, int64_t samples);

/// Throws Error{BadInput} on every rank when one of them differs from the first, naming the rank, the thing and both
/// values. `own` is that of this rank.
ASSAY_ENGINE_API void requireAgreement(ProcessGroup& ranks, const Json& own);

/// The same precision for all: what they have chosen, or FP32 where they differ.
Precision agreePrecision(ProcessGroup& ranks, Precision own);

/// The first rank's value on every rank.
ASSAY_ENGINE_API Json shareJson(ProcessGroup& ranks, const Json& own);

/// Each rank's bytes, by rank: [ranks, n] with `own` [n] the same length everywhere.
at::Tensor gatherRows(ProcessGroup& ranks, const at::Tensor& own);

}  // namespace assay
