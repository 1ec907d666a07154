// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/base/random_seed.h"
#include "plugins/detector/class_evidence.h"
#include "plugins/detector/crop_view.h"
#include "plugins/detector/device_channels.h"
#include "plugins/detector/pair_augment.h"
#include "plugins/detector/synthetic_defects.h"

using namespace assay;
using namespace assay::detector;

namespace {

void fill(Image& image, int x, int y, int width, int height, uint8_t value = 255) {
  for (int py = y; py < y + height; ++py)
    for (int px = x; px < x + width; ++px) image.row(py)[px] = value;
}

Image rectangle(int x, int y, int width, int height) {
  Image image(64, 64, 1);
  fill(image, x, y, width, height);
  return image;
}

/// Two horizontal tracks, rows 10..21 and 42..53.
Image tracks() {
  Image image = rectangle(0, 10, 64, 12);
  fill(image, 0, 42, 64, 12);
  return image;
}

const std::vector<std::string> classes{"open", "short", "mousebite", "spur", "copper", "pin-hole"};

}  // namespace

class SyntheticDefectsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theClassFollowsFromWhatTheChangeTouches_data() {
    QTest::addColumn<QRect>("blob");
    QTest::addColumn<bool>("adds");
    QTest::addColumn<int>("defect");   // -1: unclear
    const auto number = [](BoardDefect d) { return int(d); };
    QTest::newRow("between the tracks, touching none") << QRect(20, 28, 8, 8) << true << number(BoardDefect::Copper);
    QTest::newRow("on the edge of one") << QRect(20, 20, 8, 8) << true << number(BoardDefect::Spur);
    QTest::newRow("from one to the other") << QRect(20, 20, 8, 24) << true << number(BoardDefect::Short);
    QTest::newRow("inside a track") << QRect(20, 13, 6, 6) << false << number(BoardDefect::PinHole);
    QTest::newRow("at a track's edge") << QRect(20, 16, 8, 12) << false << number(BoardDefect::Mousebite);
    QTest::newRow("across a track") << QRect(20, 6, 8, 20) << false << number(BoardDefect::Open);
    QTest::newRow("two px from a track") << QRect(20, 24, 8, 8) << true << -1;
    QTest::newRow("nothing to remove") << QRect(20, 28, 8, 8) << false << -1;
    QTest::newRow("too small") << QRect(20, 28, 4, 4) << true << -1;
    QTest::newRow("in two pieces") << QRect(20, 14, 8, 36) << false << -1;
  }
  void theClassFollowsFromWhatTheChangeTouches() {
    QFETCH(QRect, blob);
    QFETCH(bool, adds);
    QFETCH(int, defect);
    const auto found = classifyChange(tracks(), rectangle(blob.x(), blob.y(), blob.width(), blob.height()), adds);
    QCOMPARE(found ? int(*found) : -1, defect);
  }

  void touchingOneIslandTwiceIsUnclear() {
    Image u = rectangle(10, 10, 8, 40);   // two legs and a bottom: one island
    fill(u, 40, 10, 8, 40);
    fill(u, 10, 42, 38, 8);
    QVERIFY(!classifyChange(u, rectangle(16, 20, 26, 8), true));
  }

  void boardClassesAreKnownByTheirUsualNames() {
    QVERIFY(boardClasses(classes).has_value());
    QCOMPARE((*boardClasses({"Pin-Hole", "mouse_bite", "OPEN", "spurious copper", "Spur", "short"}))[int(BoardDefect::PinHole)], 0);
    QVERIFY(!boardClasses({"open", "short", "scratch"}));
    QVERIFY(!boardClasses({"open", "short", "mousebite", "spur", "copper"}));
  }

  void aPieceIsTheDifferenceInsideItsBox() {
    const Image reference = tracks();
    Image test = reference;
    fill(test, 20, 22, 8, 10);   // a spur, 8 x 10
    const DefectPiece piece = cutPiece({3, {12, 16, 38, 40}}, viewOf(test), viewOf(reference));
    QVERIFY(piece.adds);
    QCOMPARE(piece.mask.width(), 8);
    QCOMPARE(piece.mask.height(), 10);
    QVERIFY(piece.margins == (Margins{8, 6, 10, 8}));
    QVERIFY(distractorPoints(viewOf(test), viewOf(reference), {}).size() == 1);
    QVERIFY(distractorPoints(viewOf(test), viewOf(reference), {{3, {12, 16, 38, 40}}}).empty());
  }

  void aDisplacedEdgeIsTolerated() {
    const Image reference = rectangle(10, 10, 40, 12), test = rectangle(12, 8, 40, 12);
    const Image difference = tolerantDifference(test, reference);
    QCOMPARE(*std::max_element(difference.data(), difference.data() + difference.byteCount()), uint8_t{0});
  }

  void aMadeUpDefectChangesTheTestImageAndIsLabelled() {
    const DefectMaker maker({}, boardClasses(classes), 6);
    std::set<int> seen;
    for (uint64_t seed = 0; seed < 60; ++seed) {
      CropPair crop{tracks(), tracks(), {}};
      Random random(seed);
      if (!maker.addTo(crop, random)) continue;
      QVERIFY(crop.reference == tracks());
      QCOMPARE(crop.truths.size(), std::size_t{1});
      const Box& box = crop.truths[0].box;
      int64_t changed = 0, outside = 0;
      for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 64; ++x) {
          if (crop.test.row(y)[x] == crop.reference.row(y)[x]) continue;
          ++changed;
          outside += x < box.x1 || x >= box.x2 || y < box.y1 || y >= box.y2;
        }
      QVERIFY(changed >= 25);
      QCOMPARE(outside, int64_t{0});
      seen.insert(crop.truths[0].classIndex);
    }
    QVERIFY2(seen.size() >= 4, qPrintable(QString("only %1 classes were made").arg(seen.size())));
  }

  void theSameSeedMakesTheSameDefect() {
    const DefectMaker maker({}, boardClasses(classes), 6);
    CropPair a{tracks(), tracks(), {}}, b = a;
    Random first(9), second(9);
    QCOMPARE(maker.addTo(a, first), maker.addTo(b, second));
    QVERIFY(a.test == b.test);
  }

  void withoutAnyDefectAPatchChangesItsBrightness() {
    const DefectMaker maker({}, std::nullopt, 1, DefectMaker::Patches::Grey);
    int made = 0;
    for (uint64_t seed = 0; seed < 20; ++seed) {
      CropPair crop{Image(64, 64, 1), Image(64, 64, 1), {}};
      std::fill_n(crop.test.data(), crop.test.byteCount(), uint8_t{90});
      Random random(seed);
      if (!maker.addTo(crop, random)) continue;
      ++made;
      QCOMPARE(crop.truths.at(0).classIndex, 0);
      const Box& box = crop.truths[0].box;
      for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 64; ++x) {
          const int change = std::abs(int(crop.test.row(y)[x]) - 90);
          QVERIFY(change == 0 || (change >= 50 && x >= box.x1 && x < box.x2 && y >= box.y1 && y < box.y2));
        }
    }
    QVERIFY(made >= 15);
    CropPair crop{tracks(), tracks(), {}};
    Random random(1);
    QVERIFY(!DefectMaker({}, std::nullopt, 1).addTo(crop, random));   // where some are labelled, none is invented
    QVERIFY(DefectMaker({}, std::nullopt, 1, DefectMaker::Patches::Binary).addTo(crop, random));
    for (std::size_t i = 0; i < crop.test.byteCount(); ++i) QVERIFY(crop.test.data()[i] == 0 || crop.test.data()[i] == 255);
  }

  void otherClassesAreCopiedUnderTheirOwnName() {
    const Image reference = tracks();
    Image test = reference;
    fill(test, 20, 26, 10, 10, 180);
    const std::vector<DefectPiece> pieces{cutPiece({1, {18, 24, 32, 38}}, viewOf(test), viewOf(reference))};
    const DefectMaker maker(pieces, std::nullopt, 2);
    CropPair crop{Image(64, 64, 1), Image(64, 64, 1), {}};
    Random random(1);
    QVERIFY(maker.addTo(crop, random));
    QCOMPARE(crop.truths.at(0).classIndex, 1);
    QVERIFY(*std::max_element(crop.test.data(), crop.test.data() + crop.test.byteCount()) >= 178);
  }

  // 96 of 98 clear labels agreed: trust 97 / 100. The network says mousebite .8, spur .2; the copper says spur:
  // .2 * .97 against .8 * .006.
  void theCopperCorrectsTheClassAsFarAsItIsTrusted() {
    const Image reference = tracks();
    Image test = reference;
    fill(test, 20, 22, 8, 10);
    const ClassEvidence evidence(*boardClasses(classes), 96, 98);
    QVERIFY(std::abs(evidence.trust() - 0.97) < 1e-9);
    ScoredBox box{{12, 16, 38, 40}, 2, 0.4f, 0.5f, {0, 0, 0.8f, 0.2f, 0, 0}};
    evidence.refine(box, viewOf(test), viewOf(reference));
    QCOMPARE(box.classIndex, 3);
    QVERIFY(std::abs(box.score - 0.5 * 0.194 / (0.194 + 0.0048)) < 1e-4);
    ScoredBox elsewhere{{40, 26, 60, 38}, 2, 0.4f, 0.5f, {0, 0, 0.8f, 0.2f, 0, 0}};
    evidence.refine(elsewhere, viewOf(test), viewOf(reference));   // no difference there
    QCOMPARE(elsewhere.classIndex, 2);
  }

  void aReadingThatIsOftenWrongIsNotTrusted() {
    QCOMPARE(ClassEvidence(*boardClasses(classes), 30, 98).trust(), 0.0);
    QCOMPARE(ClassEvidence(*boardClasses(classes), 5, 5).trust(), 0.0);   // too few to know
  }

  void aViewShowsABoxWhereItsPixelsAre() {
    Image picture(200, 160, 1);
    fill(picture, 90, 70, 20, 10);
    for (int turn = 0; turn < 8; ++turn) {
      CropView view{.size = 96, .turn = turn, .scaleX = 1.2, .scaleY = 0.9, .centre = {104, 66}};
      const Box box = view.toCrop({90, 70, 110, 80});
      const Image crop = sampleCrop(viewOf(picture), view.toPicture(), 96, 96);
      double x1 = 96, y1 = 96, x2 = 0, y2 = 0;
      for (int y = 0; y < 96; ++y)
        for (int x = 0; x < 96; ++x)
          if (crop.row(y)[x] > 127) x1 = std::min(x1, double(x)), x2 = std::max(x2, x + 1.0), y1 = std::min(y1, double(y)), y2 = std::max(y2, y + 1.0);
      for (const auto& [a, b] : {std::pair(x1, box.x1), {y1, box.y1}, {x2, box.x2}, {y2, box.y2}})
        QVERIFY2(std::abs(a - b) <= 1, qPrintable(QString("turn %1: %2 against %3").arg(turn).arg(a).arg(b)));
    }
  }

  void theChannelsAreWhatTheNetworkWasPromised() {
    Image test(16, 16, 1), reference(16, 16, 1);
    fill(test, 4, 4, 8, 8);
    std::vector<float> out(std::size_t(pairChannels) * 256);
    writePairChannels(test, reference, out.data());
    const std::size_t inside = 4 * (8 * 16 + 8);
    QCOMPARE(out[inside], 0.5f);
    QCOMPARE(out[inside + 1], -0.5f);
    QCOMPARE(out[inside + 2], 1.0f);
    QCOMPARE(out[inside + 3], 1.0f);
    writePairChannels(reference, test, out.data());
    QCOMPARE(out[inside + 3], -1.0f);
    QCOMPARE(out[4 * (4 * 16 + 4) + 3], 0.0f);   // within 2 px of the edge: tolerated
  }

  void aDeviceWorksOutTheSameChannels() {
    Random random(5);
    Image test(40, 24, 1), reference(40, 24, 1);
    for (Image* image : {&test, &reference})
      for (std::size_t i = 0; i < image->byteCount(); ++i) image->data()[i] = uint8_t(random.below(256));
    std::vector<float> written(std::size_t(pairChannels) * 40 * 24);
    writePairChannels(test, reference, written.data());
    const at::Tensor channels = pairChannelsOf(uploaded(test, at::kCPU), uploaded(reference, at::kCPU));
    QVERIFY(channels.sizes() == at::IntArrayRef({1, pairChannels, 24, 40}));
    QVERIFY(channels.is_contiguous(at::MemoryFormat::ChannelsLast));
    for (std::size_t i = 0; i < written.size(); ++i) QVERIFY(std::abs(channels.data_ptr<float>()[i] - written[i]) < 1e-6f);
  }
};

QTEST_GUILESS_MAIN(SyntheticDefectsTest)
#include "tst_synthetic_defects.moc"
