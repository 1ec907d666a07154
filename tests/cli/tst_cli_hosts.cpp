// SPDX-License-Identifier: Apache-2.0
// Several hosts, each a supervisor with a run folder of its own and nothing shared but a connection: real processes on this machine.
#include "tests/cli/cli_folder.h"

#include <QCryptographicHash>
#include <csignal>

#include "core/job/rank_processes.h"

class CliHostsTest : public QObject, private CliFolder {
  Q_OBJECT

 private Q_SLOTS:
  void twoHostsLearnWhatTwoRanksOfOneHostLearn() {
    const QString project = prepared(50);
    const auto hosts = startHosts(project, 2, 1);
    for (const auto& host : hosts) QVERIFY2(finished(*host), qPrintable(said(*host)));
    QCOMPARE(hosts[0]->exitCode(), 0);
    QCOMPARE(hosts[1]->exitCode(), 0);
    QCOMPARE(stateOf(project, 0), QString("done"));
    const CliResult together = runAssay(line(project, 50) << "--nproc" << "2");
    QVERIFY2(together.exitCode == 0, qPrintable(together.err));
    QVERIFY(!weightsOf(project + "/runs/host-0").isEmpty());
    QCOMPARE(weightsOf(project + "/runs/host-0"), weightsOf(project + "/runs/2"));
    QVERIFY(!QFile::exists(project + "/runs/host-1/checkpoints"));   // the first rank saves
    QVERIFY(QFile::exists(project + "/runs/host-1/ranks/1/events.jsonl"));
  }

  void twoRanksOnEachOfTwoHosts() {
    const QString project = prepared(50);
    const auto hosts = startHosts(project, 2, 2);
    for (const auto& host : hosts) QVERIFY2(finished(*host), qPrintable(said(*host)));
    const QList<QJsonObject> plans = eventsOf(project, "plan");
    QCOMPARE(plans.size(), qsizetype(1));
    QCOMPARE(plans[0]["ranks"].toInt(), 4);
    QVERIFY(plans[0]["flat_ms"].toDouble() > 0 && plans[0]["hierarchical_ms"].toDouble() > 0);   // both were measured
  }

  void aRunGoesOnWithoutAHostAndWithItAgain() {
    const QString project = prepared(1000000);
    auto hosts = startHosts(project, 2, 1);
    QTRY_VERIFY_WITH_TIMEOUT(hasEvent(project, "checkpoint"), 60000);
    hosts[1]->kill();   // its ranks end with it
    QVERIFY(hosts[1]->waitForFinished(10000));
    QTRY_VERIFY_WITH_TIMEOUT(lastPlan(project)["ranks"].toInt() == 1, 60000);
    QTRY_VERIFY_WITH_TIMEOUT(stepsAfterLastPlan(project) > 0, 60000);
    const qint64 before = lastPlan(project)["step"].toInteger();
    QVERIFY(before > 0);   // from a checkpoint
    hosts[1] = startHost(project, 1, 2, 1);
    QTRY_VERIFY_WITH_TIMEOUT(lastPlan(project)["ranks"].toInt() == 2, 60000);
    QVERIFY(lastPlan(project)["step"].toInteger() > before);
    QTRY_VERIFY_WITH_TIMEOUT(stepsAfterLastPlan(project) > 0, 60000);
    const QList<QJsonObject> restarts = eventsOf(project, "restart");
    QCOMPARE(restarts.size(), qsizetype(2));
    QCOMPARE(restarts[0]["restart"].toInt(), 1);
    QVERIFY2(restarts[0]["text"].toString().contains("went away"), qPrintable(restarts[0]["text"].toString()));
    QCOMPARE(restarts[1]["text"].toString(), QString("hosts came back"));
    QCOMPARE(restarts[1]["restart"].toInt(), 1);   // that was nobody's fault
    kill(pid_t(hosts[0]->processId()), SIGTERM);
    for (const auto& host : hosts) QVERIFY2(finished(*host), qPrintable(said(*host)));
    QCOMPARE(hosts[0]->exitCode(), 5);
    QCOMPARE(hosts[1]->exitCode(), 5);
  }

  /// A batch system that wants a host back asks only that one.
  void aHostThatIsAskedToLeaveMakesAllSave() {
    const QString project = prepared(1000000);
    const auto hosts = startHosts(project, 2, 1);
    QTRY_VERIFY_WITH_TIMEOUT(stepsAfterLastPlan(project) > 0, 60000);
    kill(pid_t(hosts[1]->processId()), SIGTERM);
    for (const auto& host : hosts) QVERIFY2(finished(*host), qPrintable(said(*host)));
    QCOMPARE(stateOf(project, 0), QString("stopped"));
    QVERIFY(!weightsOf(project + "/runs/host-0").isEmpty());
  }

  void aHostThatDoesNotComeIsNamed() {
    const QString project = prepared(50);
    const auto host = startHost(project, 0, 3, 1, {{"ASSAY_JOIN_SECONDS", "1"}});
    QVERIFY(finished(*host));
    QCOMPARE(host->exitCode(), 6);
    QVERIFY2(said(*host).contains("hosts 1, 2 of 3 did not come within 1 s"), qPrintable(said(*host)));
    QCOMPARE(stateOf(project, 0), QString("failed"));
  }

  void aStrangerIsTurnedAway() {
    const QString project = prepared(50);
    const auto first = startHost(project, 0, 2, 1);
    const auto stranger = startHost(project, 1, 2, 1, {{"ASSAY_JOB_TOKEN", "another secret of 24 char"}});
    QVERIFY(finished(*stranger));
    QCOMPARE(stranger->exitCode(), 6);
    QVERIFY2(said(*stranger).contains("it has another job's secret"), qPrintable(said(*stranger)));
    const auto second = startHost(project, 1, 2, 1);
    QVERIFY(finished(*second) && finished(*first));
    QCOMPARE(first->exitCode(), 0);
  }

