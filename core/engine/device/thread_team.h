// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/export.h"

namespace assay {

/// Keeps tensor operations of the calling thread on that thread: a team of threads beside the training's own would fight it for
/// the cores, and sums would depend on the team's size.
ASSAY_ENGINE_API void useOneThreadHere();

}  // namespace assay
