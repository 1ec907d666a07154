// SPDX-License-Identifier: Apache-2.0
// Several ranks on this machine, with the real programs: that they learn what one rank learns, and that they come back from a death.
#include "tests/cli/cli_folder.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <csignal>
#include <cmath>

class CliRanksTest : public QObject, private CliFolder {
  Q_OBJECT

 private Q_SLOTS:
  void ranksLearnWhatOneLearns_data() {
    QTest::addColumn<int>("ranks");
    QTest::addColumn<int>("accumulate");
    QTest::newRow("2 ranks") << 2 << 1;
    QTest::newRow("4 ranks") << 4 << 1;
    QTest::newRow("2 ranks, 2 batches a step") << 2 << 2;
  }
  void ranksLearnWhatOneLearns() {
    QFETCH(int, ranks);
    QFETCH(int, accumulate);
    const QStringList same{"trainer.accumulate=" + QString::number(accumulate)};
    const QList<double> alone = lossesOf(trained(1, same)), together = lossesOf(trained(ranks, same));
    QCOMPARE(alone.size(), qsizetype(50));
    QCOMPARE(together.size(), qsizetype(50));
    for (qsizetype i = 0; i < alone.size(); ++i)
      QVERIFY2(std::abs(together[i] - alone[i]) <= 1e-5 * std::abs(alone[i]), qPrintable(QStringLiteral("step %1: %2 and %3").arg(i + 1).arg(alone[i], 0, 'g', 12).arg(together[i], 0, 'g', 12)));
  }

  /// Its batches hold names, relations or both, so now this and now that part of the network gets no gradient.
  void aTextReaderLearnsTheSameOnTwoRanks() {
    const QString folder = fresh("sentences");
    QCOMPARE(runAssay({"sample", "sentences", folder, "--count", "200"}).exitCode, 0);
    for (const int ranks : {1, 2}) {
      const CliResult result = runAssay(arguments(folder, ranks, {"trainer.max_steps=12", "trainer.batch_size=4"}));
      QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    }
    const QList<double> alone = lossesOf(folder, 1), together = lossesOf(folder, 2);
    QCOMPARE(alone.size(), qsizetype(12));
    QCOMPARE(together.size(), qsizetype(12));
    for (qsizetype i = 0; i < alone.size(); ++i) QVERIFY2(std::abs(together[i] - alone[i]) <= 1e-5 * std::abs(alone[i]), qPrintable(QString::number(i + 1)));
  }

  void twoRanksRepeatBitByBit() {
    const QString a = trained(2), b = trained(2);
    QVERIFY(!weightsOf(a).isEmpty());
    QCOMPARE(weightsOf(a), weightsOf(b));
  }

  void everyRankReportsAndThePlanSaysHowManyThereAre() {
    const QString folder = trained(2);
    const QList<QJsonObject> plans = eventsOf(folder, "plan");
    QCOMPARE(plans.size(), qsizetype(1));
    QCOMPARE(plans[0]["ranks"].toInt(), 2);
    QCOMPARE(plans[0]["all_reduce"].toString(), QString("flat"));
    QVERIFY(!plans[0]["reason"].toString().isEmpty());
    QVERIFY(contentOf(folder + "/runs/1/ranks/1/events.jsonl").contains("\"communicate\""));
    QCOMPARE(stateOf(folder)["state"].toString(), QString("done"));
    QVERIFY(stateOf(folder)["device"].toString().contains("2 ranks"));
  }

