// SPDX-License-Identifier: Apache-2.0
// libassay_codecs: the only user of opencv_imgcodecs, which pulls in 130 shared libraries (GDAL,
// HDF5, ...) and 40 ms of start-up. core/imaging loads it with the first image, so `assay
// --version` does not pay.
#include <opencv2/imgcodecs.hpp>
#include <vector>

extern "C" {

__attribute__((visibility("default"))) void assayDecodeImage(const cv::Mat& bytes, int flags,
                                                             cv::Mat& out) {
  out = cv::imdecode(bytes, flags);
}

__attribute__((visibility("default"))) bool assayEncodeImage(const char* extension,
                                                             const cv::Mat& image,
                                                             std::vector<unsigned char>& bytes,
                                                             const std::vector<int>& parameters) {
  return cv::imencode(extension, image, bytes, parameters);
}
}
