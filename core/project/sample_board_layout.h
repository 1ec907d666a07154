// SPDX-License-Identifier: Apache-2.0
// The clean copper of a made-up bare board: tracks routed on a grid, buses, pads, vias, ground areas.
// Private to the sample generator.
#pragma once

#include <string>

#include "core/base/random_seed.h"
#include "core/imaging/image.h"

namespace assay {

/// Side of a finished picture, and what is drawn around it so that a shift finds copper there too.
inline constexpr int boardSide = 640;
inline constexpr int boardMargin = 8;

/// 255 is copper here; the files turn it round, as DeepPCB does.
struct BoardLayout {
  Image copper;         ///< (boardSide + 2 * boardMargin) square
  std::string family;   ///< boards of one family share their look
};

ASSAY_CORE_API BoardLayout drawBoard(Random& random);

}  // namespace assay
