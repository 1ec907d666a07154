// SPDX-License-Identifier: Apache-2.0
// Damage in the middle of a file that decoders fill with grey.
#include <QtTest>

#include "core/imaging/encode.h"
#include "core/imaging/inspect.h"
#include "tests/support/test_files.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

std::string little(uint32_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += char(value >> (8 * i));
  return text;
}

std::string tiffEntry(int tag, int type, uint32_t value) {
  return little(uint32_t(tag), 2) + little(uint32_t(type), 2) + little(1, 4) + little(value, 4);
}

/// 64 x 64 grey, uncompressed, one strip after the directory.
std::string tiff() {
  constexpr uint32_t side = 64, entries = 8, pixels = 8 + 2 + entries * 12 + 4;
  return std::string("II*\0", 4) + little(8, 4) + little(entries, 2) + tiffEntry(256, 3, side) + tiffEntry(257, 3, side) +
         tiffEntry(258, 3, 8) + tiffEntry(259, 3, 1) + tiffEntry(262, 3, 1) + tiffEntry(273, 4, pixels) +
         tiffEntry(278, 3, side) + tiffEntry(279, 4, side * side) + little(0, 4) + std::string(side * side, char(90));
}

/// 64 x 64, 24 bit.
std::string bmp() {
  constexpr uint32_t side = 64, pixels = 14 + 40, bytes = side * side * 3;
  return "BM" + little(pixels + bytes, 4) + little(0, 4) + little(pixels, 4) + little(40, 4) + little(side, 4) +
         little(side, 4) + little(1, 2) + little(24, 2) + little(0, 4) + little(bytes, 4) + std::string(16, '\0') +
         std::string(bytes, char(90));
}

}  // namespace

class StreamCheckTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  fs::path file(const std::string& bytes) const {
    const fs::path path = fs::path(folder_.path().toStdString()) / "image";
    putText(path, bytes);
    return path;
  }

  /// Neither import nor decoding takes it, and both name the file.
  void refuses(const std::string& bytes, const char* what) {
    const fs::path path = file(bytes);
    for (const Error& error : {errorOf([&] { inspectImage(path); }), errorOf([&] { decodeImage(path); })}) {
      QCOMPARE(error.code(), Code::BadInput);
      QCOMPARE(error.where(), path.string());
      QVERIFY2(contains(error.message(), what), error.what());
    }
  }

 private Q_SLOTS:
  void aChangedBitOfAPngIsFound() {
    const std::string png = encodePng(noiseImage(200, 150, 1, 3));
    for (const double share : {0.1, 0.3, 0.5, 0.7, 0.95}) {
      std::string bad = png;
      bad[std::size_t(double(png.size()) * share)] ^= 4;
      refuses(bad, "the PNG is damaged: the checksum of its chunk at byte");
    }
  }

  void aChangedTextOfAPngHarmsNoPixel() {
    std::string png = encodePng(noiseImage(20, 15, 1, 3));
    png.insert(33, little(0, 3) + little(4, 1) + "tEXt" + "note" + "????");   // its checksum is wrong
    QCOMPARE(inspectImage(file(png)).info.width, 20);
    QCOMPARE(decodeImage(file(png)) == noiseImage(20, 15, 1, 3), true);
  }

  void aPngWithoutPixelsOrEndIsFound() {
    const std::string png = encodePng(noiseImage(20, 15, 1, 3));
    refuses(png.substr(0, png.size() - 12), "the PNG is cut short: its end chunk is missing");
    refuses(png.substr(0, 33) + png.substr(png.size() - 12), "it has no pixels");
  }

  void aPngWithTooFewPixelsIsFound() {
    const std::string small = encodePng(noiseImage(20, 10, 1, 3));
    std::string tall = encodePng(noiseImage(20, 15, 1, 3));
    const std::size_t header = 8 + 25;   // signature and IHDR
    refuses(tall.substr(0, header) + small.substr(header), "damaged");
    const Error said = errorOf([&] { inspectImage(file(tall.substr(0, header) + small.substr(header))); });
    QVERIFY2(contains(said.message(), "holds 210 of 315 bytes of pixels"), said.what());   // 10 and 15 rows of 1 + 20
  }

  void anInterlacedPngIsWhole() {
    // 3 x 3 grey, Adam7: passes 1, 4, 5, 6 and 7 hold 1, 1, 2, 2 and 3 of its pixels, in that order the values 1 to 9.
    const QByteArray bytes = QByteArray::fromHex(
        "89504e470d0a1a0a0000000d49484452000000030000000308000000010444daf50000001749444154789c6360646062606661606560"
        "6360e7e0040000e6002e84f84ba80000000049454e44ae426082");
    const std::string png(bytes.constData(), std::size_t(bytes.size()));
    QCOMPARE(inspectImage(file(png)).info.width, 3);
    const Image image = decodeImage(file(png));
    const uint8_t expected[3][3] = {{1, 5, 2}, {7, 8, 9}, {3, 6, 4}};
    for (int y = 0; y < 3; ++y)
      for (int x = 0; x < 3; ++x) QCOMPARE(image.row(y)[x], expected[y][x]);
  }

  void aGapInAJpegIsFound() {
    const std::string jpeg = encodeJpeg(noiseImage(200, 150, 3, 3), 90);
    for (const double share : {0.3, 0.5, 0.8}) {
      std::string bad = jpeg;
      bad.replace(std::size_t(double(jpeg.size()) * share), 64, 64, '\0');
      refuses(bad, "the JPEG is damaged");
      bad = jpeg;
      bad.erase(std::size_t(double(jpeg.size()) * share), 500);
      refuses(bad, "the JPEG is damaged");
    }
  }

  void aJpegOfWhicheverShapeIsWhole() {
    for (const int side : {1, 7, 8, 250})
      for (const int channels : {1, 3}) {
        std::string jpeg = encodeJpeg(noiseImage(side, side + 3, channels, 3), 75);
        QCOMPARE(inspectImage(file(jpeg)).info.width, side);
        jpeg.insert(jpeg.size() - 2, "\0\0", 2);   // a camera's padding
        QCOMPARE(inspectImage(file(jpeg)).info.width, side);
      }
  }

  void aTiffOrBmpCutShortIsFound() {
    for (const std::string& good : {tiff(), bmp()}) {
      QCOMPARE(decodeImage(file(good)).row(40)[20], uint8_t(90));
      QCOMPARE(inspectImage(file(good)).info.height, 64);
      for (const double share : {0.5, 0.9}) refuses(good.substr(0, std::size_t(double(good.size()) * share)), "damaged");
    }
  }
};

QTEST_GUILESS_MAIN(StreamCheckTest)
#include "tst_stream_check.moc"
