// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "core/job/event_log.h"
#include "core/job/run_directory.h"
#include "widgets/charts/live_chart.h"
#include "widgets/pages/plan_dialog.h"

using namespace assay;

class PlanDialogTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void moreHostsWaitMoreAndTheWordSimulatedIsThere() {
    PlanDialog dialog({});
    const auto* chart = dialog.findChild<LiveChart*>();
    QCOMPARE(chart->seriesCount(), 3);
    for (int i = 0; i < 3; ++i) {
      const QList<QPointF>& points = chart->points(i);
      QCOMPARE(points.first().x(), 1.0);
      QCOMPARE(points.last().x(), 32.0);
      QVERIFY(points.last().y() >= points[1].y());
      for (const QPointF& point : points) QVERIFY(point.y() >= 0 && point.y() < 100);
    }
    QVERIFY2(dialog.verdict().contains("Simulated, 256 ranks"), qPrintable(dialog.verdict()));
    bool isSaid = false;
    for (const QLabel* label : dialog.findChildren<QLabel*>()) isSaid |= label->text().contains("(simulated)");
    QVERIFY(isSaid);
  }

  void everyFieldCounts() {
    PlanDialog dialog({});
    QStringList seen{dialog.verdict()};
    for (QSpinBox* box : dialog.findChildren<QSpinBox*>()) {
      box->setValue(box->value() + 1);
      QVERIFY2(!seen.contains(dialog.verdict()), qPrintable(dialog.verdict()));
      seen << dialog.verdict();
    }
    auto* precision = dialog.findChildren<QComboBox*>()[1];
    precision->setCurrentIndex(0);
    QVERIFY(!seen.contains(dialog.verdict()));
  }

  void aRunIsPlannedForByWhatItHasMeasured() {
    QTemporaryDir folder;
    std::filesystem::create_directories(folder.filePath("1").toStdString());
    std::filesystem::create_directories(folder.filePath("2").toStdString());
    const auto path = [&](const char* name) { return std::filesystem::path(folder.filePath(name).toStdString()); };
    {
      EventWriter events(RunDirectory(path("1")).eventsFile());
      events.write("plan", {{"parameters", 50'000'000}});
      events.write("timing", {{"step", 5}, {"values", {{"forward", 9}}}});
      events.write("timing", {{"step", 15}, {"values", {{"forward", 0.1}, {"backward", 0.2}, {"optimiser", 0.05}}}});
      EventWriter(RunDirectory(path("2")).eventsFile()).write("plan", {{"parameters", 5}});
    }
    PlanDialog dialog({{"Run 1", path("1")}, {"Run 2", path("2")}});
    auto* model = dialog.findChild<QComboBox*>();
    const QString known = dialog.verdict();
    model->setCurrentIndex(2);
    QVERIFY(!dialog.verdict().isEmpty() && dialog.verdict() != known);
    QCOMPARE(dialog.findChild<QDoubleSpinBox*>()->value(), 35.0);
    QVERIFY(!dialog.findChild<QDoubleSpinBox*>()->isEnabled());
    model->setCurrentIndex(3);   // has not trained
    QVERIFY(dialog.verdict().isEmpty());
    QVERIFY(dialog.findChild<LiveChart*>()->points(0).isEmpty());
  }

  void measurementsReplaceTheSpeedsAndBadOnesAreRefused() {
    QTemporaryDir folder;
    QFile file(folder.filePath("measured.jsonl"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int i = 1; i <= 12; ++i)   // 1 GB/s and 100 microseconds between two hosts: a ring of two sends n bytes in two starts
      file.write(QStringLiteral("{\"algorithm\":\"flat_ring\",\"hosts\":2,\"ranks_per_host\":1,\"bytes\":%1,\"seconds\":%2}\n").arg(i * 1000000).arg(2e-4 + i * 1e-3, 0, 'g', 9).toUtf8());
    file.close();
    PlanDialog dialog({});
    const QList<QDoubleSpinBox*> speeds = dialog.findChildren<QDoubleSpinBox*>();
    const QString error = dialog.fitTo(file.fileName());
    QVERIFY2(error.isEmpty(), qPrintable(error));
    QVERIFY2(std::abs(speeds[3]->value() - 100) < 5, qPrintable(QString::number(speeds[3]->value())));
    QVERIFY2(std::abs(speeds[4]->value() - 1) < 0.05, qPrintable(QString::number(speeds[4]->value())));
    QCOMPARE(speeds[2]->value(), 250.0);   // nothing was measured inside
    QVERIFY(dialog.fitTo(folder.filePath("none.jsonl")).contains("none.jsonl"));
  }
};

QTEST_MAIN(PlanDialogTest)
#include "tst_plan_dialog.moc"
