// SPDX-License-Identifier: Apache-2.0
// Who lives and who dies: supervisor, worker and the front end that looks on, with the real programs.
#include "tests/cli/cli_folder.h"

#include <QJsonArray>
#include <csignal>

class CliProcessesTest : public QObject, private CliFolder {
  Q_OBJECT

 private Q_SLOTS:
  void aKilledSupervisorTakesItsWorkerAlong() {
    const QString folder = freshTable();
    QProcess train;
    train.start(qEnvironmentVariable("ASSAY_BIN") + "/assay",
                {"train", folder, "--set", "trainer.max_minutes=0", "--set", "trainer.max_epochs=1000000", "--set",
                 "device.threads=1", "--set", "trainer.checkpoint_minutes=0.002", "--json"});
    QVERIFY(train.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(folder + "/runs/1/events.jsonl").contains("\"kind\":\"checkpoint\""), 60000);
    const qint64 supervisor = stateOf(folder)["pid"].toInteger(), worker = workerOf(folder);
    QVERIFY(supervisor > 1 && worker > 1 && supervisor != worker && isAlive(worker));
    kill(pid_t(supervisor), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(worker), 20000);
    QVERIFY(hasEnded(train, 60000));
    QCOMPARE(train.exitCode(), 4);   // the front end says that the run's process is gone
    const CliResult watched = runAssay({"watch", folder, "1", "--json"});
    QCOMPARE(watched.exitCode, 4);
    QVERIFY2(watched.errorText().contains("--resume 1"), qPrintable(watched.err));
    QCOMPARE(runAssay({"runs", folder, "--json"}).json["runs"].toArray()[0].toObject()["state"].toString(),
             QString("lost"));
    resumesAndStops(folder);
  }

  void aRunThatWasNeverStartedIsNotWaitedFor() {
    const QString folder = trainedTable();
    QFile state(folder + "/runs/1/state.json");
    QJsonObject created = stateOf(folder);
    created["state"] = "created";
    write(state.fileName(), QJsonDocument(created).toJson(QJsonDocument::Compact));
    QVERIFY(state.open(QIODevice::ReadWrite));
    QVERIFY(state.setFileTime(QDateTime::currentDateTime().addSecs(-60), QFileDevice::FileModificationTime));
    state.close();
    const CliResult watched = runAssay({"watch", folder, "1", "--json"});
    QCOMPARE(watched.exitCode, 4);
    QCOMPARE(watched.errorCode(), QString("job_failed"));
    QVERIFY2(watched.errorText().contains("never started"), qPrintable(watched.errorText()));
  }

  void aRunThatIsOlderThanAnOptionOfItsPluginTakesTheDefault() {
    const QString folder = trainedTable();
    const QString spec = folder + "/runs/1/spec.yaml";
    QList<QByteArray> lines = contentOf(spec).split('\n');
    const auto isYounger = [](const QByteArray& line) { return line.contains("dropout") || line.contains("restarts"); };
    QCOMPARE(lines.removeIf(isYounger), qsizetype(2));   // one of the plugin, one of every run
    write(spec, lines.join('\n'));
    const CliResult judged = runAssay({"eval", folder, "--run", "1", "--json"});
    QVERIFY2(judged.exitCode == 0, qPrintable(judged.err));
    QVERIFY(judged.json["metrics"].toObject().contains("accuracy"));
  }

  void aRunThatCannotBeSupervisedHasFailedAndSaysWhy() {
    const QString folder = trainedTable();
    QJsonObject stopped = stateOf(folder);
    stopped["state"] = "stopped";
    write(folder + "/runs/1/state.json", QJsonDocument(stopped).toJson(QJsonDocument::Compact));
    QVERIFY(QFile::remove(folder + "/runs/1/supervisor.lock"));
    QVERIFY(QDir().mkpath(folder + "/runs/1/supervisor.lock"));   // a folder cannot be locked
    const CliResult resumed = runAssay({"train", folder, "--resume", "1", "--json"});
    QCOMPARE(resumed.exitCode, 4);
    QVERIFY2(resumed.errorText().contains("supervisor.lock"), qPrintable(resumed.errorText()));
    QCOMPARE(stateOf(folder)["state"].toString(), QString("failed"));
    QCOMPARE(runAssay({"watch", folder, "1", "--json"}).exitCode, 4);
  }

 private:
  static QJsonObject stateOf(const QString& folder) {
    return QJsonDocument::fromJson(contentOf(folder + "/runs/1/state.json")).object();
  }
  /// As its own event says.
  static qint64 workerOf(const QString& folder) {
    for (const QByteArray& line : contentOf(folder + "/runs/1/events.jsonl").split('\n')) {
      const QJsonObject event = QJsonDocument::fromJson(line).object();
      if (event["kind"] == "state" && event["state"] == "running") return event["pid"].toInteger();
    }
    return 0;
  }
  static bool isAlive(qint64 pid) {
    const QByteArray stat = contentOf(QStringLiteral("/proc/%1/stat").arg(pid));
    return stat.contains(") ") && !stat.contains(") Z ");
  }
  static void resumesAndStops(const QString& folder) {
    const QString events = folder + "/runs/1/events.jsonl";
    const qsizetype before = contentOf(events).size();
    QProcess resume;
    resume.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", {"train", folder, "--resume", "1", "--json"});
    QVERIFY(resume.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(events).mid(before).contains("\"kind\":\"step\""), 60000);
    const CliResult stopped = runAssay({"stop", folder, "1", "--json"});
    QVERIFY2(stopped.exitCode == 0, qPrintable(stopped.err));
    QVERIFY(hasEnded(resume, 60000));
    QCOMPARE(resume.exitCode(), 5);
  }
};

QTEST_GUILESS_MAIN(CliProcessesTest)
#include "tst_cli_processes.moc"
