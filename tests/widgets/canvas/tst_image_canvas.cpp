// SPDX-License-Identifier: GPL-3.0-or-later
// Real mouse and key events on a canvas of known size: 800 x 600, an image of 400 x 300 at 100 %.
#include <QSignalSpy>
#include <QtTest>
#include <QWheelEvent>

#include "widgets/canvas/image_canvas.h"
#include "widgets/canvas/shape_area.h"

using namespace assay;

namespace {

QImage greyPicture(int width, int height) {
  QImage image(width, height, QImage::Format_RGB32);
  image.fill(Qt::gray);
  return image;
}

CanvasShape shape(qint64 id, const QRectF& box) { return {id, box, Qt::red, "short"}; }

}  // namespace

class ImageCanvasTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    canvas_ = std::make_unique<ImageCanvas>();
    canvas_->resize(800, 600);
    canvas_->setImage(greyPicture(400, 300));
    canvas_->show();
    QVERIFY(QTest::qWaitForWindowExposed(canvas_.get()));
    canvas_->setFocus();
    canvas_->zoomToPixels();
  }

  void aBoxDrawnUnderZoomHasThePixelsUnderTheHand() {
    canvas_->setTool(ImageCanvas::Tool::Box);
    zoomAt({400, 300}, 4);
    drag(QRectF(100, 80, 60, 40));
    QCOMPARE(drawn_(), QRectF(100, 80, 60, 40));
  }

  void aBoxDrawnAfterPanningHasThePixelsUnderTheHand() {
    canvas_->setTool(ImageCanvas::Tool::Box);
    pan({37, -21});
    drag(QRectF(10, 20, 200, 100));
    QCOMPARE(drawn_(), QRectF(10, 20, 200, 100));
  }

  void aBoxDrawnBeyondTheEdgeEndsAtIt() {
    canvas_->setTool(ImageCanvas::Tool::Box);
    QSignalSpy drawn(canvas_.get(), &ImageCanvas::boxDrawn);
    dragFromTo(canvas_->toWidget({380, 290}), canvas_->toWidget({450, 350}));
    QCOMPARE(drawn.count(), 1);
    QCOMPARE(drawn[0][0].toRectF(), QRectF(380, 290, 20, 10));
  }

  void aMaskIsTintedWhereItLiesAndDeletedButNotDragged() {
    CanvasShape mask = shape(7, {100, 80, 40, 20});
    mask.isResizable = false;
    mask.area = shapeArea(Mask{100, 80, 40, 20, {0, 400, 400}}, Qt::red);   // the upper half
    canvas_->setShapes({mask});
    const QImage shown = canvas_->grab().toImage();
    const auto at = [&](const QPointF& image) { return shown.pixelColor((canvas_->toWidget(image) * shown.devicePixelRatio()).toPoint()); };
    QVERIFY(at({120, 85}).red() > 160 && at({120, 85}).green() < 100);
    QCOMPARE(at({120, 95}), QColor(Qt::gray));
    QSignalSpy changed(canvas_.get(), &ImageCanvas::boxChanged), deleted(canvas_.get(), &ImageCanvas::boxDeleted);
    dragFromTo(canvas_->toWidget({120, 90}), canvas_->toWidget({160, 120}));
    QTest::keyClick(canvas_.get(), Qt::Key_Right);
    QCOMPARE(changed.count(), 0);
    QTest::keyClick(canvas_.get(), Qt::Key_Delete);
    QCOMPARE(deleted.count(), 1);
  }

  void aLargeMaskHasASmallCover() {
    const ShapeArea area = shapeArea(Mask{100, 200, 8001, 4000, {0, 8001 * 2000, 8001 * 2000}}, Qt::red);   // the upper half
    QVERIFY(area.cover.width() > 1000 && area.cover.width() * area.cover.height() <= 4'300'000);
    QCOMPARE(area.place.topLeft(), QPointF(100, 200));
    QVERIFY(area.place.contains(QRectF(100, 200, 8001, 4000)));
    const double scale = area.place.width() / area.cover.width();
    QVERIFY(area.place.width() < 8001 + scale && area.place.height() < 4000 + scale);
    QCOMPARE(area.cover.pixelColor(500, int(1990 / scale)), QColor(Qt::red));
    QCOMPARE(area.cover.pixelColor(500, int(2010 / scale)).alpha(), 0);
  }

  void aClickIsNoBox() {
    canvas_->setTool(ImageCanvas::Tool::Box);
    QSignalSpy drawn(canvas_.get(), &ImageCanvas::boxDrawn);
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, canvas_->toWidget({50, 50}).toPoint());
    QCOMPARE(drawn.count(), 0);
  }

  void escapeWhileDrawingDrawsNothing() {
    canvas_->setTool(ImageCanvas::Tool::Box);
    QSignalSpy drawn(canvas_.get(), &ImageCanvas::boxDrawn);
    press(canvas_->toWidget({50, 50}));
    move(canvas_->toWidget({90, 90}));
    QTest::keyClick(canvas_.get(), Qt::Key_Escape);
    release(canvas_->toWidget({90, 90}));
    QCOMPARE(drawn.count(), 0);
  }

  void theWheelZoomsAroundTheCursor() {
    const QPointF at = canvas_->toWidget({120, 75});
    const QPointF before = canvas_->toImage(at);
    wheel(at, 120);
    QVERIFY(std::abs(canvas_->zoom() - 1.25) < 1e-9);
    QVERIFY((canvas_->toImage(at) - before).manhattanLength() < 1e-6);
  }

  void draggingTheBodyMovesAndAnEdgeResizes() {
    canvas_->setShapes({shape(7, {100, 100, 80, 60})});
    QSignalSpy changed(canvas_.get(), &ImageCanvas::boxChanged);
    dragFromTo(canvas_->toWidget({140, 130}), canvas_->toWidget({150, 125}));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0][0].toLongLong(), 7);
    QCOMPARE(changed[0][1].toRectF(), QRectF(110, 95, 80, 60));
    dragFromTo(canvas_->toWidget({180, 130}), canvas_->toWidget({200, 130}));   // the right edge of the unchanged owner's box
    QCOMPARE(changed[1][1].toRectF(), QRectF(100, 100, 100, 60));
  }

  void aMovedBoxStopsAtTheEdgeAndKeepsItsSize() {
    canvas_->setShapes({shape(7, {10, 10, 80, 60})});
    QSignalSpy changed(canvas_.get(), &ImageCanvas::boxChanged);
    dragFromTo(canvas_->toWidget({50, 40}), canvas_->toWidget({20, 0}));
    QCOMPARE(changed[0][1].toRectF(), QRectF(0, 0, 80, 60));
  }

  void arrowsNudgeByOneAndShiftByTen() {
    canvas_->setShapes({shape(7, {100, 100, 80, 60})});
    canvas_->selectShape(7);
    QSignalSpy changed(canvas_.get(), &ImageCanvas::boxChanged);
    QTest::keyClick(canvas_.get(), Qt::Key_Right);
    QCOMPARE(changed[0][1].toRectF(), QRectF(101, 100, 80, 60));
    QTest::keyClick(canvas_.get(), Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(changed[1][1].toRectF(), QRectF(100, 90, 80, 60));
    QTest::keyClick(canvas_.get(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(changed[2][1].toRectF(), QRectF(100, 100, 80, 61));
  }

  void aHeldArrowIsOneChange() {
    canvas_->setShapes({shape(7, {100, 100, 80, 60})});
    canvas_->selectShape(7);
    QSignalSpy changed(canvas_.get(), &ImageCanvas::boxChanged);
    for (int i = 0; i < 5; ++i) QTest::keyPress(canvas_.get(), Qt::Key_Left);
    QCOMPARE(changed.count(), 0);
    QTest::keyRelease(canvas_.get(), Qt::Key_Left);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0][1].toRectF(), QRectF(95, 100, 80, 60));
  }

  void tabGoesThroughTheBoxesInReadingOrder() {
    canvas_->setShapes({shape(1, {10, 200, 20, 20}), shape(2, {10, 10, 20, 20}), shape(3, {100, 10, 20, 20})});
    QList<qint64> order;
    for (int i = 0; i < 4; ++i) {
      QTest::keyClick(canvas_.get(), Qt::Key_Tab);
      order << canvas_->selectedShape();
    }
    QCOMPARE(order, (QList<qint64>{2, 3, 1, 2}));
    QTest::keyClick(canvas_.get(), Qt::Key_Escape);
    QCOMPARE(canvas_->selectedShape(), 0);
  }

  void deleteAsksForTheSelectedBoxToGo() {
    canvas_->setShapes({shape(7, {100, 100, 80, 60})});
    canvas_->selectShape(7);
    QSignalSpy deleted(canvas_.get(), &ImageCanvas::boxDeleted);
    QTest::keyClick(canvas_.get(), Qt::Key_Delete);
    QCOMPARE(deleted.count(), 1);
    QCOMPARE(canvas_->shapes().size(), std::size_t(1));   // it owns nothing: the owner decides
  }

  void readOnlyTheBoxesCanBeSelectedAndNothingElse() {
    canvas_->setShapes({shape(7, {100, 100, 80, 60})});
    canvas_->setReadOnly(true);
    canvas_->setTool(ImageCanvas::Tool::Box);
    QSignalSpy drawn(canvas_.get(), &ImageCanvas::boxDrawn), changed(canvas_.get(), &ImageCanvas::boxChanged);
    dragFromTo(canvas_->toWidget({140, 130}), canvas_->toWidget({160, 150}));
    dragFromTo(canvas_->toWidget({10, 10}), canvas_->toWidget({60, 60}));
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, canvas_->toWidget({140, 130}).toPoint());
    QTest::keyClick(canvas_.get(), Qt::Key_Right);
    QTest::keyClick(canvas_.get(), Qt::Key_Delete);
    QCOMPARE(canvas_->selectedShape(), 7);
    QCOMPARE(drawn.count() + changed.count(), 0);
  }

  void theSmallestOfBoxesOneInAnotherIsTaken() {
    canvas_->setShapes({shape(1, {50, 50, 200, 200}), shape(2, {100, 100, 20, 20})});
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, canvas_->toWidget({110, 110}).toPoint());
    QCOMPARE(canvas_->selectedShape(), 2);
    QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, canvas_->toWidget({200, 200}).toPoint());
    QCOMPARE(canvas_->selectedShape(), 1);
  }

  void sideBySideBothPanesShowTheSamePlace() {
    canvas_->setReference(CanvasImage::withLevels(greyPicture(400, 300)));
    canvas_->setCompare(ImageCanvas::Compare::SideBySide);
    const QPointF right = canvas_->toWidget({200, 150});
    const QPointF left = right - QPointF(400, 0);   // the other half of 800 pixels
    QVERIFY((canvas_->toImage(left) - QPointF(200, 150)).manhattanLength() < 1e-6);
  }

  void aPictureOfTheSameSizeKeepsTheZoomAPersonChose() {
    zoomAt({400, 300}, 2);
    const double zoom = canvas_->zoom();
    canvas_->setImage(greyPicture(400, 300));
    QCOMPARE(canvas_->zoom(), zoom);
    canvas_->setImage(greyPicture(200, 300));
    QVERIFY(canvas_->isFitted());
  }

  void pixelsAreDrawnAsSquaresWhenEnlarged() {
    QImage picture(2, 1, QImage::Format_RGB32);
    picture.setPixelColor(0, 0, Qt::black);
    picture.setPixelColor(1, 0, Qt::white);
    canvas_->setImage(picture);   // fitted: 8 times
    QCOMPARE(canvas_->zoom(), 8.0);
    const QImage shown = canvas_->grab().toImage();
    const QPoint edge = canvas_->toWidget({1, 0.5}).toPoint();
    QCOMPARE(shown.pixelColor(edge - QPoint(2, 0)), QColor(Qt::black));
    QCOMPARE(shown.pixelColor(edge + QPoint(2, 0)), QColor(Qt::white));
  }

  void sixteenBitsAreStretchedToWhatIsThere() {
    Image image(100, 10, 1, 16);   // values 1000 to 1099 of 65535
    for (int y = 0; y < 10; ++y)
      for (int x = 0; x < 100; ++x) image.row16(y)[x] = uint16_t(1000 + x);
    const QImage shown = displayImage(image);
    QCOMPARE(qGray(shown.pixel(0, 0)), 0);
    QCOMPARE(qGray(shown.pixel(99, 0)), 255);
    QVERIFY(std::abs(qGray(shown.pixel(50, 0)) - 128) <= 2);
  }

  void levelsHalveDownToASmallOne() {
    const CanvasImage image = CanvasImage::withLevels(greyPicture(4000, 3000));
    QCOMPARE(image.levelCount(), 5);   // 4000, 2000, 1000, 500, 250
    QCOMPARE(image.levelFor(0.25).width(), 1000);
    QCOMPARE(image.levelFor(0.2).width(), 1000);
    QCOMPARE(image.levelFor(3).width(), 4000);
  }

 private:
  QRectF drawn_() { return lastDrawn_; }

  void press(const QPointF& at) { QTest::mousePress(canvas_.get(), Qt::LeftButton, {}, at.toPoint()); }
  void move(const QPointF& at) { QTest::mouseMove(canvas_.get(), at.toPoint()); }
  void release(const QPointF& at) { QTest::mouseRelease(canvas_.get(), Qt::LeftButton, {}, at.toPoint()); }
  void dragFromTo(const QPointF& from, const QPointF& to) {
    press(from);
    move((from + to) / 2);
    move(to);
    release(to);
  }
  /// Draws the box from its upper left to its lower right corner.
  void drag(const QRectF& box) {
    QSignalSpy drawn(canvas_.get(), &ImageCanvas::boxDrawn);
    dragFromTo(canvas_->toWidget(box.topLeft()), canvas_->toWidget(box.bottomRight()));
    QCOMPARE(drawn.count(), 1);
    lastDrawn_ = drawn[0][0].toRectF();
  }
  void pan(const QPoint& by) {
    const QPoint from(400, 300);
    QTest::mousePress(canvas_.get(), Qt::MiddleButton, {}, from);
    QTest::mouseMove(canvas_.get(), from + by);
    QTest::mouseRelease(canvas_.get(), Qt::MiddleButton, {}, from + by);
  }
  void wheel(const QPointF& at, int turned) {
    QWheelEvent event(at, canvas_->mapToGlobal(at), {}, QPoint(0, turned), Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QApplication::sendEvent(canvas_.get(), &event);
  }
  void zoomAt(const QPointF& at, int notches) {
    for (int i = 0; i < notches; ++i) wheel(at, 120);
  }

  std::unique_ptr<ImageCanvas> canvas_;
  QRectF lastDrawn_;
};

QTEST_MAIN(ImageCanvasTest)
#include "tst_image_canvas.moc"