  void aKilledRankCostsNothingButTheStepsSince_data() {
    QTest::addColumn<int>("victim");
    QTest::newRow("the first rank") << 0;
    QTest::newRow("another rank") << 1;
  }
  void aKilledRankCostsNothingButTheStepsSince() {
    QFETCH(int, victim);
    const QString undisturbed = trained(2, {"trainer.max_steps=2500"});
    const QString folder = freshTable();
    QProcess train;
    train.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", arguments(folder, 2, {"trainer.max_steps=2500", "trainer.checkpoint_minutes=0.005"}));
    QVERIFY(train.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(folder + "/runs/1/events.jsonl").contains("\"kind\":\"checkpoint\""), 60000);
    const qint64 worker = workerOf(folder, victim);
    QVERIFY(worker > 1);
    kill(pid_t(worker), SIGKILL);
    QVERIFY(hasEnded(train, 120000));
    QVERIFY2(train.exitCode() == 0, train.readAllStandardError());
    const QList<QJsonObject> restarts = eventsOf(folder, "restart");
    QCOMPARE(restarts.size(), qsizetype(1));
    QCOMPARE(restarts[0]["rank"].toInt(), victim);
    QCOMPARE(restarts[0]["signal"].toInt(), SIGKILL);
    QVERIFY(restarts[0]["from"].toString() != "the start");
    QCOMPARE(weightsOf(folder), weightsOf(undisturbed));   // generators and positions of both ranks came back, too
  }

  void aRunIsStoppedOnAllRanksAndGoesOn_data() {
    QTest::addColumn<int>("ranks");
    QTest::newRow("2 ranks") << 2;
    QTest::newRow("3 ranks, where the order of sums depends on the buckets") << 3;
  }
  void aRunIsStoppedOnAllRanksAndGoesOn() {
    QFETCH(int, ranks);
    const QString whole = trained(ranks, {"trainer.max_steps=2500"});
    const QString folder = freshTable();
    QProcess train;
    train.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", arguments(folder, ranks, {"trainer.max_steps=2500"}));
    QVERIFY(train.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(folder + "/runs/1/events.jsonl").contains("\"kind\":\"step\""), 60000);
    QCOMPARE(runAssay({"stop", folder, "1", "--json"}).exitCode, 0);
    QVERIFY(hasEnded(train, 60000));
    QCOMPARE(train.exitCode(), 5);
    const CliResult resumed = runAssay({"train", folder, "--resume", "1", "--json"});
    QVERIFY2(resumed.exitCode == 0, qPrintable(resumed.err));
    QCOMPARE(weightsOf(folder), weightsOf(whole));
  }

  void ranksThatGoTheirOwnWayMeetNow() {
    const QStringList own{"distributed.local_steps=5", "trainer.max_steps=203"};   // ends between two meetings
    const QString a = trained(2, own), b = trained(2, own);
    QCOMPARE(weightsOf(a), weightsOf(b));
    QCOMPARE(eventsOf(a, "plan")[0]["local_steps"].toInt(), 5);
    const QList<double> alone = lossesOf(trained(1, {"trainer.max_steps=203"})), together = lossesOf(a);
    QVERIFY(together.last() < 0.5 * together.first());
    QVERIFY2(together.last() < 3 * alone.last() + 0.05, qPrintable(QStringLiteral("%1 and %2").arg(alone.last()).arg(together.last())));
  }

  /// Convolutions lie channels last, and what is each rank's own travels in a checkpoint all the same.
  void convolutionsWithStepsOfTheirOwnComeBackFromACheckpoint() {
    const QStringList own{"distributed.local_steps=3", "trainer.max_steps=90", "trainer.batch_size=4", "trainer.checkpoint_minutes=1000", "trainer.checkpoint_steps=15"};
    const auto boards = [&] {
      const QString folder = fresh("boards");
      runAssay({"sample", "boards", folder, "--count", "12"});
      return folder;
    };
    const QString undisturbed = boards(), folder = boards();
    QCOMPARE(runAssay(arguments(undisturbed, 2, own)).exitCode, 0);
    QProcess train;
    train.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", arguments(folder, 2, own));
    QVERIFY(train.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(folder + "/runs/1/events.jsonl").contains("\"kind\":\"checkpoint\""), 60000);
    kill(pid_t(workerOf(folder, 1)), SIGKILL);
    QVERIFY(hasEnded(train, 120000));
    QVERIFY2(train.exitCode() == 0, train.readAllStandardError());
    QCOMPARE(eventsOf(folder, "restart").size(), qsizetype(1));
    QCOMPARE(weightsOf(folder), weightsOf(undisturbed));
  }

