// SPDX-License-Identifier: Apache-2.0
// The real worker on the table plugin: train, stop, kill, resume, evaluate, predict, serve.
#include <QLocalSocket>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <filesystem>

#include <sys/stat.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/job/event_log.h"
#include "core/job/run_directory.h"
#include "tests/plugins/template/table_project.h"

using namespace assay;
using namespace assay::test;
namespace fs = std::filesystem;

namespace {

constexpr int patience = 120000;   // ms; a machine under load, never a promise

struct Ended {
  int code = -1;
  Json answer;   ///< last line of stdout
  QString errors;
};

QString worker() { return QString::fromStdString(siblingProgram("assay-worker").string()); }

Ended runWorker(const QStringList& arguments) {
  QProcess process;
  process.start(worker(), arguments);
  if (!process.waitForFinished(patience)) process.kill();
  Ended ended;
  ended.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
  ended.errors = QString::fromUtf8(process.readAllStandardError());
  const QByteArray lines = process.readAllStandardOutput().trimmed();
  if (!lines.isEmpty()) ended.answer = parseJson(lines.mid(lines.lastIndexOf('\n') + 1).toStdString(), "stdout");
  return ended;
}

Ended train(const RunDirectory& run) { return runWorker({"train", "--run", QString::fromStdString(run.folder().string())}); }

std::string bytesOfLast(const RunDirectory& run, const char* file) {
  return run.lastCheckpoint() ? readFile(*run.lastCheckpoint() / file) : std::string();
}

OptionValues longRun() {
  OptionValues options;
  options.set("trainer.max_epochs", int64_t{400});
  options.set("trainer.evaluate_every", int64_t{50});
  options.set("trainer.checkpoint_minutes", 0.002);
  return options;
}

}  // namespace

class TableWorkerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void classesAreLearntJudgedAndPredicted() {
    const RunDirectory run = makeTableRun(root(), "1", pointsCsv(300, 1), pointsCsv(100, 2));
    const Ended trained = train(run);
    QVERIFY2(trained.code == 0, qPrintable(trained.errors));
    QCOMPARE(trained.answer["state"].get<std::string>(), std::string("done"));
    QCOMPARE(trained.answer["run"].get<std::string>(), std::string("1"));
    QVERIFY(run.status().state == RunState::Done);
    QVERIFY(run.status().metrics.contains("accuracy"));
    QVERIFY(fs::exists(run.artifactsFolder() / "confusion.json"));

    const Ended judged = runWorker({"evaluate", "--run", text(run.folder()), "--split", "test"});
    QVERIFY2(judged.code == 0, qPrintable(judged.errors));
    QCOMPARE(judged.answer["count"].get<int64_t>(), int64_t{100});
    QVERIFY(judged.answer["metrics"]["accuracy"].get<double>() > 0.95);   // three groups that do not touch
    QVERIFY(readJson(run.evaluation("test").folder() / "result.json") == judged.answer);
    for (const char* kind : {"confusion", "coverage", "worst"})
      QVERIFY(fs::exists(run.evaluation("test").artifactsFolder() / (std::string(kind) + ".json")));

