// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/format.h"

namespace assay {

/// JPEGImages/, Annotations/ and ImageSets/Main/ below `out`.
ExportReport writeVoc(const Snapshot& snapshot, const std::filesystem::path& dataRoot,
                      const std::filesystem::path& out, const Progress& progress);

}  // namespace assay
