// SPDX-License-Identifier: Apache-2.0
// What writePairChannels() writes, worked out on a GPU: pictures travel there as bytes, an eighth of what their channels weigh.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include "core/imaging/image.h"

namespace assay::detector {

/// [1,1,H,W] bytes of an 8-bit grey picture.
at::Tensor uploaded(const Image& grey, c10::Device device);

/// Test picture and reference, bytes [1,1,H,W] -> [1, pairChannels, H, W] float, channels last, on their device.
at::Tensor pairChannelsOf(const at::Tensor& test, const at::Tensor& reference);

}  // namespace assay::detector
