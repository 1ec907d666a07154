// SPDX-License-Identifier: Apache-2.0
// How a project's images become the 8-bit planes that the model works on. Measured on training images, kept
// in the checkpoint, applied to every later image.
#pragma once

#include <vector>

#include "core/base/json.h"
#include "core/imaging/image.h"

namespace assay::detector {

struct Normalisation {
  double low = 0, high = 255;   ///< source values that become 0 and 255
  bool invert = false;          ///< pair mode: so that the material is bright
  bool binary = false;          ///< next to no value between black and white
  bool grey = true;             ///< one channel, else RGB
  int depth = 8;                ///< bits of the images that low and high were measured on: 8 or 16
  double scale = 1;             ///< images are reduced by this before anything else

  /// 8-bit grey or RGB of the scaled size.
  Image apply(const Image& decoded) const;
  Json toJson() const;
  static Normalisation fromJson(const Json& json, const std::string& where);
};

/// Levels from the values of a few training images: 8-bit images that use their range stay as they are,
/// others (16 bit, low contrast) are stretched between their .5 and 99.5 percentiles.
Normalisation measureNormalisation(const std::vector<Image>& images, bool forceGrey);

}  // namespace assay::detector
