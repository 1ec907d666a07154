// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/imaging/encode.h"
#include "core/imaging/inspect.h"
#include "tests/support/test_files.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

/// 8 x 8 Adobe CMYK JPEG of pure red (libjpeg-turbo, quality 90).
const char* const cmykRed =
    "ffd8ffee000e41646f626500640000000000ffdb0043000302020302020303030304030304050805050404050a070706080c0a0c0c0b0a0b0b0d"
    "0e12100d0e110e0b0b1016101113141515150c0f171816141812141514ffc000140800080008044311004d11005911004b1100ffc400140001"
    "00000000000000000000000000000009ffc40014100100000000000000000000000000000000ffda000e0443004d0059004b00003f0054c550"
    "aa2a6fffd9";

std::string fromHex(const char* hex) {
  const QByteArray bytes = QByteArray::fromHex(hex);
  return {bytes.constData(), std::size_t(bytes.size())};
}

/// A TIFF's EXIF block with nothing but an orientation.
std::string exifSegment(int orientation) {
  std::string tiff("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19);
  tiff += char(orientation);
  tiff += std::string(2 + 4, '\0');
  const std::string body = std::string("Exif\0\0", 6) + tiff;
  const int length = int(body.size()) + 2;
  return std::string("\xff\xe1") + char(length >> 8) + char(length & 255) + body;
}

}  // namespace

class DecodeTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }
  fs::path file(const std::string& name, const std::string& bytes) const { putText(at(name), bytes); return at(name); }

  /// Both ways to look at a file refuse it, name it and say `what`.
  void refuses(const fs::path& path, const char* what) {
    for (const Error& error : {errorOf([&] { probeImage(path); }), errorOf([&] { decodeImage(path); })}) {
      QCOMPARE(error.code(), Code::BadInput);
      QCOMPARE(error.where(), path.string());
      QVERIFY2(contains(error.message(), what), error.what());
    }
  }

 private Q_SLOTS:
  void pngKeepsEveryPixelInEightAndSixteenBits() {
    for (const int depth : {8, 16})
      for (const int channels : {1, 3, 4}) {
        const Image image = noiseImage(7, 5, channels, 3, depth);
        writePng(image, at("a.png"));
        QCOMPARE(decodeImage(at("a.png")) == image, true);
        const ImageInfo info = probeImage(at("a.png"));
        QCOMPARE(info.width, 7);
        QCOMPARE(info.height, 5);
        QCOMPARE(info.channels, channels);
        QCOMPARE(info.bitDepth, depth);
      }
  }

  void sixteenBitsBecomeEightByTheUpperByte() {
    Image image(1, 1, 1, 16);
    image.row16(0)[0] = 0xABCD;
    writePng(image, at("deep.png"));
    const Image eight = decodeImage(at("deep.png"), Channels::AsStored, Depth::Eight);
    QCOMPARE(eight.bitDepth(), 8);
    QCOMPARE(int(eight.row(0)[0]), 0xAB);
  }

  void onePixelIsAnImage() {
    Image image(1, 1, 3);
    image.row(0)[0] = 200; image.row(0)[1] = 100; image.row(0)[2] = 50;
    writePng(image, at("one.png"));
    QCOMPARE(decodeImage(at("one.png")) == image, true);
    // 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2
    QCOMPARE(int(decodeImage(at("one.png"), Channels::Grey).row(0)[0]), 124);
  }

  void cmykBecomesRgb() {
    const fs::path path = file("cmyk.jpg", fromHex(cmykRed));
    QCOMPARE(probeImage(path).channels, 3);
    const Image image = decodeImage(path);
    QCOMPARE(image.channels(), 3);
    QVERIFY(image.row(4)[12] > 240 && image.row(4)[13] < 16 && image.row(4)[14] < 16);
  }

  void orientationTurnsTheImageAndItsSize() {
    Image wide(32, 16, 1);
    for (int y = 0; y < 16; ++y)
      for (int x = 0; x < 16; ++x) wide.row(y)[x] = 255;   // the left half is white
    const std::string jpeg = encodeJpeg(wide, 95);
    // 6: the stored left side is the visual top.
    const fs::path path = file("turned.jpg", jpeg.substr(0, 2) + exifSegment(6) + jpeg.substr(2));
    QCOMPARE(probeImage(path).width, 16);
    QCOMPARE(probeImage(path).height, 32);
    const Image image = decodeImage(path);
    QCOMPARE(image.width(), 16);
    QCOMPARE(image.height(), 32);
    QVERIFY(image.row(2)[8] > 240 && image.row(29)[8] < 16);
  }

  void strangersAreNamed() {
    refuses(file("empty.png", ""), "the file is empty");
    refuses(file("text.png", "hello, I am a text\n"), "a text file, not an image");
    refuses(file("page.jpg", "<!DOCTYPE html><html></html>"), "an HTML page");
    refuses(file("doc.png", "%PDF-1.7\n\x01\x02"), "a PDF document");
    refuses(file("zeros.tif", std::string(100, '\0')), "zero bytes only");
    refuses(file("random.bmp", "\x01\x02\x03\xfe\xff\x80"), "of an unknown type");
    refuses(at(""), "this is a folder");
  }

  void aMissingFileIsNotFound() {
    const Error error = errorOf([&] { probeImage(at("nowhere.png")); });
    QCOMPARE(error.code(), Code::NotFound);
    QVERIFY(contains(error.what(), "nowhere.png"));
  }

  void hugeImagesAreRefusedFromTheHeader() {
    std::string png = encodePng(noiseImage(4, 4, 1, 1));
    png.replace(16, 8, std::string("\0\0\xff\xff\0\0\xff\xff", 8));   // 65535 x 65535
    refuses(file("huge.png", png), "at most 2^30 pixels");
    png.replace(16, 8, std::string("\0\x20\0\0\0\0\0\x01", 8));       // 2097152 x 1
    refuses(file("long.png", png), "a side may have at most 2^20");
    png.replace(16, 8, std::string(8, '\0'));
    refuses(file("none.png", png), "an empty size");
  }

  void filesCutShortAreNoticed_data() {
    QTest::addColumn<bool>("isPng");
    QTest::newRow("png") << true;
    QTest::newRow("jpeg") << false;
  }
  void filesCutShortAreNoticed() {
    QFETCH(bool, isPng);
    const Image image = noiseImage(64, 64, 3, 9);
    const std::string bytes = isPng ? encodePng(image) : encodeJpeg(image, 90);
    for (const double share : {0.02, 0.3, 0.6, 0.9, 0.99}) {
      const fs::path path = file("cut", bytes.substr(0, std::size_t(double(bytes.size()) * share)));
      QCOMPARE(errorOf([&] { decodeImage(path); }).code(), Code::BadInput);
      QCOMPARE(errorOf([&] { inspectImage(path); }).code(), Code::BadInput);
    }
  }

  void noDamageIsWorseThanAnError() {
    const Image image = noiseImage(24, 24, 3, 5);
    Random random(17);
    for (const std::string& good : {encodePng(image), encodeJpeg(image, 80)})
      for (int round = 0; round < 150; ++round) {
        std::string bad = good;
        for (int i = 0; i < 4; ++i) bad[std::size_t(random.below(int64_t(bad.size())))] = char(random.next());
        const fs::path path = file("damaged", bad);
        try {
          const Image decoded = decodeImage(path);
          QVERIFY(decoded.width() > 0);
        } catch (const Error& error) {
          QVERIFY(error.code() == Code::BadInput);
        }
      }
  }

  void inspectionHashesTheFile() {
    const fs::path path = file("a.png", encodePng(noiseImage(3, 3, 1, 2)));
    const ImageFacts facts = inspectImage(path);
    QCOMPARE(facts.info.width, 3);
    QCOMPARE(facts.sha256.size(), std::size_t(64));
    QVERIFY(hasImageExtension("x/A.JPeG") && !hasImageExtension("x/a.txt"));
  }

  void readOnlyFoldersSayWhere() {
    const Error error = errorOf([&] { writePng(noiseImage(2, 2, 1, 1), "/proc/nothing/a.png"); });
    QVERIFY(error.code() == Code::ReadOnly || error.code() == Code::NotFound || error.code() == Code::Io);
    QVERIFY(contains(error.what(), "/proc/nothing"));
  }
};

QTEST_GUILESS_MAIN(DecodeTest)
#include "tst_decode.moc"
