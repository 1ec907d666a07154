// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/crop_view.h"

#include <cmath>

namespace assay::detector {

Affine CropView::toPicture(double dx, double dy) const {
  const double half = size / 2.0;
  const double signX = turn & 1 ? -1 : 1, signY = turn & 2 ? -1 : 1;
  // u runs along the crop axis that shows the picture's x, v along the one that shows its y.
  const double ux = signX / scaleX, vy = signY / scaleY;
  if (turn & 4) return {0, ux, centre.x + dx - half * ux, vy, 0, centre.y + dy - half * vy};
  return {ux, 0, centre.x + dx - half * ux, 0, vy, centre.y + dy - half * vy};
}

Box CropView::toCrop(const Box& box) const {
  const double half = size / 2.0;
  const double signX = turn & 1 ? -1 : 1, signY = turn & 2 ? -1 : 1;
  const auto u = [&](double x) { return half + (x - centre.x) * scaleX * signX; };
  const auto v = [&](double y) { return half + (y - centre.y) * scaleY * signY; };
  const double u1 = std::min(u(box.x1), u(box.x2)), u2 = std::max(u(box.x1), u(box.x2));
  const double v1 = std::min(v(box.y1), v(box.y2)), v2 = std::max(v(box.y1), v(box.y2));
  return turn & 4 ? Box{v1, u1, v2, u2} : Box{u1, v1, u2, v2};
}

CropView randomView(int size, Point centre, const ViewOptions& options, Random& random) {
  CropView view;
  view.size = size;
  view.centre = centre;
  view.turn = int(random.below(8));
  if (!options.dihedral) view.turn &= 1;
  const double range = std::log(std::max(options.scale, 1.0));
  const double scale = std::exp(random.uniform(-range, range));
  view.scaleX = scale * (1 + random.uniform(-options.stretch, options.stretch));
  view.scaleY = scale;
  return view;
}

}  // namespace assay::detector
