// SPDX-License-Identifier: Apache-2.0
// The geometry of one augmented crop: which part of the picture, from which of eight sides, how large.
#pragma once

#include "core/base/random_seed.h"
#include "core/imaging/transform.h"
#include "plugins/detector/box_geometry.h"

namespace assay::detector {

struct ViewOptions {
  bool dihedral = true;          ///< eight views; else only left-right mirrors
  double scale = 1.25;           ///< objects appear between 1/scale and scale times as large
  double stretch = 0.07;         ///< x against y
};

struct CropView {
  int size = 96;                 ///< px, side of the crop
  int turn = 0;                  ///< 0..7: bit 0 mirrors x, bit 1 mirrors y, bit 2 transposes
  double scaleX = 1, scaleY = 1; ///< crop px per picture px, along the picture's axes
  Point centre;                  ///< picture position of the crop's centre

  /// Maps crop positions (continuous) to picture positions, moved by (dx, dy) picture px.
  Affine toPicture(double dx = 0, double dy = 0) const;
  /// A picture box as seen in the crop.
  Box toCrop(const Box& box) const;
};

/// A random view of `size` px around `centre`.
CropView randomView(int size, Point centre, const ViewOptions& options, Random& random);

}  // namespace assay::detector
