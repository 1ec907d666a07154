// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/device_channels.h"

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr double unit = 1.0 / 255;
constexpr int64_t tolerance = 2;   // px of displacement

at::Tensor greatestNear(const at::Tensor& x) {
  constexpr int64_t side = 2 * tolerance + 1;
  return at::max_pool2d(x, {side, side}, {1, 1}, {tolerance, tolerance});
}

}  // namespace

at::Tensor uploaded(const Image& grey, c10::Device device) {
  return at::from_blob(const_cast<uint8_t*>(grey.data()), {1, 1, grey.height(), grey.width()}, at::kByte).to(device, /*non_blocking=*/false, /*copy=*/true);   // only read
}

at::Tensor pairChannelsOf(const at::Tensor& test, const at::Tensor& reference) {
  const at::Tensor t = test.to(at::kFloat), r = reference.to(at::kFloat);
  const at::Tensor brighter = at::clamp_min(t - greatestNear(r), 0), darker = at::clamp_min(-greatestNear(-r) - t, 0);
  return at::cat({t * unit - 0.5, r * unit - 0.5, (t - r).abs() * unit, (brighter - darker) * unit}, 1).contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace assay::detector
