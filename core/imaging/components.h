// SPDX-License-Identifier: Apache-2.0
// Connected regions of a binary picture.
#pragma once

#include <cstdint>
#include <vector>

#include "core/imaging/image.h"

namespace assay {

enum class Connectivity { Four, Eight };

struct Component {
  int x = 0, y = 0, width = 0, height = 0;   ///< its bounding box
  int64_t area = 0;                          ///< pixels
};

struct Labelling {
  std::vector<int> labels;   ///< [height * width]; 0 is background, i + 1 is components[i]
  std::vector<Component> components;    ///< in the order of their first pixel, row by row
};

/// 8-bit grey; every value but 0 is foreground.
ASSAY_CORE_API Labelling connectedComponents(const Image& mask, Connectivity connectivity);

}  // namespace assay
