// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <numbers>

#include "core/labels/shape.h"
#include "tests/support/expect_error.h"

using namespace assay;

class ShapeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void iouOfDisjointBoxesIsZero() { QCOMPARE(intersectionOverUnion({0, 0, 10, 10}, {10, 0, 20, 10}), 0.0); }

  void iouOfHalfOverlapIsOneThird() {
    // 10 x 10 each, 5 x 10 common: 50 / (100 + 100 - 50)
    QCOMPARE(intersectionOverUnion({0, 0, 10, 10}, {5, 0, 15, 10}), 1.0 / 3);
  }

  void boxesWithoutAreaOverlapNothing() { QCOMPARE(intersectionOverUnion({3, 3, 3, 9}, {0, 0, 10, 10}), 0.0); }

  void aRotatedBoxIsSurroundedByItsCorners() {
    // 4 x 2 turned by a quarter stands 2 wide and 4 high.
    const Box box = boundingBox(RotatedBox{{10, 10}, 4, 2, std::numbers::pi / 2});
    QVERIFY(std::abs(box.x1 - 9) < 1e-9 && std::abs(box.x2 - 11) < 1e-9);
    QVERIFY(std::abs(box.y1 - 8) < 1e-9 && std::abs(box.y2 - 12) < 1e-9);
  }

  void aPolygonIsSurroundedByItsExtremes() {
    QVERIFY(boundingBox(Polygon{{{3, 1}, {7, 5}, {-2, 4}}}) == (Box{-2, 1, 7, 5}));
  }

  void aMaskIsSurroundedByItsBox() { QVERIFY(boundingBox(Mask{5, 6, 3, 2, {6}}) == (Box{5, 6, 8, 8})); }

  void shapesFromOutsideAreChecked() {
    const auto fails = [](const char* text, const char* part) {
      return failsWith(Code::BadInput, part, [&] { shapeFromJson(parseJson(text, "t"), "t"); });
    };
    QVERIFY(fails(R"({"box":[1,2,3]})", "a box needs 4 numbers"));
    QVERIFY(fails(R"({"box":[1,2,3,"4"]})", "not a finite number"));
    QVERIFY(fails(R"({"box":[1,2,3,null]})", "not a finite number"));
    QVERIFY(fails(R"({"polygon":[1,2,3,4]})", "a polygon needs 6 numbers"));
    QVERIFY(fails(R"({"polygon":[1,2,3,4,5,6,7]})", "pairs"));
    QVERIFY(fails(R"({"circle":[1]})", "one of box, rotated, polygon, mask"));
    QVERIFY(fails(R"({"mask":{"x":0,"y":0,"width":2,"height":2,"runs":[5]}})", "do not add up"));
    QVERIFY(fails(R"({"mask":{"x":0,"y":0,"width":2000000,"height":2,"runs":[5]}})", "out of range"));
    QVERIFY(fails(R"([1])", "must be an object"));
  }
};

QTEST_APPLESS_MAIN(ShapeTest)
#include "tst_shape.moc"