  void variablesThatSayNonsenseAreNamed() {
    const QString project = prepared(50);
    const auto host = startHost(project, 0, 2, 1, {{"ASSAY_MASTER", "nowhere"}});
    QVERIFY(finished(*host));
    QCOMPARE(host->exitCode(), 3);
    QVERIFY2(said(*host).contains("ASSAY_MASTER"), qPrintable(said(*host)));
  }

 private:
  using Host = std::unique_ptr<QProcess>;

  static QStringList line(const QString& project, int steps) {
    QStringList line{"train", project, "--json"};
    for (const QString& setting : {QStringLiteral("trainer.max_minutes=0"), QStringLiteral("trainer.max_epochs=0"), QStringLiteral("trainer.max_steps=%1").arg(steps), QStringLiteral("trainer.batch_size=16"),
                                   QStringLiteral("trainer.evaluate_every=0"), QStringLiteral("device.threads=1"), QStringLiteral("device.precision=fp32"),
                                   QStringLiteral("trainer.checkpoint_minutes=0.005")})
      line << "--set" << setting;
    return line;
  }
  /// A project with runs/host-0 and runs/host-1 as a launcher stages them: what is asked, and nothing done yet.
  QString prepared(int steps) {
    port_ = assay::MeetingPort(assay::PortOn::EveryAddress).number();
    const QString project = freshTable();
    const CliResult asked = runAssay(line(project, 1));
    if (asked.exitCode != 0) QTest::qFail(qPrintable(asked.err), __FILE__, __LINE__);
    const QByteArray spec = contentOf(project + "/runs/1/spec.yaml").replace("max_steps: 1\n", "max_steps: " + QByteArray::number(steps) + "\n");
    QJsonObject state = QJsonDocument::fromJson(contentOf(project + "/runs/1/state.json")).object();
    state["state"] = "created";
    for (const char* host : {"host-0", "host-1"}) {
      write(project + "/runs/" + host + "/spec.yaml", spec);
      write(project + "/runs/" + host + "/state.json", QJsonDocument(state).toJson(QJsonDocument::Compact));
    }
    return project;
  }
  Host startHost(const QString& project, int host, int hosts, int ranks, const QMap<QString, QString>& changes = {}) const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QMap<QString, QString> variables{{"ASSAY_HOST", QString::number(host)}, {"ASSAY_HOSTS", QString::number(hosts)}, {"ASSAY_RANKS", QString::number(ranks)},
                                     {"ASSAY_MASTER", "127.0.0.1:" + QString::number(port_)}, {"ASSAY_JOB_TOKEN", "a secret of 24 characters"},
                                     {"ASSAY_JOIN_SECONDS", "60"}, {"ASSAY_REJOIN_SECONDS", "1"}};
    for (auto at = changes.begin(); at != changes.end(); ++at) variables[at.key()] = at.value();
    for (auto at = variables.begin(); at != variables.end(); ++at) environment.insert(at.key(), at.value());
    Host process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environment);
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->start(qEnvironmentVariable("ASSAY_BIN") + "/assay", {"supervise", project + "/runs/host-" + QString::number(host), "--json"});
    process->waitForStarted();
    return process;
  }
  std::vector<Host> startHosts(const QString& project, int hosts, int ranks) const {
    std::vector<Host> all;
    for (int host = 0; host < hosts; ++host) all.push_back(startHost(project, host, hosts, ranks));
    return all;
  }
  static bool finished(QProcess& process) { return process.state() == QProcess::NotRunning || process.waitForFinished(60000); }
  static QString said(QProcess& process) { return QString::fromUtf8(process.readAll()); }
  static QList<QJsonObject> eventsOf(const QString& project, const QString& kind) {
    QList<QJsonObject> found;
    for (const QByteArray& text : contentOf(project + "/runs/host-0/events.jsonl").split('\n')) {
      const QJsonObject event = QJsonDocument::fromJson(text).object();
      if (kind.isEmpty() || event["kind"].toString() == kind) found << event;
    }
    return found;
  }
  static bool hasEvent(const QString& project, const QString& kind) { return !eventsOf(project, kind).isEmpty(); }
  static QJsonObject lastPlan(const QString& project) {
    const QList<QJsonObject> plans = eventsOf(project, "plan");
    return plans.isEmpty() ? QJsonObject() : plans.last();
  }
  static int stepsAfterLastPlan(const QString& project) {
    int steps = 0;
    for (const QJsonObject& event : eventsOf(project, {})) {
      if (event["kind"] == "plan") steps = 0;
      if (event["kind"] == "step") ++steps;
    }
    return hasEvent(project, "plan") ? steps : 0;
  }
  static QString stateOf(const QString& project, int host) {
    return QJsonDocument::fromJson(contentOf(project + "/runs/host-" + QString::number(host) + "/state.json")).object()["state"].toString();
  }
  static QByteArray weightsOf(const QString& run) {
    const QStringList generations = QDir(run + "/checkpoints").entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    if (generations.isEmpty()) return {};
    return QCryptographicHash::hash(contentOf(run + "/checkpoints/" + generations.last() + "/model.safetensors"), QCryptographicHash::Sha256).toHex();
  }

  int port_ = 0;
};

QTEST_GUILESS_MAIN(CliHostsTest)
#include "tst_cli_hosts.moc"
