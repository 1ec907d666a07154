// SPDX-License-Identifier: Apache-2.0
// Private to core/project.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/project/sample_fact_world.h"

namespace assay {

/// Service reports, half of them in Chinese and half in English, about incidents of the world: file name and text.
std::vector<std::pair<std::string, std::string>> writeReports(const FactWorld& world, int count, uint64_t seed);

}  // namespace assay
