// SPDX-License-Identifier: Apache-2.0
// "Label these next", from a real model.
#include "tests/cli/cli_folder.h"

#include <QJsonArray>

class CliSuggestTest : public QObject, private CliFolder {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    project_ = fresh("boards");
    QCOMPARE(runAssay({"sample", "boards", project_, "--count", "16"}).exitCode, 0);
    QCOMPARE(runAssay({"split", project_, "--labelled", "4", "--seed", "0"}).exitCode, 0);   // of 11: the sample has splits of its own
  }

  void withoutAModelItSaysSo() {
    const CliResult result = runAssay({"suggest", project_, "--json"});
    QCOMPARE(result.exitCode, 3);
  }

  void everyStrategyNamesImagesWithoutLabels() {
    QStringList line{"train", project_, "--json"};
    for (const char* setting : {"trainer.max_minutes=0", "trainer.max_steps=12", "trainer.evaluate_every=0", "trainer.batch_size=8", "model.width=8", "device.precision=fp32", "device.threads=1"})
      line << "--set" << setting;
    const CliResult trained = runAssay(line);
    QVERIFY2(trained.exitCode == 0, qPrintable(trained.err));
    for (const char* strategy : {"mixed", "expected_error", "uncertainty", "disagreement", "diversity", "random"}) {
      const CliResult result = runAssay({"suggest", project_, "--strategy", strategy, "--count", "3", "--json"});
      QVERIFY2(result.exitCode == 0, qPrintable(result.err));
      QCOMPARE(result.json["looked_at"].toInt(), 7);
      QSet<QString> images;
      for (const QJsonValue& image : result.json["images"].toArray()) images << image["image"].toString();
      QCOMPARE(images.size(), 3);
    }
    QVERIFY(QFile::exists(project_ + "/runs/1/suggestions.json"));
    const CliResult wrong = runAssay({"suggest", project_, "--strategy", "best", "--json"});
    QCOMPARE(wrong.exitCode, 3);
    QVERIFY(wrong.errorText().contains("expected_error"));
  }

  void hiddenLabelsComeBackForWhatWasSuggested() {
    const CliResult result = runAssay({"suggest", project_, "--count", "3", "--reveal", "--json"});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QCOMPARE(result.json["revealed"].toInt(), 3);
    const CliResult next = runAssay({"suggest", project_, "--strategy", "random", "--count", "100", "--json"});
    QCOMPARE(next.json["looked_at"].toInt(), 4);
    const CliResult all = runAssay({"suggest", project_, "--count", "100", "--reveal", "--json"});
    QCOMPARE(all.json["revealed"].toInt(), 4);
    const CliResult none = runAssay({"suggest", project_, "--json"});
    QCOMPARE(none.exitCode, 3);
    QVERIFY2(none.errorText().contains("nothing to choose from"), qPrintable(none.errorText()));
  }

 private:
  QString project_;
};

QTEST_GUILESS_MAIN(CliSuggestTest)
#include "tst_cli_suggest.moc"
