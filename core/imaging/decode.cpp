// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/decode.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/atomic_file.h"
#include "core/imaging/codec_library.h"
#include "core/imaging/cv_bridge.h"
#include "core/imaging/encode.h"
#include "core/imaging/image_header.h"
#include "core/imaging/transform.h"

namespace assay {

namespace {

constexpr std::size_t maxFileBytes = std::size_t{1} << 30;

/// Reads through one 4 KiB window, which holds the whole header of most files.
class FileSource : public ByteSource {
 public:
  explicit FileSource(const std::filesystem::path& file) : file_(file.string()) {
    fd_ = ::open(file_.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd_ < 0) throwErrno("opening the image", file_);
    struct stat status {};
    if (::fstat(fd_, &status) != 0) { ::close(fd_); throwErrno("reading the image", file_); }
    if (!S_ISREG(status.st_mode)) {
      ::close(fd_);
      throw Error(
          Code::BadInput,
          S_ISDIR(status.st_mode) ? "this is a folder, not an image" : "this is not a regular file",
          file_);
    }
    size_ = uint64_t(status.st_size);
  }
  ~FileSource() override { ::close(fd_); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  uint64_t size() const override { return size_; }
  std::string_view read(uint64_t offset, std::size_t count) override {
    count = std::min<std::size_t>(count, std::size_t{1} << 20);
    if (offset >= size_) return {};
    if (offset < start_ || offset + count > start_ + window_.size())
      fill(offset, std::max<std::size_t>(count, 4096));
    return std::string_view(window_).substr(offset - start_, count);
  }

 private:
  void fill(uint64_t offset, std::size_t count) {
    window_.resize(count);
    const ssize_t got = ::pread(fd_, window_.data(), count, off_t(offset));
    if (got < 0) throwErrno("reading the image", file_);
    window_.resize(std::size_t(got));
    start_ = offset;
  }

  std::string file_, window_;
  int fd_ = -1;
  uint64_t size_ = 0, start_ = 0;
};

bool swapsSides(int orientation) { return orientation >= 5; }

ImageInfo oriented(const ImageHeader& header) {
  ImageInfo info = header.info;
  if (swapsSides(header.orientation)) std::swap(info.width, info.height);
  return info;
}

/// EXIF 2.3, tag 0x0112: the stored rows and columns in terms of the visual ones.
cv::Mat applyOrientation(const cv::Mat& stored, int orientation) {
  cv::Mat out = stored;
  if (swapsSides(orientation)) cv::transpose(stored, out);
  switch (orientation) {
    case 2: case 6: cv::flip(out, out, 1); break;
    case 3: case 7: cv::flip(out, out, -1); break;
    case 4: case 8: cv::flip(out, out, 0); break;
    default: break;
  }
  return out;
}

int readFlags(const ImageInfo& info) {
  if (info.channels == 4) return cv::IMREAD_UNCHANGED;
  const int colour = info.channels == 1 ? int(cv::IMREAD_GRAYSCALE) : int(cv::IMREAD_COLOR);
  return colour | cv::IMREAD_ANYDEPTH | cv::IMREAD_IGNORE_ORIENTATION;
}

cv::Mat decodeMat(const std::string& bytes, const ImageHeader& header, const std::string& where) {
  const cv::Mat buffer(1, int(bytes.size()), CV_8U, const_cast<char*>(bytes.data()));
  cv::Mat mat;
  try {
    codecLibrary().decode(buffer, readFlags(header.info), mat);
  } catch (const cv::Exception& fault) {
    throw Error(Code::BadInput,
                "the image is damaged or of a variant that is not supported (" + fault.err + ")",
                where);
  } catch (const std::bad_alloc&) {
    throw Error(Code::BadInput,
                "there is not enough memory for an image of " + std::to_string(header.info.width) +
                    " x " + std::to_string(header.info.height) + " pixels",
                where);
  }
  require(!mat.empty(),
          "the image is damaged or cut short; expected " + std::to_string(header.info.width) +
              " x " + std::to_string(header.info.height) + " pixels",
          where);
  require(mat.depth() == CV_8U || mat.depth() == CV_16U,
          "the image has neither 8 nor 16 bits a sample", where);
  return mat;
}

Image toImage(const cv::Mat& mat, int wantedChannels) {
  static constexpr int toRgbCode[5][5] = {
      {}, {-1, -1, -1, cv::COLOR_GRAY2RGB, cv::COLOR_GRAY2RGBA}, {},
      {-1, cv::COLOR_BGR2GRAY, -1, cv::COLOR_BGR2RGB, cv::COLOR_BGR2RGBA},
      {-1, cv::COLOR_BGRA2GRAY, -1, cv::COLOR_BGRA2RGB, cv::COLOR_BGRA2RGBA}};
  Image image(mat.cols, mat.rows, wantedChannels, mat.depth() == CV_16U ? 16 : 8);
  cv::Mat view = matOf(image);
  if (mat.channels() == 1 && wantedChannels == 1) mat.copyTo(view);
  else cv::cvtColor(mat, view, toRgbCode[mat.channels()][wantedChannels]);
  return image;
}

}  // namespace

ImageInfo probeImage(const std::filesystem::path& file) {
  FileSource source(file);
  return oriented(parseImageHeader(source, file.string()));
}

Image decodeImage(const std::filesystem::path& file, Channels channels, Depth depth) {
  const std::string where = file.string();
  // The header is read from the file first, so that a 40 GB video is refused without reading it.
  FileSource source(file);
  const ImageHeader header = parseImageHeader(source, where);
  const std::string bytes = readFile(file, maxFileBytes);
  checkStream(header.container, bytes, where);
  cv::Mat mat = decodeMat(bytes, header, where);
  if (header.container == Container::Jpeg) mat = applyOrientation(mat, header.orientation);
  const ImageInfo info = oriented(header);
  require(mat.cols == info.width && mat.rows == info.height,
          "the image decodes to " + std::to_string(mat.cols) + " x " + std::to_string(mat.rows) +
              " but its header says " + std::to_string(info.width) + " x " +
              std::to_string(info.height),
          where);
  const int wanted = channels == Channels::Grey ? 1 : channels == Channels::Rgb ? 3 : info.channels;
  Image image = toImage(mat, wanted);
  return depth == Depth::Eight ? toEightBit(image) : image;
}

std::string encodePng(const Image& image) {
  require(!image.empty(), "an empty image cannot be written", {}, Code::Internal);
  cv::Mat mat = matOf(image), swapped;
  if (image.channels() == 3) cv::cvtColor(mat, swapped, cv::COLOR_RGB2BGR);
  else if (image.channels() == 4) cv::cvtColor(mat, swapped, cv::COLOR_RGBA2BGRA);
  else swapped = mat;
  std::vector<uchar> bytes;
  // Level 1: drawn boards and masks are small already, and speed counts.
  codecLibrary().encode(".png", swapped, bytes, {cv::IMWRITE_PNG_COMPRESSION, 1});
  return {bytes.begin(), bytes.end()};
}

std::string encodeJpeg(const Image& image, int quality) {
  require(!image.empty() && image.bitDepth() == 8 && image.channels() != 4,
          "a JPEG holds 8-bit grey or RGB", {}, Code::Internal);
  cv::Mat mat = matOf(image), swapped = mat;
  if (image.channels() == 3) cv::cvtColor(mat, swapped, cv::COLOR_RGB2BGR);
  std::vector<uchar> bytes;
  codecLibrary().encode(".jpg", swapped, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
  return {bytes.begin(), bytes.end()};
}

Image decodeBytes(std::string_view bytes, const std::string& where) {
  MemorySource source(bytes);
  const ImageHeader header = parseImageHeader(source, where);
  if (header.container == Container::Jpeg)
    require(jpegIsComplete(bytes), "the JPEG is cut short", where);
  return toImage(decodeMat(std::string(bytes), header, where), header.info.channels);
}

void writePng(const Image& image, const std::filesystem::path& file) {
  writeFileAtomically(file, encodePng(image));
}

}  // namespace assay