    fs::remove(root() / "train.csv");   // predicting needs the run, not the data
    writeFileAtomically(root() / "in.json",
                        R"({"inputs":[{"row":{"width":38,"height":2}},{"row":{"width":"x","height":2}},{"image":"a.png"}]})");
    const Ended predicted = runWorker({"predict", "--run", text(run.folder()), "--inputs", text(root() / "in.json"), "--out",
                                       text(root() / "out.json")});
    QVERIFY2(predicted.code == 0, qPrintable(predicted.errors));
    const Json outputs = readJson(root() / "out.json")["outputs"];
    QCOMPARE(outputs.size(), std::size_t{3});
    QCOMPARE(outputs[0]["class"].get<std::string>(), std::string("bolt"));   // the group at angle 0
    QCOMPARE(outputs[1]["error"]["code"].get<std::string>(), std::string("bad_input"));
    QCOMPARE(outputs[2]["error"]["message"].get<std::string>().find("row") != std::string::npos, true);
  }

  void quantitiesAreLearnt() {
    const RunDirectory run = makeTableRun(root(), "1", lineCsv(400, 1), lineCsv(100, 2));
    QCOMPARE(train(run).code, 0);
    const Ended judged = runWorker({"evaluate", "--run", text(run.folder()), "--split", "test"});
    QVERIFY2(judged.answer["metrics"]["r2"].get<double>() > 0.95, qPrintable(judged.errors));
    QVERIFY(fs::exists(run.evaluation("test").artifactsFolder() / "scatter.json"));
  }

  void aKilledWorkerResumesToTheSameBits() {
    const RunDirectory whole = makeTableRun(root(), "whole", pointsCsv(300, 1), pointsCsv(20, 2), longRun());
    QCOMPARE(train(whole).code, 0);
    const RunDirectory broken = makeTableRun(root(), "broken", pointsCsv(300, 1), pointsCsv(20, 2), longRun());
    int kills = 0;
    for (int checkpoints = 1; checkpoints <= 3; ++checkpoints) {
      QProcess process;
      process.start(worker(), {"train", "--run", text(broken.folder())});
      QVERIFY(process.waitForStarted());
      const auto before = broken.lastCheckpoint();
      while (process.state() == QProcess::Running && broken.lastCheckpoint() == before) process.waitForFinished(5);
      kills += process.state() == QProcess::Running;
      process.kill();
      QVERIFY(process.waitForFinished(patience));
    }
    QVERIFY2(kills > 0, "the run ended before it could be killed");
    const Ended resumed = train(broken);
    QVERIFY2(resumed.code == 0, qPrintable(resumed.errors));
    for (const char* file : {"model.safetensors", "optimizer.safetensors"}) {
      QVERIFY(!bytesOfLast(whole, file).empty());
      QVERIFY2(bytesOfLast(whole, file) == bytesOfLast(broken, file), file);
    }
  }

  void aTerminatedWorkerLeavesACheckpointAndExitsWithFive() {
    const RunDirectory run = makeTableRun(root(), "1", pointsCsv(300, 1), pointsCsv(20, 2), longRun());
    QProcess process;
    process.start(worker(), {"train", "--run", text(run.folder())});
    QTRY_VERIFY_WITH_TIMEOUT(!run.lastCheckpoint() ? false : true, patience);
    process.terminate();
    QVERIFY(process.waitForFinished(patience));
    QCOMPARE(process.exitCode(), 5);
    QVERIFY(run.status().state == RunState::Stopped);
    QVERIFY(process.readAllStandardOutput().contains("\"state\":\"stopped\""));
  }

  void faultsAreOneSentenceAndAnExitCode() {
    const Ended missing = runWorker({"train", "--run", text(root() / "nothing")});
    QCOMPARE(missing.code, 3);
    QCOMPARE(missing.answer["error"]["code"].get<std::string>(), std::string("not_found"));

    QCOMPARE(runWorker({"dance"}).code, 2);

    const RunDirectory untrained = makeTableRun(root(), "1", pointsCsv(30, 1), pointsCsv(10, 2));
    const Ended early = runWorker({"evaluate", "--run", text(untrained.folder())});
    QCOMPARE(early.code, 3);
    QVERIFY(early.answer["error"]["message"].get<std::string>().find("no checkpoint") != std::string::npos);
    QVERIFY(untrained.evaluation("test").status().state == RunState::Failed);

    RunSpec spec = untrained.spec();
    spec.plugin = "astrology";
    writeRunSpec(spec, untrained.specFile());
    const Ended unknown = train(untrained);
    QCOMPARE(unknown.code, 3);
    QVERIFY(unknown.answer["error"]["message"].get<std::string>().find("astrology") != std::string::npos);
    QVERIFY(untrained.status().state == RunState::Failed);
    QCOMPARE(untrained.status().errorCode, std::string("not_found"));
  }

  void aBrokenTableFailsTheRunNamingTheLine() {
    const RunDirectory run = makeTableRun(root(), "1", "a,b,y\n1,2,3\n1,2\n", lineCsv(5, 2));
    const Ended ended = train(run);
    QCOMPARE(ended.code, 3);
    QVERIFY(run.status().errorWhere.ends_with("train.csv:3"));
  }

  void theServerAnswersLinesInOrder() {
    const RunDirectory run = makeTableRun(root(), "1", pointsCsv(60, 1), pointsCsv(20, 2));
    QCOMPARE(train(run).code, 0);
    const fs::path socketPath = root() / "serve.sock";
    QProcess server;
    server.start(worker(), {"serve", "--run", text(run.folder()), "--socket", text(socketPath), "--with-parent"});
    QTRY_VERIFY_WITH_TIMEOUT(server.canReadLine(), patience);
    QCOMPARE(server.readLine().trimmed(), QByteArray("{\"ready\":true}"));
    struct stat info {};
    QCOMPARE(stat(socketPath.c_str(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0600);

    QLocalSocket client;
    client.connectToServer(text(socketPath));
    QVERIFY(client.waitForConnected(patience));
    client.write("{\"id\":1,\"input\":{\"row\":{\"width\":30,\"height\":1}}}\n"
                 "{\"id\":\"two\",\"input\":{\"row\":{}}}\nno json\n");
    const auto line = [&] {
      while (!client.canReadLine() && client.waitForReadyRead(patience)) {}
      return parseJson(client.readLine().toStdString(), "answer");
    };
    const Json first = line(), second = line(), third = line();
    QCOMPARE(first["id"].get<int>(), 1);
    QVERIFY(first["output"].contains("class"));
    QCOMPARE(second["id"].get<std::string>(), std::string("two"));
    QCOMPARE(second["error"]["code"].get<std::string>(), std::string("bad_input"));
    QVERIFY(third["id"].is_null());

    client.write(QByteArray((1 << 20) + 10, 'x'));
    QCOMPARE(line()["error"]["code"].get<std::string>(), std::string("bad_input"));
    QTRY_VERIFY_WITH_TIMEOUT((client.waitForReadyRead(10), client.state() == QLocalSocket::UnconnectedState), patience);

    server.closeWriteChannel();
    QVERIFY(server.waitForFinished(patience));
    QCOMPARE(server.exitCode(), 0);
    QVERIFY(!fs::exists(socketPath));
  }

  void theProbeSaysWhatThisMachineCanDo() {
    const Ended probe = runWorker({"probe"});
    QCOMPARE(probe.code, 0);
    for (const char* key : {"cpu", "features", "threads", "memory", "gpus", "torch", "precision"})
      QVERIFY2(probe.answer.contains(key), key);
    QVERIFY(probe.answer["precision"]["bf16_speed_up"].get<double>() > 0);
  }

 private:
  static QString text(const fs::path& path) { return QString::fromStdString(path.string()); }
  fs::path root() const { return folder_->path().toStdString(); }
  std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(TableWorkerTest)
#include "tst_table_worker.moc"
