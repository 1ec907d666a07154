// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QVector2D>
#include <QtTest>

#include "core/base/error.h"
#include "widgets/graph/embedding_map.h"
#include "widgets/graph/graph_view.h"
#include "widgets/theme/theme.h"

using namespace assay;

class GraphViewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { Theme::instance().apply(Theme::Mode::Light); }

  void init() {
    view_ = std::make_unique<GraphView>();
    view_->resize(600, 400);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    view_->change([](GraphDrawing& drawing) {
      for (int32_t entity = 0; entity < 4; ++entity) drawing.add({entity, QString("node %1").arg(entity), int(entity), entity + 1});
      drawing.addFact({0, 0, 1}, "part of");
      drawing.addFact({0, 0, 2}, "part of");
      drawing.addPrediction({0, 1, 3}, "causes", 1.25);
    });
    view_->settle();
  }

  void everythingIsOnThePageWhenItHasSettled() {
    QVERIFY(view_->isIdle());
    for (int node = 0; node < 4; ++node) QVERIFY(QRectF(view_->rect()).contains(pixelOf(node).toPointF()));
  }

  void aClickChoosesAndADoubleClickExpands() {
    QSignalSpy chosen(view_.get(), &GraphView::nodeChosen), expanded(view_.get(), &GraphView::expandRequested);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, at(2));
    QCOMPARE(view_->chosen(), std::optional(2));
    QCOMPARE(chosen.size(), 1);
    QTest::mouseDClick(view_.get(), Qt::LeftButton, {}, at(1));
    QCOMPARE(expanded.size(), 1);
    QCOMPARE(expanded[0][0].toInt(), 1);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {3, 3});   // beside everything
    QCOMPARE(view_->chosen(), std::optional<int>());
  }

  void draggingANodeMovesItAndDraggingThePageMovesAll() {
    const QPoint from = at(1), to = from + QPoint(40, 30);
    drag(from, to);
    QVERIFY(QLineF(pixelOf(1).toPointF(), to).length() < 30);   // it springs back a little
    view_->settle();
    const QPoint before = at(2);
    drag({5, 5}, {25, 15});
    QCOMPARE(at(2) - before, QPoint(20, 10));
  }

  void theWheelKeepsThePlaceUnderTheCursor() {
    const QPointF pixel(150, 120), place = view_->toPlace(pixel);
    QWheelEvent event(pixel, view_->mapToGlobal(pixel), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view_.get(), &event);
    QVERIFY(QLineF(view_->toPlace(pixel), place).length() < 1e-6);
    QVERIFY(QLineF(view_->toPlace(pixel + QPointF(10, 0)), place).length() < 10);   // nearer now
  }

  void arrowsWalkFromNodeToNode() {
    view_->choose(0);
    const QPointF centre = pixelOf(0).toPointF();
    for (const auto& [key, direction] : {std::pair(Qt::Key_Left, QPointF(-1, 0)), {Qt::Key_Right, QPointF(1, 0)}, {Qt::Key_Up, QPointF(0, -1)}, {Qt::Key_Down, QPointF(0, 1)}}) {
      view_->choose(0);
      QTest::keyClick(view_.get(), key);
      if (view_->chosen() == 0) continue;   // nobody lies that way
      QVERIFY(QPointF::dotProduct(pixelOf(*view_->chosen()).toPointF() - centre, direction) > 0);
    }
    QSignalSpy expanded(view_.get(), &GraphView::expandRequested);
    QTest::keyClick(view_.get(), Qt::Key_Return);
    QCOMPARE(expanded.size(), 1);
  }

  void predictedLinksAreDrawnInTheAccentColourAndWithGaps() {
    const QImage image = view_->grab().toImage();
    const QPointF from = pixelOf(0).toPointF(), to = pixelOf(3).toPointF();
    const QColor accent = Theme::instance().tokens().accent;
    int inked = 0, blank = 0;
    for (int i = 15; i < 85; ++i) {
      const QColor colour = image.pixelColor((from + (to - from) * i / 100.0).toPoint());
      if (std::abs(colour.red() - accent.red()) < 60 && std::abs(colour.blue() - accent.blue()) < 60) ++inked;
      else if (colour.lightness() > 230) ++blank;
    }
    QVERIFY2(inked > 5 && blank > 5, qPrintable(QString("%1 %2").arg(inked).arg(blank)));
  }

  void theMapChoosesTheNearestEntity() {
    EmbeddingMap map;
    map.resize(500, 400);
    map.show();
    QVERIFY(QTest::qWaitForWindowExposed(&map));
    map.setMap(entityMap(parseJson(R"({"points":[{"entity":"a","name":"A","type":"x","x":-1,"y":0},{"entity":"b","name":"B","x":1,"y":0.5}],"variance":[0.6,0.3]})", "test")));
    map.refresh();
    QCOMPARE(map.seriesCount(), 2);   // with and without a type
    QSignalSpy chosen(&map, &EmbeddingMap::entityChosen);
    QTest::mouseClick(map.viewport(), Qt::LeftButton, {}, (map.toPixel({1, 0.5}) + QPointF(3, 2)).toPoint());
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toString(), QString("b"));
    QTest::mouseClick(map.viewport(), Qt::LeftButton, {}, map.toPixel({0, 0.25}).toPoint());   // between the two
    QCOMPARE(chosen.size(), 1);
    QVERIFY_EXCEPTION_THROWN(entityMap(parseJson(R"({"points":[{"entity":"a"}],"variance":[1,0]})", "test")), Error);
    QVERIFY_EXCEPTION_THROWN(rankedEntities(parseJson(R"({"answers":[{"entity":1,"name":"A","score":0}]})", "test")), Error);
  }

 private:
  QVector2D pixelOf(int node) const { return QVector2D(view_->toPixel(view_->drawing().layout().position(node))); }
  QPoint at(int node) const { return pixelOf(node).toPointF().toPoint(); }
  void drag(QPoint from, QPoint to) {
    QTest::mousePress(view_.get(), Qt::LeftButton, {}, from);
    for (int i = 1; i <= 4; ++i) {
      const QPointF now = QPointF(from) + QPointF(to - from) * i / 4;
      QMouseEvent move(QEvent::MouseMove, now, view_->mapToGlobal(now), Qt::NoButton, Qt::LeftButton, {});
      QCoreApplication::sendEvent(view_.get(), &move);
    }
    QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, to);
  }

  std::unique_ptr<GraphView> view_;
};

QTEST_MAIN(GraphViewTest)
#include "tst_graph_view.moc"
