// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plugins/knowledge_graph/kg_data.h"
#include "plugins/knowledge_graph/kg_options.h"

namespace assay::kg {

/// Trains a small DistMult on `device` and the same questions for a twentieth of the run's length and ranks the held-out parts
/// with it: {"valid": {"mrr":...,"hits1":...}, "test": {...}, "rank":..., "epochs":...}. Its weights are not kept.
Json runBaseline(const KgData& data, const KgOptions& options, const OptionValues& run, c10::Device device, const Progress& progress);

}  // namespace assay::kg
