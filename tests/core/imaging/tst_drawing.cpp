// SPDX-License-Identifier: Apache-2.0
// Drawing, components, tiles and transforms: numbers worked by hand.
#include <QtTest>

#include <algorithm>

#include "core/imaging/canvas.h"
#include "core/imaging/components.h"
#include "core/imaging/tiles.h"
#include "core/imaging/transform.h"
#include "tests/support/test_files.h"

using namespace assay;

namespace {

int64_t countSet(const Image& image) {
  return std::count_if(image.data(), image.data() + image.byteCount(), [](uint8_t v) { return v != 0; });
}

}  // namespace

class DrawingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aRectangleCoversItsPixels() {
    Image image(10, 10, 1);
    fillRect(image, {2, 3, 5, 7}, 255);
    QCOMPARE(countSet(image), 12);
    QCOMPARE(int(image.row(3)[2]), 255);
    QCOMPARE(int(image.row(7)[5]), 0);
  }

  void aPolygonSetsPixelsWhoseCentreIsInside() {
    Image image(8, 8, 1);
    fillPolygon(image, {{0, 0}, {4, 0}, {4, 4}, {0, 4}}, 255);
    QCOMPARE(countSet(image), 16);
    Image triangle(8, 8, 1);
    fillPolygon(triangle, {{0, 0}, {4, 0}, {0, 4}}, 255);
    // Rows at .5, 1.5, 2.5, 3.5 hold centres below 3.5, 2.5, 1.5, .5 : 3 + 2 + 1 + 0 and, on the edge itself, none.
    QCOMPARE(countSet(triangle), 6);
  }

  void shapesMayHangOverTheEdge() {
    Image image(6, 6, 1);
    fillDisc(image, {0, 0}, 2, 255);
    thickLine(image, {-50, 3}, {50, 3}, 2, 255);
    fillPolygon(image, {{-9, -9}, {-1, -9}, {-1, -1}}, 255);
    QVERIFY(countSet(image) >= 12);
    QCOMPARE(int(image.row(2)[5]), 255);
    QCOMPARE(int(image.row(5)[5]), 0);
  }

  void aLineIsAsWideAsItSays() {
    Image image(40, 40, 1);
    thickLine(image, {10, 20}, {30, 20}, 6, 255);
    for (int y = 0; y < 40; ++y) QCOMPARE(int(image.row(y)[20]), y >= 17 && y < 23 ? 255 : 0);
  }

  void diagonalNeighboursJoinOnlyWithEight() {
    Image image(4, 4, 1);
    image.row(0)[0] = image.row(1)[1] = image.row(3)[3] = 1;
    QCOMPARE(connectedComponents(image, Connectivity::Eight).components.size(), std::size_t(2));
    const Labelling four = connectedComponents(image, Connectivity::Four);
    QCOMPARE(four.components.size(), std::size_t(3));
    QCOMPARE(four.components[2].x, 3);
    QCOMPARE(four.components[2].area, int64_t(1));
    QCOMPARE(four.labels[5], 2);
  }

  void aRegionsBoxHoldsAllOfIt() {
    Image image(9, 9, 1);
    thickLine(image, {2.5, 6.5}, {6.5, 2.5}, 1.5, 255);
    const Labelling found = connectedComponents(image, Connectivity::Eight);
    QCOMPARE(found.components.size(), std::size_t(1));
    QCOMPARE(found.components[0].x, 2);
    QCOMPARE(found.components[0].y, 2);
    QCOMPARE(found.components[0].width, 5);
    QCOMPARE(found.components[0].height, 5);
  }

  void tilesCoverEveryPixelAndOverlap() {
    for (const int width : {1, 7, 100, 128, 129, 300, 1001})
      for (const int overlap : {0, 5, 31}) {
        const std::vector<TileRect> tiles = tileGrid(width, 64, 128, overlap);
        int covered = 0, before = overlap;
        for (const TileRect& t : tiles) {
          QVERIFY(t.x >= 0 && t.x + t.width <= width && t.y == 0 && t.height == 64);
          QVERIFY2(before - t.x >= overlap || t.x == 0, "a neighbour overlaps too little");
          before = t.x + t.width;
          covered = std::max(covered, before);
        }
        QCOMPARE(covered, width);
      }
    QCOMPARE(tileGrid(200, 200, 100, 0).size(), std::size_t(4));
    QCOMPARE(errorOf([] { tileGrid(10, 10, 5, 5); }).code(), Code::BadOption);
  }

  void tilesStartWhereANetworkHasItsCells() {
    for (const int width : {129, 300, 1001, 5000})
      for (const int overlap : {0, 5, 31, 64}) {
        const std::vector<TileRect> tiles = tileGrid(width, width, 128, overlap, 32);
        for (std::size_t i = 0; i < tiles.size(); ++i) {
          const TileRect& t = tiles[i];
          QVERIFY(i == 0 || t.x > tiles[i - 1].x || t.y > tiles[i - 1].y);
          QVERIFY(t.x % 32 == 0 && t.y % 32 == 0 && t.x + t.width <= width && t.width >= 128 && t.width < 128 + 32);
          if (i + 1 < tiles.size() && tiles[i + 1].y == t.y) QVERIFY(t.x + t.width - tiles[i + 1].x >= overlap);
          else QCOMPARE(t.x + t.width, width);
        }
        QCOMPARE(tiles.back().y + tiles.back().height, width);
      }
    QCOMPARE(errorOf([] { tileGrid(100, 100, 64, 40, 32); }).code(), Code::BadOption);
  }

  void areaShrinkingAverages() {
    Image image(2, 2, 1);
    image.row(0)[0] = 10; image.row(0)[1] = 20; image.row(1)[0] = 30; image.row(1)[1] = 40;
    QCOMPARE(int(resize(image, 1, 1, Sampling::Area).row(0)[0]), 25);
  }

  void cropFillsWhatLiesOutside() {
    Image image(2, 2, 1);
    image.row(0)[0] = 9;
    const Image out = crop(image, -1, -1, 3, 2, 7);
    QCOMPARE(int(out.row(0)[0]), 7);
    QCOMPARE(int(out.row(1)[0]), 7);
    QCOMPARE(int(out.row(1)[1]), 9);
    QCOMPARE(int(crop(image, 50, 50, 1, 1, 3).row(0)[0]), 3);
  }

  void warpTakesTheInputPositionOfEachOutputPixel() {
    const Image image = noiseImage(5, 4, 1, 4);
    const Image shifted = warpAffine(image, {1, 0, 1, 0, 1, 2}, 5, 4, Sampling::Nearest, 99);
    QCOMPARE(shifted.row(0)[0], image.row(2)[1]);
    QCOMPARE(int(shifted.row(3)[0]), 99);
  }

  void dilationGrowsBySquare() {
    Image image(7, 7, 1);
    image.row(3)[3] = 255;
    const Image grown = dilate(image, 2);
    QCOMPARE(countSet(grown), 25);
    QCOMPARE(erode(grown, 2) == image, true);
  }
};

QTEST_GUILESS_MAIN(DrawingTest)
#include "tst_drawing.moc"
