// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/format.h"

namespace assay {

/// A folder for each class, a mask beside each image.
ExportReport writeMaskFolder(const Snapshot& snapshot, const std::filesystem::path& dataRoot,
                             const std::filesystem::path& out, const Progress& progress);

}  // namespace assay
