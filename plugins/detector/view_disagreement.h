// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/imaging/image.h"
#include "core/report/detection_result.h"

namespace assay::detector {

/// How much two views of one image disagree: boxes of the two are paired by overlap (IoU over .33, best scores first); a pair counts the difference of its
/// scores, a box alone its score. Boxes below .05 are left out.
double viewDisagreement(const std::vector<Detection>& a, const std::vector<Detection>& b);

/// Boxes of a picture mirrored left to right, back on the picture; `width` in px.
std::vector<Detection> mirroredBack(std::vector<Detection> boxes, double width);

/// The picture itself, 8 bit.
Image mirrored(const Image& image);

}  // namespace assay::detector
