// SPDX-License-Identifier: Apache-2.0
// Made-up bare boards in DeepPCB's manner, drawn here: no outside data. Equal seeds give equal bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/progress.h"
#include "core/labels/item.h"
#include "core/project/project.h"

namespace assay {

/// Writes `count` pairs board_0001_test.png and board_0001_temp.png (640 x 640, 8-bit grey, copper 0 on 255) into
/// `folder` and returns them with 3 to 12 labelled defects each; paths are absolute, splits not set.
ASSAY_CORE_API std::vector<Item> generateBoards(const std::filesystem::path& folder, int count, uint64_t seed,
                                                const Progress& progress);

/// A whole project in a new folder: boards, the six classes, split 60 : 10 : 30 into train, valid and test.
ASSAY_CORE_API Project createSampleBoards(const std::filesystem::path& folder, int count, uint64_t seed,
                                          const Progress& progress);

/// Train, valid and test by share of a seeded shuffle; each split that has a share gets at least one item when
/// there are three or more.
ASSAY_CORE_API void splitSample(std::vector<Item>& items, uint64_t seed);

}  // namespace assay
