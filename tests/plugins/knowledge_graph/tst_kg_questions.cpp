// SPDX-License-Identifier: Apache-2.0
// Questions to a graph through the real `assay predict`.
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/cli/cli_folder.h"

class KgQuestionsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    folder_.write(folder_.path("facts/train.txt"), "pump\thas_fault\tleak\nvalve\thas_fault\tleak\nfan\thas_fault\tnoise\npump\tpart_of\tline\n");
    project_ = folder_.path("graph");
    QCOMPARE(runAssay({"new", project_, "--task", "knowledge_graph"}).exitCode, 0);
    QCOMPARE(runAssay({"import", project_, folder_.path("facts"), "--format", "triples"}).exitCode, 0);
    const CliResult trained = runAssay({"train", project_, "--set", "trainer.max_epochs=3", "--set", "trainer.max_minutes=0", "--set", "device.threads=1"});
    QVERIFY2(trained.exitCode == 0, qPrintable(trained.err));
  }

  void aQuestionOnTheCommandLineIsAnswered() {
    const CliResult asked = ask({R"({"head": "pump", "relation": "has_fault", "top": 3})"});
    QVERIFY2(asked.exitCode == 0, qPrintable(asked.err + asked.out));
    QVERIFY(asked.out.contains("leak"));
    const QJsonObject written = QJsonDocument::fromJson(CliFolder::contentOf(folder_.path("out/question.json"))).object();
    QCOMPARE(written["output"].toObject()["answers"].toArray().size(), 3);
  }

  void aFileOfQuestionsGivesAListOfAnswers() {
    folder_.write(folder_.path("asked.jsonl"), "{\"similar\": \"pump\"}\n\n{\"neighbours\": \"nobody\"}\n");
    const CliResult asked = ask({folder_.path("asked.jsonl")});
    QCOMPARE(asked.exitCode, 3);   // one of the two has no answer, the other is written
    const QJsonArray outputs = QJsonDocument::fromJson(CliFolder::contentOf(folder_.path("out/asked.json"))).object()["outputs"].toArray();
    QCOMPARE(outputs.size(), 2);
    QVERIFY(outputs[0].toObject().contains("answers"));
    QVERIFY(outputs[1].toObject()["error"].toObject()["message"].toString().contains("nobody"));
  }

  void whatIsNoQuestionIsNamed_data() {
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("said");
    QTest::newRow("no file") << "who is it" << "there is no such file";
    QTest::newRow("broken JSON") << "{\"head\": " << "INPUT";
    QTest::newRow("a line that is no object") << folder_.path("bad.jsonl") << "bad.jsonl:2";
    QTest::newRow("an empty file") << folder_.path("empty.jsonl") << "holds no question";
  }
  void whatIsNoQuestionIsNamed() {
    QFETCH(QString, input);
    QFETCH(QString, said);
    folder_.write(folder_.path("bad.jsonl"), "{\"similar\": \"pump\"}\n[1]\n");
    folder_.write(folder_.path("empty.jsonl"), "\n");
    const CliResult asked = ask({input});
    QCOMPARE(asked.exitCode, 3);
    QVERIFY2((asked.err + asked.out).contains(said), qPrintable(asked.err + asked.out));
  }

 private:
  CliResult ask(const QStringList& inputs) const {
    return runAssay(QStringList{"predict", project_} + inputs + QStringList{"--run", "latest", "--out", folder_.path("out")});
  }

  CliFolder folder_;
  QString project_;
};

QTEST_GUILESS_MAIN(KgQuestionsTest)
#include "tst_kg_questions.moc"
