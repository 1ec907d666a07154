// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>

#include "core/base/random_seed.h"
#include "core/imaging/canvas.h"
#include "core/imaging/shape_raster.h"

using namespace assay;

namespace {

/// '#' is a set pixel.
Image picture(const std::vector<std::string>& rows) {
  Image image(int(rows.front().size()), int(rows.size()), 1);
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) image.row(y)[x] = rows[std::size_t(y)][std::size_t(x)] == '#' ? 255 : 0;
  return image;
}

Image randomPicture(Random& random) {
  Image image(int(1 + random.below(20)), int(1 + random.below(20)), 1);
  const double share = random.uniform();
  for (std::size_t i = 0; i < image.byteCount(); ++i) image.data()[i] = random.chance(share) ? 255 : 0;
  return image;
}

}  // namespace

class ShapeRasterTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void runsStartWithBackgroundAndHugTheForeground() {
    const std::optional<Mask> mask = maskOf(picture({"......", "..#...", ".###..", "..#..."}));
    QVERIFY(mask == (Mask{1, 1, 3, 3, {1, 1, 1, 3, 1, 1, 1}}));
    QCOMPARE(areaOf(*mask), int64_t(5));
    QVERIFY(boundingBox(*mask) == (Box{1, 1, 4, 4}));
  }

  void aPartOfAPictureKnowsItsPlace() { QVERIFY(maskOf(picture({".#", "##"}), 10, 20) == (Mask{10, 20, 2, 2, {1, 3}})); }

  void aShrunkMaskHasEachSquareOfWhichItHasAPixel() {
    Random random(9);
    for (int round = 0; round < 200; ++round) {
      const Image whole = randomPicture(random);
      const int shrink = int(1 + random.below(4));
      Image expected((whole.width() + shrink - 1) / shrink, (whole.height() + shrink - 1) / shrink, 1), found(expected.width(), expected.height(), 1);
      for (int y = 0; y < whole.height(); ++y)
        for (int x = 0; x < whole.width(); ++x)
          if (whole.row(y)[x] != 0) expected.row(y / shrink)[x / shrink] = 255;
      if (const std::optional<Mask> mask = maskOf(whole)) fillShrunkShape(found, *mask, 255, shrink);
      QVERIFY(found == expected);
    }
  }

  void aShrunkTriangleHalvesItsCorners() {
    Image found(4, 4, 1), expected(4, 4, 1);
    fillShrunkShape(found, Polygon{{{0, 0}, {8, 8}, {0, 8}}}, 255, 2);
    fillShape(expected, Polygon{{{0, 0}, {4, 4}, {0, 4}}}, 255);
    QVERIFY(found == expected);
  }

  void nothingSetIsNoMask() { QVERIFY(!maskOf(picture({"...", "..."}))); }

  void pixelsToRunsToPixels() {
    Random random(7);
    for (int round = 0; round < 200; ++round) {
      const Image before = randomPicture(random);
      const std::optional<Mask> mask = maskOf(before);
      Image after(before.width(), before.height(), 1);
      if (mask) fillShape(after, *mask, 255);
      QVERIFY(before == after);
    }
  }

  void whatReachesOutOfThePictureIsCut() {
    Random random(8);
    for (int round = 0; round < 200; ++round) {
      std::optional<Mask> mask = maskOf(randomPicture(random));
      if (!mask) continue;
      mask->x += int(random.below(30)) - 15;
      mask->y += int(random.below(30)) - 15;
      Image expected(8, 9, 1), found(8, 9, 1);
      fillShape(expected, *mask, 255);
      const std::optional<Mask> seen = clipped(*mask, 8, 9);
      if (seen) fillShape(found, *seen, 255);
      QVERIFY(expected == found);
      QCOMPARE(seen.has_value(), maskOf(expected).has_value());
    }
  }

  void aRegionLeavesItsNeighboursOut() {
    const Labelling regions = connectedComponents(picture({"##..", "#..#", "...#"}), Connectivity::Eight);
    QCOMPARE(regions.components.size(), std::size_t(2));
    QVERIFY(maskOfComponent(regions, 0, 4) == (Mask{0, 0, 2, 2, {0, 3, 1}}));
    QVERIFY(maskOfComponent(regions, 1, 4) == (Mask{3, 1, 1, 2, {0, 2}}));
  }

  void boxesAndPolygonsCoverThePixelsWhoseCentresTheyHold() {
    Image image(4, 3, 1);
    fillShape(image, Box{1, 0, 3, 2}, 255);
    QVERIFY(image == picture({".##.", ".##.", "...."}));
    Image triangle(4, 4, 1);
    fillShape(triangle, Polygon{{{0, 0}, {4, 4}, {0, 4}}}, 255);
    QVERIFY(triangle.row(3)[0] == 255 && triangle.row(3)[2] == 255 && triangle.row(0)[3] == 0);
  }

  void aTurnedBoxRunsAnticlockwise() {
    Image image(21, 21, 1);
    fillShape(image, RotatedBox{{10.5, 10.5}, 16, 2, std::acos(-1.0) / 4}, 255);   // 45 degrees: from lower left to upper right
    QVERIFY(image.row(6)[14] == 255 && image.row(14)[6] == 255);
    QVERIFY(image.row(6)[6] == 0 && image.row(14)[14] == 0);
  }
};

QTEST_GUILESS_MAIN(ShapeRasterTest)
#include "tst_shape_raster.moc"
