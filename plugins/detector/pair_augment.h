// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plugins/detector/synthetic_defects.h"

namespace assay::detector {

struct PairAugmentOptions {
  bool binary = false;           ///< keep the images black and white
  double morphology = 0.3;       ///< share of crops where copper grows or shrinks by 1 px in one image
  double salt = 0.05;            ///< share of crops with single wrong pixels
  double brightness = 0.12;      ///< grey images: gain and offset, of full range
  double noise = 0.02;           ///< grey images: standard deviation, of full range
};

/// What printing and taking the picture change between a good board and its template.
void augmentPair(CropPair& crop, const PairAugmentOptions& options, Random& random);

inline constexpr int pairChannels = 4;
/// What the network sees of each pixel, [height, width, 4]: test - .5, reference - .5, |test - reference|, and the signed difference that a
/// displacement of 2 px does not explain.
void writePairChannels(const Image& test, const Image& reference, float* out);

}  // namespace assay::detector
