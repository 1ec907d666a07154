// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/report/detection_result.h"
#include "plugins/detector/plane_view.h"

namespace assay::detector {

/// Where an image differs from its aligned reference by more than a displaced edge would (differenceBoxes: by 100 of 255 on 4 px or more), and no box of `found` with `threshold` or more touches it: somebody should look, because a
/// model knows only kinds of defects that were labelled. The largest 50, in pixels of the image, which is `back` times as large as the planes; the score is that of the surest fainter box
/// there, 0 without one.
std::vector<Detection> differenceProposals(const PlaneView& test, const PlaneView& reference, double back, const std::vector<Detection>& found, double threshold,
                                           const std::string& className);

}  // namespace assay::detector
