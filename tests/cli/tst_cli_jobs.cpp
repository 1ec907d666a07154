// SPDX-License-Identifier: Apache-2.0
// Training, judging and predicting with the real binary, worker and table plugin.
#include "tests/cli/cli_program.h"

#include <QFile>
#include <QJsonArray>
#include <csignal>

class CliJobsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    const CliResult made = runAssay({"sample", "table", project(), "--count", "300", "--seed", "1"});
    QVERIFY2(made.exitCode == 0, qPrintable(made.err));
    trained_ = runAssay({"train", project(), "--set", "trainer.max_minutes=0", "--set", "trainer.max_epochs=3", "--set",
                         "device.threads=1", "--json"});
    QVERIFY2(trained_.exitCode == 0, qPrintable(trained_.err));
  }

  void trainAnswersWithTheRun() {
    QCOMPARE(trained_.json["run"].toString(), QString("1"));
    QCOMPARE(trained_.json["state"].toString(), QString("done"));
    QVERIFY(!trained_.json["device"].toString().isEmpty());
    QVERIFY(QFile::exists(project() + "/runs/1/spec.yaml"));
  }

  void evalWritesMetricsAndAPage() {
    const QString page = folder_.filePath("report.html");
    const CliResult result = runAssay({"eval", project(), "--run", "latest", "--split", "test", "--report", page, "--json"});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QCOMPARE(result.json["count"].toInt(), 90);
    QVERIFY(result.json["metrics"].toObject().contains("accuracy"));
    QFile file(page);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("accuracy"));
  }

  void predictAnswersEveryRow() {
    const QString rows = folder_.filePath("rows.csv"), out = folder_.filePath("out");
    QFile file(rows);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("x1,x2,x3,x4\n0.1,0.2,0.3,0.4\n1,1,1,0\n");
    file.close();
    const CliResult result = runAssay({"predict", project(), rows, "--run", "1", "--out", out, "--json"});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QFile answer(out + "/rows.json");
    QVERIFY(answer.open(QIODevice::ReadOnly));
    QCOMPARE(QJsonDocument::fromJson(answer.readAll()).object()["outputs"].toArray().size(), 2);
    QVERIFY(QFile::exists(out + "/summary.json"));
    QCOMPARE(runAssay({"predict", project(), folder_.filePath("none.csv"), "--out", out, "--json"}).errorCode(), QString("not_found"));
  }

  void runsListsIt() {
    const CliResult result = runAssay({"runs", project(), "--json"});
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.json["runs"].toArray().last().toObject()["run"].toString(), QString("1"));
  }

  void aDoneRunIsNeitherStoppedNorResumed() {
    QCOMPARE(runAssay({"stop", project(), "1", "--json"}).errorCode(), QString("bad_input"));
    QCOMPARE(runAssay({"train", project(), "--resume", "1", "--json"}).errorCode(), QString("bad_input"));
  }

  void interruptStopsGracefullyAndResumeGoesOn() {
    QProcess process;
    process.start(qEnvironmentVariable("ASSAY_BIN") + "/assay",
                  {"train", project(), "--set", "trainer.max_minutes=0", "--set", "trainer.max_epochs=4000", "--set", "device.threads=1", "--json"});
    QVERIFY(process.waitForStarted());
    const QString events = project() + "/runs/2/events.jsonl";
    QTRY_VERIFY_WITH_TIMEOUT(contains(events, "\"kind\":\"step\""), 60000);
    kill(pid_t(process.processId()), SIGINT);
    QVERIFY(hasEnded(process, 60000));
    QCOMPARE(process.exitCode(), 5);
    const CliResult runs = runAssay({"runs", project(), "--json"});
    QCOMPARE(runs.json["runs"].toArray().first().toObject()["state"].toString(), QString("stopped"));
    QCOMPARE(runAssay({"train", project(), "--resume", "2", "--set", "seed=1", "--json"}).exitCode, 2);
  }

 private:
  QString project() const { return folder_.filePath("table"); }
  static bool contains(const QString& file, const char* text) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) && in.readAll().contains(text);
  }
  QTemporaryDir folder_;
  CliResult trained_;
};

QTEST_GUILESS_MAIN(CliJobsTest)
#include "tst_cli_jobs.moc"
