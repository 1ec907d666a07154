// SPDX-License-Identifier: Apache-2.0
// What a model of single images learns from: a thin scratch on a dark picture, and a bright clean one.
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

#include "core/base/random_seed.h"
#include "core/imaging/shape_raster.h"
#include "plugins/detector/mask_head.h"
#include "plugins/detector/mask_plane.h"
#include "plugins/detector/single_source.h"

using namespace assay;
using namespace assay::detector;

namespace {

constexpr int side = 128, dark = 60, bright = 150, contrast = 80;
constexpr Box scratch{40, 60, 80, 64}, atTheEdge{40, 0, 80, 4};

Image filled(int value) {
  Image image(side, side, 1);
  std::fill_n(image.data(), image.byteCount(), uint8_t(value));
  return image;
}

}  // namespace

class SingleSourceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aThinDefectKeepsItsContrastWhereItIsPasted_data() {
    QTest::addColumn<bool>("hasMasks");
    QTest::addColumn<bool>("isAtTheEdge");
    QTest::newRow("boxes") << false << false;
    QTest::newRow("masks") << true << false;
    QTest::newRow("boxes, at the edge") << false << true;
    QTest::newRow("masks, at the edge") << true << true;
  }
  void aThinDefectKeepsItsContrastWhereItIsPasted() {
    QFETCH(bool, hasMasks);
    QFETCH(bool, isAtTheEdge);
    const Box defect = isAtTheEdge ? atTheEdge : scratch;
    Image scratched = filled(dark), clean = filled(bright), mask(side, side, 1), nothing(side, side, 1);
    for (int y = int(defect.y1); y < int(defect.y2); ++y)
      for (int x = int(defect.x1); x < int(defect.x2); ++x) {
        scratched.row(y)[x] = dark + contrast;
        mask.row(y)[x] = defectPixel;
      }
    auto set = std::make_shared<TrainingSet>();
    set->pictures.resize(2);
    set->pictures[0].test = viewOf(scratched);
    set->pictures[0].truths = {{0, defect}};
    set->pictures[1].test = viewOf(clean);
    QTemporaryDir folder;
    if (hasMasks) {
      set->masks = PackedCache::open(folder.path().toStdString(), "masks", 2, [&](int64_t index) { return index == 0 ? mask : nothing; }, 1, {});
      set->pictures[0].mask = viewOf(mask);
      set->pictures[1].mask = viewOf(nothing);
    }
    DetectorOptions options;
    options.mode = Mode::Single;
    options.crop = side;
    options.synthetic = 1;
    options.photometric = 0;
    options.view = {.dihedral = false, .scale = 1, .stretch = 0};
    const SingleSource source(set, options, 1, {{.stride = 8}});
    Random random(3);
    int pasted = 0;
    for (int i = 0; i < 60; ++i) {
      const CropSingle crop = source.makeCrop(1, random);
      if (crop.picture.row(0)[0] != bright || crop.truths.empty()) continue;   // crops around the defect show the dark picture
      ++pasted;
      const Box& box = crop.truths[0].box;
      QCOMPARE(std::lround(box.height()), 4L);
      int rows = 0;
      for (int y = int(std::lround(box.y1)); y < int(std::lround(box.y2)); ++y) rows += std::abs(crop.picture.row(y)[int(centreOf(box).x)] - (bright + contrast)) <= 2;
      QCOMPARE(rows, 4);
      const int above = int(std::lround(box.y1)) - 6;
      if (above >= 0) QVERIFY(std::abs(crop.picture.row(above)[int(centreOf(box).x)] - bright) <= 2);
      if (hasMasks) QCOMPARE(crop.mask[std::size_t(int(centreOf(box).y) / maskStride * (side / maskStride) + int(centreOf(box).x) / maskStride)], 1.0f);
    }
    QVERIFY2(pasted > 5, qPrintable(QString::number(pasted)));
  }
};

QTEST_GUILESS_MAIN(SingleSourceTest)
#include "tst_single_source.moc"
