// SPDX-License-Identifier: Apache-2.0
// OpenCV's codecs, loaded on first use (see codecs/codecs.cpp for why). Private to core/imaging.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace assay {

struct CodecLibrary {
  void (*decode)(const cv::Mat& bytes, int flags, cv::Mat& out) = nullptr;
  bool (*encode)(const char* extension, const cv::Mat& image, std::vector<unsigned char>& bytes,
                 const std::vector<int>& parameters) = nullptr;
  /// Reads all entropy-coded data; false with what libjpeg complains of when it is damaged.
  bool (*checkJpeg)(const void* bytes, std::size_t size, char* message, std::size_t room) = nullptr;
};

/// Thread-safe. Throws Error{Environment} when libassay_codecs.so is not beside libassay_core.so.
const CodecLibrary& codecLibrary();

}  // namespace assay
