// SPDX-License-Identifier: GPL-3.0-or-later
// What the import dialog offers for a graph's project, and the columns of a CSV file chosen in it.
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/atomic_file.h"
#include "widgets/bridge/text.h"
#include "widgets/pages/column_chooser.h"
#include "widgets/pages/import_dialog.h"

using namespace assay;

class ImportDialogTest : public QObject {
  Q_OBJECT

  const QTemporaryDir folder_;

  QString file(const QString& name, const std::string& text) const {
    writeFileAtomically(toPath(folder_.filePath(name)), text);
    return folder_.filePath(name);
  }
  static std::vector<QComboBox*> parts(const QWidget& chooser) {
    const auto boxes = chooser.findChildren<QComboBox*>();
    return {boxes.begin(), boxes.end()};
  }

 private Q_SLOTS:
  void aGraphTakesTriplesAndDocuments() {
    const ImportDialog dialog({ItemKind::Triples, ItemKind::Document});
    QStringList offered;
    for (const QComboBox* box : dialog.findChildren<QComboBox*>())
      if (box->findData("triples") >= 0)
        for (int i = 0; i < box->count(); ++i) offered << box->itemData(i).toString();
    QCOMPARE(offered, (QStringList{"triples", "documents"}));
  }

  void columnsAreAskedForACsvOfTriplesOnly() {
    ImportDialog dialog({ItemKind::Triples, ItemKind::Document});
    dialog.show();
    auto* chooser = dialog.findChild<ColumnChooser*>();
    dialog.setSources({file("facts.txt", "a\tr\tb\n")});
    QVERIFY(!chooser->isVisible());
    dialog.setSources({file("facts.csv", "id,who,does,whom\n1,pump,has,valve\n")});
    QVERIFY(chooser->isVisible());
    QCOMPARE(dialog.options().columns, std::string());   // as it would be without the form
    const auto boxes = parts(*chooser);
    QCOMPARE(boxes[0]->itemText(1), QString("2 · who"));
    boxes[0]->setCurrentIndex(1);
    boxes[1]->setCurrentIndex(2);
    boxes[2]->setCurrentIndex(3);
    QCOMPARE(dialog.options().columns, std::string("2,3,4"));   // the first row is data
    chooser->findChild<QCheckBox*>()->setChecked(true);
    QCOMPARE(dialog.options().columns, std::string("who,does,whom"));
  }

  void usualWordsAreFound() {
    ColumnChooser chooser;
    chooser.setFile(file("usual.csv", "tail;weight;head;relation\nvalve;1;pump;has\n"));
    QCOMPARE(parts(chooser)[0]->currentIndex(), 2);
    QCOMPARE(parts(chooser)[2]->currentIndex(), 0);
    QVERIFY(chooser.findChild<QCheckBox*>()->isChecked());
    QVERIFY(chooser.columns().isEmpty());
  }

  void whatHasNoThreeColumnsSaysSo() {
    ColumnChooser chooser;
    chooser.show();
    chooser.setFile(file("few.csv", "a,b\n"));
    QStringList shown;
    for (const QLabel* label : chooser.findChildren<QLabel*>())
      if (label->isVisible()) shown << label->text();
    QVERIFY2(shown.join('|').contains("2 column(s)"), qPrintable(shown.join('|')));
    QVERIFY(chooser.columns().isEmpty());
  }
};

QTEST_MAIN(ImportDialogTest)
#include "tst_import_dialog.moc"
