// SPDX-License-Identifier: Apache-2.0
// A made-up table for model types that learn from rows instead of pictures.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/progress.h"
#include "core/project/project.h"

namespace assay {

/// Columns x1..x4 (numbers) and `class` ("pass" or "fail"). The rule: fail when x1 + x2 * x3 - 0.5 * x4 > 0.2; a
/// twentieth of the classes are turned round, so no model can honestly pass about 95 %.
inline constexpr double sampleTableNoise = 0.05;

/// A whole project of the task "table" in a new folder: data/train.csv, valid.csv and test.csv with `rows` rows in
/// all, 60 : 10 : 30. Equal seeds give equal bytes.
ASSAY_CORE_API Project createSampleTable(const std::filesystem::path& folder, int rows, uint64_t seed,
                                         const Progress& progress);

}  // namespace assay
