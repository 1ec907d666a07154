// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/format.h"

namespace assay {

/// `out` ending in .json: one file that refers to the images where they are. Else a folder with
/// images/ and annotations/instances_<split>.json.
ExportReport writeCoco(const Snapshot& snapshot, const std::filesystem::path& dataRoot,
                       const std::filesystem::path& out, const Progress& progress);

}  // namespace assay
