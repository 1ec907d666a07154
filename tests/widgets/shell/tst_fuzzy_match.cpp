// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "widgets/shell/fuzzy_match.h"

using namespace assay;

class TestFuzzyMatch : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void emptyQueryFitsEverything() {
    QVERIFY(fuzzyMatch("", "Zoom to fit").matches());
    QCOMPARE(fuzzyMatch("", "Zoom to fit").score, 0);
  }
  void initialsFindTheWords() {
    const FuzzyMatch match = fuzzyMatch("ztf", "Zoom to fit");
    QCOMPARE(match.positions, (QList<int>{0, 5, 8}));
  }
  void missingLetterIsNoMatch() { QVERIFY(!fuzzyMatch("zoq", "Zoom to fit").matches()); }
  void everyWordOfTheQueryMustFit() {
    QVERIFY(fuzzyMatch("fit zoom", "Zoom to fit").matches());
    QVERIFY(!fuzzyMatch("zoom out", "Zoom to fit").matches());
  }
  void connectedLettersBeatScatteredOnes() {
    QVERIFY(fuzzyMatch("train", "Start training").score > fuzzyMatch("train", "Take reference again in").score);
  }
  void beginningBeatsMiddle() { QVERIFY(fuzzyMatch("run", "Runs").score > fuzzyMatch("run", "Rerun all").score); }
  void jumpingToAWordDoesNotLoseTheRest() { QVERIFY(fuzzyMatch("stn", "Stone saw").matches()); }
  void chineseTextIsFoundByItsCharacters() { QVERIFY(fuzzyMatch(QString("训练"), QString("开始训练")).matches()); }
};

QTEST_APPLESS_MAIN(TestFuzzyMatch)
#include "tst_fuzzy_match.moc"