  void compressedGradientsLearnAsWell_data() {
    QTest::addColumn<QString>("compression");
    for (const char* name : {"bf16", "fp16", "power_sgd"}) QTest::newRow(name) << name;
  }
  void compressedGradientsLearnAsWell() {
    QFETCH(QString, compression);
    const QStringList settings{"trainer.max_steps=200", "distributed.compression=" + compression};
    const QString a = trained(2, settings);
    const QList<double> exact = lossesOf(trained(2, {"trainer.max_steps=200"})), losses = lossesOf(a);
    QVERIFY2(losses.last() < 2 * exact.last() + 0.05, qPrintable(QStringLiteral("%1 and %2").arg(exact.last()).arg(losses.last())));
    QCOMPARE(weightsOf(trained(2, settings)), weightsOf(a));
  }

  void aRunThatOneRankCannotDoSaysWhichAndWhy() {
    const CliResult result = runAssay(arguments(freshTable(), 3, {"trainer.batch_size=2"}));
    QCOMPARE(result.exitCode, 3);
    QCOMPARE(result.errorCode(), QString("bad_option"));
    QVERIFY2(result.errorText().contains("a batch of 2 samples cannot be shared by 3 ranks"), qPrintable(result.errorText()));
  }

 private:
  static QStringList arguments(const QString& folder, int ranks, const QStringList& settings) {
    QStringList line{"train", folder, "--nproc", QString::number(ranks), "--json"};
    for (const QString& setting : QStringList{"trainer.max_minutes=0", "trainer.max_epochs=0", "trainer.max_steps=50", "trainer.batch_size=16", "trainer.events_per_second=10000",
                                              "trainer.evaluate_every=0", "device.threads=1", "device.precision=fp32", "trainer.checkpoint_minutes=0",
                                              "model.dropout=0"} + settings)
      line << "--set" << setting;
    return line;
  }
  QString trained(int ranks, const QStringList& settings = {}) {
    const QString folder = freshTable();
    const CliResult result = runAssay(arguments(folder, ranks, settings));
    if (result.exitCode != 0) QTest::qFail(qPrintable(result.err), __FILE__, __LINE__);
    return folder;
  }
  static QList<QJsonObject> eventsOf(const QString& folder, const QString& kind, int run = 1) {
    QList<QJsonObject> found;
    for (const QByteArray& line : contentOf(folder + "/runs/" + QString::number(run) + "/events.jsonl").split('\n')) {
      const QJsonObject event = QJsonDocument::fromJson(line).object();
      if (event["kind"].toString() == kind) found << event;
    }
    return found;
  }
  /// One a step, when events are frequent enough.
  static QList<double> lossesOf(const QString& folder, int run = 1) {
    QList<double> losses;
    for (const QJsonObject& event : eventsOf(folder, "step", run)) losses << event["values"].toObject()["loss"].toDouble();
    return losses;
  }
  static QByteArray weightsOf(const QString& folder) {
    const QString checkpoints = folder + "/runs/1/checkpoints";
    const QStringList generations = QDir(checkpoints).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    if (generations.isEmpty()) return {};
    return QCryptographicHash::hash(contentOf(checkpoints + "/" + generations.last() + "/model.safetensors"), QCryptographicHash::Sha256).toHex();
  }
  static QJsonObject stateOf(const QString& folder) { return QJsonDocument::fromJson(contentOf(folder + "/runs/1/state.json")).object(); }
  static qint64 workerOf(const QString& folder, int rank) {
    const QString events = folder + "/runs/1/" + (rank == 0 ? QString() : QStringLiteral("ranks/%1/").arg(rank)) + "events.jsonl";
    for (const QByteArray& line : contentOf(events).split('\n')) {
      const QJsonObject event = QJsonDocument::fromJson(line).object();
      if (event["kind"] == "state" && event["state"] == "running") return event["pid"].toInteger();
    }
    return 0;
  }
};

QTEST_GUILESS_MAIN(CliRanksTest)
#include "tst_cli_ranks.moc"
