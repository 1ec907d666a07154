// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/progress.h"
#include "plugins/detector/inspector.h"
#include "plugins/detector/pair_source.h"

namespace assay::detector {

/// What the network says of defects made up on training pairs, where none was labelled; what was on them before counts neither for it nor against it.
DetectionResult judgeMadeUp(const PairSource& pairs, const Inspector& inspector, uint64_t seed, const Progress& progress);

}  // namespace assay::detector
