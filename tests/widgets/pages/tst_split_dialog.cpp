// SPDX-License-Identifier: GPL-3.0-or-later
// What is ticked in the split dialog becomes the plan.
#include <QCheckBox>
#include <QLabel>
#include <QSpinBox>
#include <QtTest>

#include "widgets/pages/split_dialog.h"

using namespace assay;

namespace {

QCheckBox* choice(const QWidget& dialog, const QString& beginning) {
  for (QCheckBox* box : dialog.findChildren<QCheckBox*>())
    if (box->text().startsWith(beginning)) return box;
  return nullptr;
}

/// The number on the line of a choice.
QSpinBox* numberOf(const QWidget& dialog, const QCheckBox& box) {
  QSpinBox* nearest = nullptr;
  for (QSpinBox* number : dialog.findChildren<QSpinBox*>())
    if (std::abs(number->geometry().center().y() - box.geometry().center().y()) < 6) nearest = number;
  return nearest;
}

}  // namespace

class SplitDialogTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nothingIsLimitedUnlessItIsTicked() {
    const SplitDialog dialog(500);
    const SplitPlan plan = dialog.plan();
    QCOMPARE(plan.train, 0.8);
    QVERIFY(!plan.labelled && !plan.clean);
    QCOMPARE(plan.block, int64_t{1});
    QVERIFY(plan.official == OfficialSplit::Keep);
  }

  void aCountIsTakenWhileItsChoiceIsTicked_data() {
    QTest::addColumn<QString>("beginning");
    QTest::newRow("labelled") << "Train with only";
    QTest::newRow("clean") << "Of clean images only";
    QTest::newRow("neighbours") << "Keep neighbours together";
  }
  void aCountIsTakenWhileItsChoiceIsTicked() {
    QFETCH(QString, beginning);
    SplitDialog dialog(500);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    QCheckBox* box = choice(dialog, beginning);
    QVERIFY(box != nullptr);
    QSpinBox* number = numberOf(dialog, *box);
    QVERIFY(number != nullptr && !number->isEnabled());
    box->click();
    QVERIFY(number->isEnabled());
    number->setValue(7);
    const SplitPlan plan = dialog.plan();
    QCOMPARE(plan.labelled.value_or(-1), int64_t(beginning == "Train with only" ? 7 : -1));
    QCOMPARE(plan.clean.value_or(-1), int64_t(beginning == "Of clean images only" ? 7 : -1));
    QCOMPARE(plan.block, int64_t(beginning == "Keep neighbours together" ? 7 : 1));
  }

  void withCleanImagesCountedApartTheOtherCountIsOfDefects() {
    SplitDialog dialog(500);
    choice(dialog, "Of clean images only")->click();
    const auto labels = dialog.findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](QLabel* label) { return label->text().startsWith("items with a label"); }));
  }
};

QTEST_MAIN(SplitDialogTest)
#include "tst_split_dialog.moc"
