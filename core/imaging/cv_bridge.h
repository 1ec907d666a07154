// SPDX-License-Identifier: Apache-2.0
// Image and cv::Mat over the same bytes. Included by .cpp files of core/imaging alone.
#pragma once

#include <opencv2/core.hpp>

#include "core/imaging/image.h"

namespace assay {

inline int matType(const Image& image) {
  return CV_MAKETYPE(image.bitDepth() == 16 ? CV_16U : CV_8U, image.channels());
}

/// A view; valid while `image` lives and keeps its size.
inline cv::Mat matOf(Image& image) {
  return {image.height(), image.width(), matType(image), image.data()};
}
inline cv::Mat matOf(const Image& image) {
  return {image.height(), image.width(), matType(image), const_cast<uint8_t*>(image.data())};
}

}  // namespace assay
