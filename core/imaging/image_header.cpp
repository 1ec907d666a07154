// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/image_header.h"

#include <algorithm>

namespace assay {

namespace {

constexpr uint64_t maxPixels = uint64_t{1} << 30;
constexpr uint64_t maxSide = uint64_t{1} << 20;
constexpr std::string_view supported = "PNG, JPEG, BMP, TIFF or WebP";

struct Magic {
  std::string_view bytes;
  const char* name;
};

/// What people mistake for an image, so that the message can name it.
constexpr Magic strangers[] = {
    {"%PDF", "a PDF document"},
    {"PK\x03\x04", "a ZIP archive"},
    {"\x1f\x8b", "a gzip archive"},
    {"GIF8", "a GIF"},
    {"SQLite format 3", "an SQLite database"},
    {"\x7f"
     "ELF",
     "a program"},
    {"8BPS", "a Photoshop document"},
    {"<svg", "an SVG drawing"},
    {"<?xml", "an XML file"},
    {"<!DOCTYPE", "an HTML page"},
    {"<html", "an HTML page"},
    {"\x28\xb5\x2f\xfd", "a zstd archive"},
};

bool looksLikeText(std::string_view head) {
  return std::all_of(head.begin(), head.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return u >= 0x20 || u == '\n' || u == '\r' || u == '\t' || u == '\f';
  });
}

std::string describe(std::string_view head) {
  for (const Magic& magic : strangers)
    if (head.starts_with(magic.bytes)) return magic.name;
  if (head.size() >= 12 && head.substr(4, 4) == "ftyp") return "an MP4, HEIF or AVIF file";
  if (std::all_of(head.begin(), head.end(), [](char c) { return c == 0; }))
    return "a file of zero bytes only";
  if (looksLikeText(head)) return "a text file";
  return "of an unknown type";
}

void checkSize(const ImageInfo& info, const std::string& file) {
  require(info.width > 0 && info.height > 0,
          "the image header says an empty size; expected at least 1 x 1 pixels", file);
  require(uint64_t(info.width) * uint64_t(info.height) <= maxPixels,
          "the image is " + std::to_string(info.width) + " x " + std::to_string(info.height) +
              " pixels; at most 2^30 pixels are supported", file);
  require(uint64_t(std::max(info.width, info.height)) <= maxSide,
          "the image is " + std::to_string(info.width) + " x " + std::to_string(info.height) +
              " pixels; a side may have at most 2^20", file);
}

ImageHeader parseContainer(ByteSource& source, std::string_view head, const std::string& file) {
  if (head.starts_with("\x89PNG\r\n\x1a\n")) return parsePngHeader(source, file);
  if (head.starts_with("\xff\xd8\xff")) return parseJpegHeader(source, file);
  if (head.starts_with("BM") && !looksLikeText(head)) return parseBmpHeader(source, file);
  if (head.starts_with(std::string_view("II*\0", 4)) ||
      head.starts_with(std::string_view("MM\0*", 4)) ||
      head.starts_with(std::string_view("II+\0", 4)) ||
      head.starts_with(std::string_view("MM\0+", 4)))
    return parseTiffHeader(source, file);
  if (head.starts_with("RIFF") && head.size() >= 12 && head.substr(8, 4) == "WEBP")
    return parseWebpHeader(source, file);
  throw Error(Code::BadInput,
              "this is " + describe(head) + ", not an image; expected " + std::string(supported),
              file);
}

}  // namespace

std::string_view need(ByteSource& source, uint64_t offset, std::size_t count, const char* what,
                      const std::string& file) {
  const std::string_view bytes = source.read(offset, count);
  require(bytes.size() == count,
          std::string("the ") + what + " is cut short after " + std::to_string(source.size()) +
              " bytes; expected a complete image file",
          file);
  return bytes;
}

ImageHeader parseImageHeader(ByteSource& source, const std::string& file) {
  require(source.size() > 0,
          "the file is empty; expected an image (" + std::string(supported) + ")", file);
  const std::string head(source.read(0, 64));
  const ImageHeader header = parseContainer(source, head, file);
  checkSize(header.info, file);
  return header;
}

int exifOrientation(std::string_view tiff) {
  if (tiff.size() < 8) return 1;
  const bool little = tiff.starts_with("II");
  if (!little && !tiff.starts_with("MM")) return 1;
  const auto u16 = [&](std::size_t at) {
    return little ? littleEndian16(tiff.substr(at)) : bigEndian16(tiff.substr(at));
  };
  const uint64_t directory = little ? littleEndian32(tiff.substr(4)) : bigEndian32(tiff.substr(4));
  if (directory + 2 > tiff.size()) return 1;
  const uint32_t count = u16(directory);
  for (uint32_t i = 0; i < count; ++i) {
    const uint64_t entry = directory + 2 + uint64_t(i) * 12;
    if (entry + 12 > tiff.size()) return 1;
    if (u16(entry) != 0x0112) continue;
    const uint32_t value = u16(entry + 8);
    return value >= 1 && value <= 8 ? int(value) : 1;
  }
  return 1;
}

}  // namespace assay
