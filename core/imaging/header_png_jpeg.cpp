// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/image_header.h"

namespace assay {

namespace {

int clampedSide(uint32_t side) { return side > 0x7fffffffu ? 0x7fffffff : int(side); }

int pngChannels(int colourType, bool hasTransparency, const std::string& file) {
  switch (colourType) {
    case 0: return 1;
    case 2:
    case 3: return hasTransparency ? 4 : 3;   // the decoder turns tRNS into an alpha channel
    case 4: case 6: return 4;
    default:
      throw Error(Code::BadInput,
                  "the PNG header has colour type " + std::to_string(colourType) +
                      "; expected 0, 2, 3, 4 or 6",
                  file);
  }
}

bool isGreyPalette(std::string_view palette) {
  for (std::size_t i = 0; i + 3 <= palette.size() && i < 768; i += 3)
    if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2]) return false;
  return true;
}

bool isStartOfFrame(uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

ImageHeader frameOf(ByteSource& source, uint64_t at, int orientation, const std::string& file) {
  const std::string_view frame = need(source, at + 2, 8, "JPEG header", file);
  ImageHeader header;
  header.container = Container::Jpeg;
  header.orientation = orientation;
  const int components = uint8_t(frame[7]);
  require(uint8_t(frame[2]) == 8, "a JPEG with " + std::to_string(uint8_t(frame[2])) +
                                      " bits a sample is not supported; expected 8", file);
  require(components == 1 || components == 3 || components == 4,
          "the JPEG header says " + std::to_string(components) +
              " colour components; expected 1, 3 or 4",
          file);
  header.info = {clampedSide(bigEndian16(frame.substr(5))),
                 clampedSide(bigEndian16(frame.substr(3))), components == 1 ? 1 : 3, 8};
  return header;
}

}  // namespace

ImageHeader parsePngHeader(ByteSource& source, const std::string& file) {
  const std::string start(need(source, 8, 21, "PNG header", file));
  require(start.substr(4, 4) == "IHDR",
          "the PNG does not begin with its header chunk; the file is damaged", file);
  ImageHeader header;
  header.container = Container::Png;
  const int depth = uint8_t(start[16]), colourType = uint8_t(start[17]);
  header.info.width = clampedSide(bigEndian32(std::string_view(start).substr(8)));
  header.info.height = clampedSide(bigEndian32(std::string_view(start).substr(12)));
  header.info.bitDepth = depth == 16 ? 16 : 8;
  bool hasTransparency = false, isGrey = false;
  // Only chunks before the pixels can change how they are read.
  for (uint64_t at = 33; colourType == 2 || colourType == 3;) {
    const std::string_view chunk = source.read(at, 8);
    if (chunk.size() < 8 || chunk.substr(4, 4) == "IDAT" || chunk.substr(4, 4) == "IEND") break;
    const uint32_t length = bigEndian32(chunk);
    if (chunk.substr(4, 4) == "tRNS") hasTransparency = true;
    if (chunk.substr(4, 4) == "PLTE" && colourType == 3)
      isGrey = isGreyPalette(source.read(at + 8, length));
    at += 12 + uint64_t(length);
  }
  header.info.channels =
      isGrey && !hasTransparency ? 1 : pngChannels(colourType, hasTransparency, file);
  return header;
}

ImageHeader parseJpegHeader(ByteSource& source, const std::string& file) {
  int orientation = 1;
  for (uint64_t at = 2;;) {
    const std::string_view mark = need(source, at, 2, "JPEG header", file);
    require(uint8_t(mark[0]) == 0xFF, "the JPEG header is damaged at byte " + std::to_string(at) +
                                          "; expected a marker", file);
    const uint8_t marker = uint8_t(mark[1]);
    if (marker == 0xFF) { ++at; continue; }   // fill byte
    at += 2;
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) continue;
    require(marker != 0xD9 && marker != 0xDA,
            "the JPEG has pixels but no frame header; the file is damaged", file);
    if (isStartOfFrame(marker)) return frameOf(source, at - 2, orientation, file);
    const uint32_t length = bigEndian16(need(source, at, 2, "JPEG header", file));
    require(
        length >= 2,
        "the JPEG header is damaged at byte " + std::to_string(at) + "; expected a segment length",
        file);
    if (marker == 0xE1) {
      const std::string_view segment = source.read(at + 2, length - 2);
      if (segment.starts_with(std::string_view("Exif\0\0", 6)))
        orientation = exifOrientation(segment.substr(6));
    }
    at += length;
  }
}

bool jpegIsComplete(std::string_view bytes) {
  // A 0xFF of the entropy-coded data is always followed by 0x00 or a restart marker, so FF D9 is
  // the end.
  for (std::size_t at = 2; at + 4 <= bytes.size();) {
    if (uint8_t(bytes[at]) != 0xFF) return false;
    const uint8_t marker = uint8_t(bytes[at + 1]);
    if (marker == 0xFF) { ++at; continue; }
    if (marker == 0xDA) return bytes.find("\xff\xd9", at) != std::string_view::npos;
    at += 2;
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) continue;
    at += bigEndian16(bytes.substr(at));
  }
  return false;
}

}  // namespace assay
