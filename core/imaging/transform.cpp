// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/transform.h"

#include <algorithm>
#include <cstring>
#include <opencv2/imgproc.hpp>

#include "core/imaging/cv_bridge.h"

namespace assay {

namespace {

int interpolation(Sampling sampling) {
  switch (sampling) {
    case Sampling::Nearest: return cv::INTER_NEAREST;
    case Sampling::Linear: return cv::INTER_LINEAR;
    case Sampling::Area: return cv::INTER_AREA;
  }
  return cv::INTER_LINEAR;
}

void requireImage(const Image& image, const char* operation) {
  require(!image.empty(), std::string(operation) + ": the image is empty", {}, Code::Internal);
}

Image convert(const Image& image, int channels, int code) {
  Image out(image.width(), image.height(), channels, image.bitDepth());
  cv::Mat target = matOf(out);
  cv::cvtColor(matOf(image), target, code);
  return out;
}

Image morph(const Image& image, int radius, int operation, const char* name) {
  requireImage(image, name);
  require(image.channels() == 1 && image.bitDepth() == 8 && radius >= 0,
          std::string(name) + " works on 8-bit grey with a radius of 0 or more", {},
          Code::Internal);
  if (radius == 0) return image;
  Image out(image.width(), image.height(), 1);
  cv::Mat target = matOf(out);
  const cv::Mat element = cv::Mat::ones(2 * radius + 1, 2 * radius + 1, CV_8U);
  cv::morphologyEx(matOf(image), target, operation, element);
  return out;
}

}  // namespace

Image resize(const Image& image, int width, int height, Sampling sampling) {
  requireImage(image, "resize");
  if (width == image.width() && height == image.height()) return image;
  Image out(width, height, image.channels(), image.bitDepth());
  cv::Mat target = matOf(out);
  cv::resize(matOf(image), target, target.size(), 0, 0, interpolation(sampling));
  return out;
}

Image warpAffine(const Image& image, const Affine& outputToInput, int width, int height,
                 Sampling sampling, int border) {
  requireImage(image, "warpAffine");
  Image out(width, height, image.channels(), image.bitDepth());
  cv::Mat target = matOf(out);
  const cv::Mat matrix(2, 3, CV_64F, const_cast<double*>(outputToInput.data()));
  // OpenCV warps with Area as with Linear.
  cv::warpAffine(matOf(image), target, matrix, target.size(),
                 interpolation(sampling) | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT,
                 cv::Scalar::all(border));
  return out;
}

Image crop(const Image& image, int x, int y, int width, int height, int border) {
  requireImage(image, "crop");
  Image out(width, height, image.channels(), image.bitDepth());
  const cv::Rect wanted(x, y, width, height);
  const cv::Rect inside = wanted & cv::Rect(0, 0, image.width(), image.height());
  cv::Mat target = matOf(out);
  if (inside != wanted) target.setTo(cv::Scalar::all(border));
  if (!inside.empty()) matOf(image)(inside).copyTo(target(inside - wanted.tl()));
  return out;
}

Image toGrey(const Image& image) {
  requireImage(image, "toGrey");
  if (image.channels() == 1) return image;
  return convert(image, 1, image.channels() == 3 ? cv::COLOR_RGB2GRAY : cv::COLOR_RGBA2GRAY);
}

Image toRgb(const Image& image) {
  requireImage(image, "toRgb");
  if (image.channels() == 3) return image;
  return convert(image, 3, image.channels() == 1 ? cv::COLOR_GRAY2RGB : cv::COLOR_RGBA2RGB);
}

Image toEightBit(const Image& image) {
  if (image.empty() || image.bitDepth() == 8) return image;
  Image out(image.width(), image.height(), image.channels(), 8);
  const std::size_t count = out.byteCount();
  const uint16_t* from = image.row16(0);
  std::transform(from, from + count, out.data(), [](uint16_t v) { return uint8_t(v >> 8); });
  return out;
}

Image dilate(const Image& image, int radius) {
  return morph(image, radius, cv::MORPH_DILATE, "dilate");
}
Image erode(const Image& image, int radius) {
  return morph(image, radius, cv::MORPH_ERODE, "erode");
}

}  // namespace assay
