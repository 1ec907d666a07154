// SPDX-License-Identifier: Apache-2.0
#include "core/engine/losses/giou.h"

#include <torch/torch.h>

namespace assay {

namespace {

struct Sides {
  at::Tensor left, top, right, bottom;
  explicit Sides(const at::Tensor& d) : left(d.select(1, 0)), top(d.select(1, 1)), right(d.select(1, 2)),
                                        bottom(d.select(1, 3)) {}
  at::Tensor area() const { return (left + right) * (top + bottom); }
};

}  // namespace

at::Tensor giouOfDistances(const at::Tensor& predicted, const at::Tensor& truth) {
  constexpr double tiny = 1e-7;   // boxes of no area divide to 0, not NaN
  const Sides p(predicted), t(truth);
  const at::Tensor width = at::clamp_min(at::minimum(p.left, t.left) + at::minimum(p.right, t.right), 0);
  const at::Tensor height = at::clamp_min(at::minimum(p.top, t.top) + at::minimum(p.bottom, t.bottom), 0);
  const at::Tensor common = width * height;
  const at::Tensor both = p.area() + t.area() - common;
  const at::Tensor hull = (at::maximum(p.left, t.left) + at::maximum(p.right, t.right)) *
                          (at::maximum(p.top, t.top) + at::maximum(p.bottom, t.bottom));
  return 1 - common / (both + tiny) + (hull - both) / (hull + tiny);
}

}  // namespace assay
