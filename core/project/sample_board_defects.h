// SPDX-License-Identifier: Apache-2.0
// Defects made by geometry and named by topology. Private to the sample generator.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/random_seed.h"
#include "core/imaging/components.h"
#include "core/labels/shape.h"

namespace assay {

inline constexpr int smallestDefectBox = 27, largestDefectBox = 103;   ///< sides in pixels, as in DeepPCB

struct BoardDefect {
  std::string className;
  Box box;               ///< the defect and a margin
};

/// The class that a change of copper has by its topology: added copper that touches no, one or several
/// conductors is "copper", "spur" or "short"; removed copper inside, at the edge of, or across a conductor is
/// "pin-hole", "mousebite" or "open". None when it is not clear. `before` and `after` are 255 where copper is,
/// and hold the surroundings of the one change.
ASSAY_CORE_API std::optional<std::string> defectClass(const Image& before, const Image& after);

/// Draws up to `count` defects of random classes into `copper`, apart from each other and well inside; the
/// classes are checked with defectClass.
ASSAY_CORE_API std::vector<BoardDefect> addDefects(Image& copper, int count, Random& random);

}  // namespace assay
