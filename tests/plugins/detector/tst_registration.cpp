// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>
#include <numbers>

#include <ATen/Parallel.h>

#include "core/base/random_seed.h"
#include "core/labels/shape.h"
#include "plugins/detector/registration.h"
#include "plugins/detector/shift_search.h"

using namespace assay;
using namespace assay::detector;

namespace {

/// Rectangles on a black ground, the same for every call, seen through a window at (x, y).
Image scene(int x, int y, int width, int height) {
  Image image(width, height, 1);
  Random random(5);
  for (int r = 0; r < 400; ++r) {
    const int left = int(random.below(500)) - 50, top = int(random.below(500)) - 50;
    const int w = int(random.between(4, 40)), h = int(random.between(4, 40));
    const uint8_t value = random.chance(0.5) ? 255 : 0;
    for (int py = std::max(top - y, 0); py < std::min(top + h - y, height); ++py)
      for (int px = std::max(left - x, 0); px < std::min(left + w - x, width); ++px) image.row(py)[px] = value;
  }
  return image;
}

int64_t differing(const Image& a, const Image& b, int margin) {
  int64_t count = 0;
  for (int y = margin; y < a.height() - margin; ++y)
    for (int x = margin; x < a.width() - margin; ++x) count += a.row(y)[x] != b.row(y)[x];
  return count;
}

}  // namespace

class RegistrationTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aKnownGlobalShiftIsFound_data() {
    QTest::addColumn<int>("dx");
    QTest::addColumn<int>("dy");
    QTest::newRow("none") << 0 << 0;
    QTest::newRow("right and up") << 4 << -3;
    QTest::newRow("the limit") << -5 << 5;
  }
  void aKnownGlobalShiftIsFound() {
    QFETCH(int, dx);
    QFETCH(int, dy);
    const Image reference = scene(60, 60, 320, 256), test = scene(60 + dx, 60 + dy, 320, 256);
    const Alignment alignment = findAlignment(test, reference, {.localRange = 0});
    QVERIFY(alignment.global == (Shift{dx, dy}));
    QCOMPARE(differing(test, applyAlignment(reference, alignment), 6), int64_t{0});
  }

  void aLargeShiftIsFoundWhenTheRangeAllowsIt() {
    const Image reference = scene(60, 60, 320, 256), test = scene(60 - 19, 60 + 23, 320, 256);
    QVERIFY(findAlignment(test, reference, {.globalRange = 32}).global == (Shift{-19, 23}));
  }

  void aBendIsFollowedPlaceByPlace() {
    const Image reference = scene(60, 60, 384, 256);
    Image test = reference;
    const Image right = scene(62, 59, 384, 256);   // the right half lies 2 px left and 1 px down
    for (int y = 0; y < 256; ++y) std::copy_n(right.row(y) + 192, 192, test.row(y) + 192);
    const Alignment alignment = findAlignment(test, reference, {.window = 81, .turns = false});
    QVERIFY(alignment.at(2, 8) == (Shift{0, 0}));
    QVERIFY(alignment.at(21, 8) == (Shift{2, -1}));
  }

  void aTurnIsFound_data() {
    QTest::addColumn<double>("degrees");
    QTest::addColumn<int>("shift");
    QTest::newRow("a degree") << 1.0 << 0;
    QTest::newRow("the other way, moved") << -1.0 << 6;
    QTest::newRow("a little") << 0.4 << -5;
  }
  void aTurnIsFound() {
    QFETCH(double, degrees);
    QFETCH(int, shift);
    const int size = 420;
    const Image reference = scene(20, 20, size, size);
    const double angle = degrees * std::numbers::pi / 180, c = std::cos(angle), s = std::sin(angle), middle = size / 2.0;
    const Affine wanted{c, -s, middle - c * middle + s * middle + shift, s, c, middle - s * middle - c * middle - shift};
    const Image test = turnedReference(reference, wanted);
    const Alignment alignment = findAlignment(test, reference, {});
    QVERIFY(alignment.turn.has_value());
    const auto mapped = [](const Affine& m, double x, double y) { return Point{m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]}; };
    for (const double x : {40.0, 380.0})
      for (const double y : {40.0, 380.0}) {
        const Point is = mapped(*alignment.turn, x, y), should = mapped(wanted, x, y);
        QVERIFY2(std::hypot(is.x - should.x, is.y - should.y) < 1.0, qPrintable(QString("%1 px off").arg(std::hypot(is.x - should.x, is.y - should.y))));
      }
    const int64_t before = differing(test, reference, 30), after = differing(test, applyAlignment(reference, alignment), 30);
    QVERIFY2(10 * after < before, qPrintable(QString("%1 of %2").arg(after).arg(before)));
  }

  void aStraightPairIsNotTurned() {
    QVERIFY(!findAlignment(scene(60, 60, 420, 420), scene(63, 58, 420, 420), {}).turn);
    Random random(2);   // nor one that has nothing in common
    Image noise(300, 300, 1), other(300, 300, 1);
    for (std::size_t i = 0; i < noise.byteCount(); ++i) noise.data()[i] = uint8_t(random.below(256)), other.data()[i] = uint8_t(random.below(256));
    QVERIFY(!findAlignment(noise, other, {}).turn);
  }

  void aDefectIsNotShiftedAway() {
    const Image reference = scene(60, 60, 256, 256);
    Image test = reference;
    for (int y = 120; y < 132; ++y)
      for (int x = 120; x < 132; ++x) test.row(y)[x] = uint8_t(255 - test.row(y)[x]);
    const Alignment alignment = findAlignment(test, reference, {});
    for (const Shift& shift : alignment.shifts) QVERIFY(shift == Shift{});
  }

  void imagesWithNothingOnThemStayWhereTheyAre() {
    const Image blank(70, 33, 1);
    for (const Shift& shift : findAlignment(blank, blank, {}).shifts) QVERIFY(shift == Shift{});
  }

  void onePixelIsAligned() {
    const Image pixel(1, 1, 1);
    QVERIFY(alignReference(pixel, pixel, {}) == pixel);
  }

  void everyNumberOfThreadsFindsTheSame() {
    const Image test = scene(40, 40, 300, 260), reference = scene(45, 38, 300, 260);
    const int threads = at::get_num_threads();
    std::vector<Alignment> found;
    std::vector<Image> applied;
    std::vector<std::vector<PlaceShift>> places;
    for (const int n : {1, 2, 5}) {
      at::set_num_threads(n);
      found.push_back(findAlignment(test, reference, {}));
      applied.push_back(applyAlignment(reference, found.back()));
      places.push_back(placeShifts(test, reference, {.start = {}, .range = 3, .window = 121, .costPerPixel = 0}));
    }
    at::set_num_threads(threads);
    for (std::size_t i = 1; i < found.size(); ++i) {
      QVERIFY(std::equal(found[0].shifts.begin(), found[0].shifts.end(), found[i].shifts.begin(), found[i].shifts.end(), [](Shift a, Shift b) { return a.x == b.x && a.y == b.y; }));
      QCOMPARE(differing(applied[0], applied[i], 0), int64_t{0});
      // To the last unit: a window that ended where a thread's rows end would mostly find the same shift, and gain something else.
      QVERIFY(std::equal(places[0].begin(), places[0].end(), places[i].begin(), places[i].end(), [](const PlaceShift& a, const PlaceShift& b) { return a.gain == b.gain; }));
    }
    QVERIFY(differing(applied[0], test, 8) < differing(reference, test, 8) / 10);
  }

  void differentSizesAreNamed() {
    try {
      findAlignment(Image(640, 640, 1), Image(600, 640, 1), {});
      QFAIL("accepted");
    } catch (const Error& error) {
      QVERIFY(QString(error.what()).contains("600x640"));
      QVERIFY(QString(error.what()).contains("640x640"));
    }
  }
};

QTEST_GUILESS_MAIN(RegistrationTest)
#include "tst_registration.moc"
