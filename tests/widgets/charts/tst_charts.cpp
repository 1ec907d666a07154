// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <random>

#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include "widgets/charts/artifact_view.h"
#include "widgets/charts/chart_group.h"
#include "widgets/charts/chart_legend.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/charts/confusion_view.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/precision_recall_chart.h"
#include "widgets/charts/run_curves.h"
#include "widgets/charts/series_math.h"
#include "widgets/charts/time_bar.h"
#include "widgets/theme/theme.h"

using namespace assay;

namespace {

template <class T>
void show(T& widget, QSize size = {600, 400}) {
  widget.resize(size);
  widget.show();
  QVERIFY(QTest::qWaitForWindowExposed(&widget));
}

void wheel(QWidget* target, const QPointF& at, int notches) {
  QWheelEvent event(at, target->mapToGlobal(at), {}, {0, notches * 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(target, &event);
}

Event made(const char* kind, double time, Json body) { return {0, time, kind, std::move(body)}; }

// Three truths; the curve of scores .9 right, .6 wrong, .3 right.
std::vector<CurvePoint> handCurve() {
  return {{.9, 1, 1. / 3, 1, 2, 0}, {.6, .5, 1. / 3, 1, 2, 1}, {.3, 2. / 3, 2. / 3, 2, 1, 1}};
}

}  // namespace

class TestCharts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { Theme::instance().apply(Theme::Mode::Light); }

  void decimationKeepsExtremesAndEnds() {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
      QList<QPointF> points;
      const int count = std::uniform_int_distribution(1, 4000)(random);
      for (int i = 0; i < count; ++i) points.append({double(i), std::normal_distribution(0.0, 1.0)(random)});
      const int buckets = std::uniform_int_distribution(1, 300)(random);
      const QList<QPointF> out = decimate(points, 0, count - 1, buckets);
      const auto lower = [](const QPointF& a, const QPointF& b) { return a.y() < b.y(); };
      QCOMPARE(std::max_element(out.begin(), out.end(), lower)->y(), std::max_element(points.begin(), points.end(), lower)->y());
      QCOMPARE(std::min_element(out.begin(), out.end(), lower)->y(), std::min_element(points.begin(), points.end(), lower)->y());
      QCOMPARE(out.first(), points.first());
      QCOMPARE(out.last(), points.last());
      QVERIFY(out.size() <= 4 * buckets + 8);
      QVERIFY(std::is_sorted(out.begin(), out.end(), [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); }));
    }
  }

  void theEnvelopeOfALineHangsTogether() {
    // Columns 0 and 1; the second begins where the first ended, at y = 6.
    const QPolygonF band = envelope(QPolygonF({{0.1, 4}, {0.4, 2}, {0.9, 6}, {1.2, 9}, {1.8, 8}}), 2);
    QCOMPARE(band, QPolygonF({{0.5, 1}, {1.5, 5}, {1.5, 10}, {0.5, 7}}));
    QVERIFY(envelope({}, 2).isEmpty());
    // Nothing between columns 0 and 5: a line as thick as the curve, no triangle.
    const QPolygonF gap = envelope(QPolygonF({{0.1, 4}, {0.9, 8}, {5.5, 8}}), 2);
    QCOMPARE(gap, QPolygonF({{0.5, 3}, {1, 7}, {5, 7}, {5.5, 7}, {5.5, 9}, {5, 9}, {1, 9}, {0.5, 9}}));
  }

  void aLineOfManyPointsIsPaintedLikeOneOfFew() {
    // A flat line with one peak, 40 points and 40,000: both are drawn where the values are, and nowhere else.
    for (const int count : {40, 40000}) {
      LiveChart chart;
      show(chart, {400, 300});
      chart.setHome(ChartRange{0, 1}, ChartRange{0, 10});
      const int series = chart.addSeries({.name = "loss", .colour = 0});
      QList<QPointF> points;
      for (int i = 0; i < count; ++i) points.append({double(i) / count, i == count / 2 ? 9.0 : 2.0});
      chart.setPoints(series, points);
      chart.refresh();
      const QImage image = chart.picture(1);
      const auto isInked = [&](double x, double y) {
        const QPointF at = chart.toPixel({x, y});
        const QColor colour = image.pixelColor(at.toPoint());
        return colour.blue() > colour.red() + 60;   // the first series is blue, the frame is grey
      };
      QVERIFY2(isInked(0.25, 2), qPrintable(QString::number(count)));
      QVERIFY(isInked(0.75, 2));
      QVERIFY(isInked(0.5, 8.8));
      QVERIFY(!isInked(0.25, 5));
      QVERIFY(!isInked(0.75, 8));
    }
  }

  void smoothingIsCorrectedForItsStart() {
    // Averages 1, 2.5, 5.25; shares 1/2, 3/4, 7/8.
    const auto out = smooth({{0, 2}, {1, 4}, {2, 8}}, 0.5);
    QCOMPARE(out[0].y(), 2.0);
    QCOMPARE(out[1].y(), 10.0 / 3);
    QCOMPARE(out[2].y(), 6.0);
    QCOMPARE(smooth({{0, 2}, {1, 4}}, 0).at(1).y(), 4.0);
  }

  void ticksAreRound() {
    QCOMPARE(niceTicks(0, 10, 5), (std::vector<double>{0, 2, 4, 6, 8, 10}));
    const auto few = niceTicks(0.12, 0.31, 4);
    QCOMPARE(few.size(), 4u);   // 0.15 0.20 0.25 0.30
    QCOMPARE(few.front(), 0.15);
    QCOMPARE(logTicks(-3, 0), (std::vector<double>{-3, -2, -1, 0}));
  }

  void numbersHaveThreeDigits() {
    QLocale::setDefault(QLocale::c());
    QCOMPARE(shortNumber(0.98765), QString("0.988"));
    QCOMPARE(shortNumber(1240), QString("1240"));
    QCOMPARE(shortNumber(0.0000213), QString("2.13e-5"));
    QCOMPARE(percentNumber(0.96629), QString("96.6"));
    QCOMPARE(percentNumber(1), QString("100"));
    QCOMPARE(percentNumber(0.9999), QString("99.9"));   // one missed of ten thousand is not all of them
  }

  void ticksOfOneAxisAreWrittenAlike() {
    QLocale::setDefault(QLocale::c());
    const auto texts = [](std::vector<double> ticks, double step) {
      QStringList words;
      for (double tick : ticks) words << tickText(tick, step);
      return words;
    };
    QCOMPARE(texts({0, 0.0005, 0.001, 0.0015}, 0.0005), (QStringList{"0", "5e-4", "1e-3", "1.5e-3"}));
    QCOMPARE(texts({0, 0.5, 1}, 0.5), (QStringList{"0.0", "0.5", "1.0"}));
  }

  void longSeriesStayWithinTheirMemory() {
    LiveChart chart;
    const int series = chart.addSeries({.name = "loss"});
    for (int i = 0; i < 100000; ++i) chart.append(series, {double(i), i == 50 ? 99.0 : double(i % 7)});
    QVERIFY(chart.points(series).size() <= LiveChart::maxPoints);
    const auto& points = chart.points(series);
    QVERIFY(std::any_of(points.begin(), points.end(), [](const QPointF& p) { return p == QPointF(50, 99); }));
    QCOMPARE(points.last().x(), 99999.0);
  }

  void wheelZoomsAtTheCursorAndDoubleClickShowsAll() {
    LiveChart chart;
    const int series = chart.addSeries({.name = "loss"});
    for (int i = 0; i <= 100; ++i) chart.append(series, {double(i), double(i)});
    show(chart);
    chart.refresh();
    const QPointF at = chart.toPixel({25, 0});
    wheel(chart.viewport(), {at.x(), chart.plotRect().center().y()}, 2);
    QVERIFY(chart.isZoomed());
    QVERIFY(chart.xRange().length() < 80);
    QCOMPARE(chart.toPixel({25, 0}).x(), at.x());
    QTest::mouseDClick(chart.viewport(), Qt::LeftButton, {}, chart.plotRect().center().toPoint());
    QVERIFY(!chart.isZoomed());
    QCOMPARE(chart.xRange().high, 100.0);
    QTest::keyClick(&chart, Qt::Key_Plus);
    QVERIFY(chart.isZoomed());
    QTest::keyClick(&chart, Qt::Key_Home);
    QVERIFY(!chart.isZoomed());
  }

  void draggingPansByWhatTheHandMoves() {
    LiveChart chart;
    const int series = chart.addSeries({.name = "loss"});
    for (int i = 0; i <= 100; ++i) chart.append(series, {double(i), 1});
    show(chart);
    chart.refresh();
    const QRectF plot = chart.plotRect();
    const QPoint from = plot.center().toPoint();
    QTest::mousePress(chart.viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(chart.viewport(), from + QPoint(-50, 0));
    QTest::mouseRelease(chart.viewport(), Qt::LeftButton, {}, from + QPoint(-50, 0));
    QVERIFY(std::abs(chart.xRange().low - 100 * 50 / plot.width()) < 1e-6);
  }

  void crossHairIsSharedAndReadsValues() {
    LiveChart one, two;
    ChartGroup group;
    for (LiveChart* chart : {&one, &two}) {
      group.add(chart);
      const int series = chart->addSeries({.name = "loss"});
      for (int i = 0; i <= 10; ++i) chart->append(series, {double(i), i * 2.0});
      show(*chart);
      chart->refresh();
    }
    QTest::mouseMove(one.viewport(), one.toPixel({4.4, 5}).toPoint());
    QTRY_VERIFY(std::abs(two.cursorPosition() - 4.4) < 0.05);
    QCOMPARE(two.readOut(two.cursorPosition()), QStringList{"loss  8"});
  }

  void legendTogglesByMouseAndKey() {
    ChartPanel panel("Losses");
    panel.chart().addSeries({.name = "loss"});
    panel.chart().addSeries({.name = "box"});
    show(panel);
    QTest::mouseClick(&panel.legend(), Qt::LeftButton, {}, panel.legend().entryRect(1).center());
    QVERIFY(!panel.chart().isSeriesVisible(1));
    panel.legend().setFocus();
    QTest::keyClick(&panel.legend(), Qt::Key_Space);
    QVERIFY(panel.chart().isSeriesVisible(1));
  }

  void csvAndPictureAreWritten() {
    QTemporaryDir folder;
    ChartPanel panel("Losses");
    panel.chart().setAxisTitles("step", {});
    panel.chart().setPoints(panel.chart().addSeries({.name = "a,b"}), {{1, 0.5}, {2, 0.25}});
    panel.chart().setPoints(panel.chart().addSeries({.name = "c"}), {{2, 3}});
    QCOMPARE(panel.chart().csv(), QString("step,\"a,b\",c\n1,0.5,\n2,0.25,3\n"));
    show(panel);
    QVERIFY(panel.savePicture(folder.filePath("a.png")).isEmpty());
    QVERIFY(QImage(folder.filePath("a.png")).width() >= 600);
    QVERIFY(!panel.savePicture("/nowhere/at/all.png").isEmpty());
  }

  void logarithmicAxisLeavesOutWhatHasNoLogarithm() {
    LiveChart chart;
    chart.setPoints(chart.addSeries({.name = "loss"}), {{0, 0}, {1, 0.01}, {2, 100}});
    chart.setLogarithmic(true);
    QVERIFY(chart.yRange().low < -2 && chart.yRange().low > -3);
    QVERIFY(chart.yRange().high > 2 && chart.yRange().high < 3);
  }

  void thresholdMovesByDragAndByKey() {
    PrecisionRecallChart chart;
    chart.setCurve("all", handCurve());
    chart.setThreshold(.9);
    show(chart);
    chart.refresh();
    QSignalSpy moved(&chart, &PrecisionRecallChart::thresholdChanged);
    const QPoint from = chart.handlePosition().toPoint();
    QTest::mousePress(chart.viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(chart.viewport(), chart.toPixel({0.6, 0.5}).toPoint());
    QCOMPARE(chart.threshold(), .3);   // the first point that reaches recall .6
    QTest::mouseRelease(chart.viewport(), Qt::LeftButton, {}, from);
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.threshold(), .6);
    QTest::keyClick(&chart, Qt::Key_Home);
    QCOMPARE(chart.threshold(), .9);
    QCOMPARE(moved.size(), 3);
  }

  void confusionCellsAnswerToClickAndEnter() {
    ConfusionView view;
    view.setMatrix({"a", "b"}, {"a", "b", "missed"}, {{5, 1, 2}, {0, 7, 0}});
    show(view);
    QSignalSpy chosen(&view, &ConfusionView::activated);
    QTest::mouseClick(&view, Qt::LeftButton, {}, view.cellRect(0, 2).center());
    QCOMPARE(chosen.takeFirst(), (QVariantList{0, 2}));
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::keyClick(&view, Qt::Key_Left);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(chosen.takeFirst(), (QVariantList{1, 1}));
  }

  void timeBarSharesAddUp() {
    TimeBar bar;
    bar.setParts({{"data", 1}, {"forward", 3}});
    QCOMPARE(bar.share(0), 0.25);
    bar.setParts({{"data", 0}});
    QCOMPARE(bar.share(0), 0.0);
  }

  void stepsDoneAgainReplaceWhatWasThere() {
    RunCurves curves;
    for (int step : {10, 20, 30}) curves.take(made("step", step, {{"step", step}, {"epoch", 1}, {"values", {{"loss", step}, {"learning_rate", 1}}}}));
    curves.take(made("restart", 40, Json::object()));
    curves.take(made("plan", 40, {{"step", 10}, {"batches_per_epoch", 10}}));
    curves.take(made("step", 50, {{"step", 20}, {"epoch", 1}, {"values", {{"loss", 7}}}}));
    const auto points = curves.points(RunCurves::Group::Loss, "loss", CurveAxis::Step);
    QCOMPARE(points, (QList<QPointF>{{10, 10}, {20, 7}}));
    QCOMPARE(curves.points(RunCurves::Group::Loss, "loss", CurveAxis::Epoch).last().x(), 2.0);
    QCOMPARE(curves.minutes(), 20.0 / 60);   // the pause between two sittings does not count
    QCOMPARE(curves.names(RunCurves::Group::LearningRate), QStringList{"learning_rate"});
  }

  void everyArtifactKindIsDrawnAndAnUnknownOneIsNamed() {
    ArtifactView view;
    const auto drawn = [&](const char* json) {
      view.show("one", parseJson(json, "test"));
      return view.problem();
    };
    QVERIFY(drawn(R"({"kind":"curve","title":"t","x_label":"x","y_label":"y","series":[{"name":"s","x":[1,2],"y":[3,4]}]})").isEmpty());
    QCOMPARE(view.findChild<LiveChart*>()->points(0), (QList<QPointF>{{1, 3}, {2, 4}}));
    QVERIFY(drawn(R"({"kind":"scatter","series":[{"name":"s","x":[1],"y":[3]}]})").isEmpty());
    QVERIFY(drawn(R"({"kind":"confusion","classes":["a"],"counts":[[3]]})").isEmpty());
    QVERIFY(drawn(R"({"kind":"table","columns":["a","b"],"rows":[[1,"x"]]})").isEmpty());
    QVERIFY(drawn(R"({"kind":"hologram"})").contains("hologram"));
    QVERIFY(!drawn(R"({"kind":"curve","series":[{"name":"s","x":[1,2],"y":[3]}]})").isEmpty());
    QVERIFY(!drawn(R"({"kind":"confusion","classes":["a"],"counts":[[1,2]]})").isEmpty());
    QVERIFY(!drawn(R"([1,2])").isEmpty());
  }
};

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"
