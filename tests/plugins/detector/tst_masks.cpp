// SPDX-License-Identifier: Apache-2.0
// Labelled masks to targets, maps to masks, and how well the two agree; by hand.
#include <QtTest>

#include <cmath>

#include "core/imaging/shape_raster.h"
#include "plugins/detector/mask_overlap.h"
#include "plugins/detector/mask_patch.h"
#include "plugins/detector/mask_plane.h"

using namespace assay;
using namespace assay::detector;

namespace {

Item itemOf(int width, int height, std::vector<Shape> shapes) {
  Item item;
  item.width = width;
  item.height = height;
  for (Shape& shape : shapes) item.annotations.push_back({AnnotationId{}, "crack", std::move(shape), Origin::Human});
  return item;
}

std::vector<int> valuesOf(const Image& image) { return {image.data(), image.data() + image.byteCount()}; }

}  // namespace

class MasksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aBoxIsUnclearAndAMaskWithinItIsNot() {
    const Image plane = maskPlane(itemOf(4, 2, {Mask{1, 0, 1, 2, {0, 2}}, Box{0, 0, 3, 2}}), 4, 2);
    QCOMPARE(valuesOf(plane), std::vector<int>({128, 255, 128, 0, 128, 255, 128, 0}));
  }

  void aPlaneIsAsLargeAsItsPicture() {
    const Image plane = maskPlane(itemOf(2, 1, {Mask{1, 0, 1, 1, {0, 1}}}), 4, 2);
    QCOMPARE(valuesOf(plane), std::vector<int>({0, 0, 255, 255, 0, 0, 255, 255}));
  }

  void aCellLooksAtThePixelUnderItsCentre() {
    // 4 x 4, a defect in the lower right quarter; the crop shows it from the other side.
    const Image plane = maskPlane(itemOf(4, 4, {Mask{2, 2, 2, 2, {0, 4}}, Box{0, 0, 2, 2}}), 4, 4);
    std::vector<float> target(4);
    writeMaskTarget(viewOf(plane), {1, 0, 0, 0, 1, 0}, 4, target.data());
    QCOMPARE(target, std::vector<float>({-1, 0, 0, 1}));
    writeMaskTarget(viewOf(plane), {-1, 0, 4, 0, 1, 0}, 4, target.data());
    QCOMPARE(target, std::vector<float>({0, -1, 1, 0}));
  }

  void aPatchHoldsTheCellsThatABoxTouches() {
    const std::vector<float> map{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};   // 4 x 3 cells: 8 x 6 px
    const auto patch = cutPatch(map.data(), 4, 3, {2.5, 1.5, 6.5, 5});
    QVERIFY(patch.has_value());
    QCOMPARE(patch->x, 2.0);
    QCOMPARE(patch->y, 0.0);
    QCOMPARE(patch->columns, 3);
    QCOMPARE(patch->logits, std::vector<float>({1, 2, 3, 5, 6, 7, 9, 10, 11}));
    QVERIFY(!cutPatch(map.data(), 4, 3, {20, 20, 30, 30}));
  }

  void aMaskEndsHalfwayBetweenCellsThatDisagree() {
    // Two cells, -1 and +1, whose centres lie at 1 and 3 px: 0 at 2 px. Pixels 2 and 3 are a defect.
    const MaskPatch patch{0, 0, 2, 1, {-1, 1}};
    QVERIFY(maskOf(patch, {0, 0, 4, 2}, 1) == (Mask{2, 0, 2, 2, {0, 4}}));
    // The picture is twice as large as what the network saw.
    QVERIFY(maskOf(patch, {0, 0, 4, 2}, 2) == (Mask{4, 0, 4, 4, {0, 16}}));
    QVERIFY(maskOf(patch, {0, 0, 3, 2}, 1) == (Mask{2, 0, 1, 2, {0, 2}}));   // no further than its box
    QVERIFY(!maskOf({0, 0, 1, 1, {-1}}, {0, 0, 2, 2}, 1));
    QVERIFY(maskOf({2, 0, 1, 1, {1}}, {0, 0, 6, 2}, 1) == (Mask{2, 0, 2, 2, {0, 4}}));   // what lies beyond the tile was not seen
  }

  void theOverlapIsOfAllImagesTogether() {
    const Item first = itemOf(10, 1, {Mask{0, 0, 4, 1, {0, 4}}}), second = itemOf(10, 1, {Box{0, 0, 5, 1}}), clean = itemOf(10, 1, {});
    const std::vector<const Item*> items{&first, &second, &clean};
    DetectionResult result;
    result.threshold = 0.5;
    result.images.resize(3);
    const auto found = [](int x, uint32_t width, double score) { return Detection{"crack", {}, score, Mask{x, 0, int(width), 1, {0, width}}}; };
    result.images[0].detections = {found(2, 4, 0.9), found(0, 2, 0.4)};   // two pixels right, two wrong; the other one is too unsure
    result.images[1].detections = {found(0, 5, 0.9)};                    // who knows
    result.images[2].detections = {found(0, 2, 0.5)};                    // two wrong ones
    const std::optional<double> overlap = maskOverlap(result, items);
    QVERIFY(overlap.has_value());
    QCOMPARE(*overlap, 2.0 / 8.0);
    const std::vector<const Item*> boxesOnly{&second};
    result.images = {result.images[1]};
    QVERIFY(!maskOverlap(result, boxesOnly));
  }
};

QTEST_GUILESS_MAIN(MasksTest)
#include "tst_masks.moc"
