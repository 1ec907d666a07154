// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDoubleSpinBox>
#include <QtTest>

#include "widgets/charts/chart_panel.h"
#include "widgets/charts/live_chart.h"
#include "widgets/pages/label_curve_dialog.h"

using namespace assay;

class LabelCurveDialogTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void itShowsEveryRunAndAnswers() {
    LabelCurveDialog dialog({{10, 842, 1000, "1"}, {40, 921, 1000, "2"}, {100, 950, 1000, "3"}});
    dialog.show();
    const LiveChart& chart = dialog.chart()->chart();
    QCOMPARE(chart.seriesCount(), 4);   // two ends of intervals, the curve, the runs
    QCOMPARE(chart.points(3).size(), 3);
    QCOMPARE(chart.points(3)[0], QPointF(10, 84.2));
    QVERIFY(chart.points(0)[0].y() < 84.2 && chart.points(1)[0].y() > 84.2);
    QVERIFY2(dialog.advice().contains("more labelled images"), qPrintable(dialog.advice()));
    dialog.findChild<QDoubleSpinBox*>()->setValue(90);
    QVERIFY2(dialog.advice().contains("reach a recall of 90"), qPrintable(dialog.advice()));
  }

  void withoutRunsItSaysWhatToDo() {
    LabelCurveDialog dialog({});
    dialog.show();
    QVERIFY(dialog.advice().contains("two different numbers"));
  }
};

QTEST_MAIN(LabelCurveDialogTest)
#include "tst_label_curve_dialog.moc"
