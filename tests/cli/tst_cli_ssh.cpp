// SPDX-License-Identifier: Apache-2.0
// Runs on two hosts over ssh: two real sshd, each with a home of its own and, where that may be done, in a network namespace of its own behind a link of
// 200 Mbit/s, so that nothing is shared but the network.
#include "tests/cli/network_hosts.h"
#include "tests/cli/remote_test.h"

class CliSshTest : public QObject, private RemoteTest {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    if (serverProgram("sshd").isEmpty() || serverProgram("ssh-keygen").isEmpty()) QSKIP("no sshd is installed");
    makeKey("user");
    QDir().mkpath("/run/sshd");   // root's sshd wants it
    QString why;
    network_ = NetworkHosts::join({"alpha", "beta"}, 200, why);
    if (!network_) qInfo("both hosts are on the loopback, no namespaces can be made: %s", qPrintable(why));
    QByteArray config, known;
    for (const QString& host : {QStringLiteral("alpha"), QStringLiteral("beta")}) startHost(host, config, known);
    writeTestFile(path("config"), config);
    writeTestFile(path("known"), known);
    writeTestFile(path("ssh"), "#!/bin/sh\nexec " + (network_ ? network_->onClient().join(' ').toUtf8() + " " : QByteArray()) + "ssh -F " + path("config").toUtf8() + " \"$@\"\n", executable);
    qputenv("ASSAY_SSH", path("ssh").toUtf8());
    qputenv("ASSAY_HOME", path("home").toUtf8());
    QDir().mkpath(path("home"));
    port_ = freeTestPort();
    writeTargets();
  }

  void theSameWeightsAsOnThisMachine() {
    const QString project = freshTable();
    const qint64 before = receivedBy("beta");
    const CliResult here = runAssay(train(project, {"--nproc", "2"}, 100)), there = runAssay(train(project, {"--target", "lab"}, 100));
    QVERIFY2(here.exitCode == 0, qPrintable(here.err));
    QVERIFY2(there.exitCode == 0, qPrintable(there.err));
    QVERIFY(!weightsOf(project, 2).isEmpty());
    QCOMPARE(weightsOf(project, 2), weightsOf(project, 1));
    QCOMPARE(eventsOf(project, 2, "plan").value(0)["ranks"].toInt(), 2);
    QVERIFY(QFile::exists(path("alpha") + "/.assay-jobs") && QFile::exists(path("beta") + "/.assay-jobs"));
    // The data and what the ranks told each other came over the host's own link, not by way of this machine's memory.
    if (network_) QVERIFY2(receivedBy("beta") > before + 50000, qPrintable(QString::number(receivedBy("beta") - before)));
    // Judged here with the model that came home.
    const CliResult judged = runAssay({"eval", project, "--run", "2", "--json"});
    QVERIFY2(judged.exitCode == 0, qPrintable(judged.err));
  }

  void theDataIsSentOnce() {
    const QString project = freshTable();
    QCOMPARE(runAssay(train(project, {"--target", "one"}, 5)).exitCode, 0);
    QCOMPARE(runAssay(train(project, {"--target", "one"}, 5)).exitCode, 0);
    const auto sent = [&](int run) {
      int count = 0;
      for (const QJsonObject& event : eventsOf(project, run, "progress")) count += event["text"].toString().startsWith("sending to") ? 1 : 0;
      return count;
    };
    QVERIFY(sent(1) > 0);
    QCOMPARE(sent(2), 0);
  }

  /// The file holds no weights, which the other host can only find when it has it.
  void aFileThatAnOptionNamesGoesAlong() {
    const QString project = fresh("boards"), weights = path("weights.safetensors");
    QCOMPARE(runAssay({"sample", "boards", project, "--count", "8"}).exitCode, 0);
    writeTestFile(weights, "none");
    const CliResult result = runAssay(train(project, {"--target", "one", "--set", "model.mode=single", "--set", "model.weights=" + weights}, 5));
    QVERIFY(result.exitCode != 0);
    QVERIFY2(result.errorText().contains("fewer than 8 bytes") && result.errorText().contains("/external/"), qPrintable(result.errorText()));
    QCOMPARE(contentOf(runFolder(project, 1) + "/spec.yaml").contains(weights.toUtf8()), true);   // here the run names what was asked
  }

  void neitherALostConnectionNorAClosedWindowLosesAnything() {
    const QString project = freshTable();
    QProcess window;
    window.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", train(project, {"--target", "lab"}, 100000000));
    QTRY_VERIFY_WITH_TIMEOUT(!eventsOf(project, 1, "step").isEmpty(), 60000);
    const auto isSecondHostHeard = [&] {
      const QByteArray said = contentOf(runFolder(project, 1) + "/ranks/1/events.jsonl");
      return said.contains("\"kind\":\"step\"") && said.contains("from_seq");
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSecondHostHeard(), 60000);
    QVERIFY(endAll("relay") > 0);   // the connection, from the other side
    const qsizetype before = eventsOf(project, 1).size();
    QTRY_VERIFY_WITH_TIMEOUT(eventsOf(project, 1).size() > before + 20, 60000);
    window.kill();
    window.waitForFinished();
    QVERIFY(endAll("mirror") > 0);   // as if this machine had been switched off
    QCOMPARE(runAssay({"runs", project, "--json"}).json["runs"].toArray()[0].toObject()["state"].toString(), QString("lost"));
    const CliResult stopped = runAssay({"stop", project, "1", "--json"});
    QVERIFY2(stopped.exitCode == 0, qPrintable(stopped.err));
    QCOMPARE(stateOf(project, 1)["state"].toString(), QString("stopped"));
    QVERIFY(!weightsOf(project, 1).isEmpty());
    qint64 own = 0, remote = 0;
    for (const QJsonObject& event : eventsOf(project, 1)) {
      QCOMPARE(event["seq"].toInteger(), ++own);
      if (event.contains("from_seq")) QCOMPARE(event["from_seq"].toInteger(), ++remote);   // none twice, none missing
    }
    QVERIFY(remote > 20);
    QTRY_VERIFY_WITH_TIMEOUT(processes("assay-worker").isEmpty(), 20000);   // nothing is left there
    resumesThere(project);
  }

  void whatKeepsAJobFromStartingIsSaidBefore_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("words");
    QTest::newRow("no such host") << "nowhere" << "ssh cannot reach the host";
    QTest::newRow("another key") << "stranger" << "Permission denied";
    QTest::newRow("nobody listens") << "deaf" << "Connection refused";
    QTest::newRow("no program there") << "empty" << "there is no program `/nonexistent/assay`";
    QTest::newRow("a folder that is a file") << "full" << "cannot be written there";
    QTest::newRow("unknown target") << "moon" << "there is no target `moon`; known: local, lab";
  }
  void whatKeepsAJobFromStartingIsSaidBefore() {
    QFETCH(QString, target);
    QFETCH(QString, words);
    const QString project = freshTable();
    const CliResult result = runAssay(train(project, {"--target", target}, 5));
    QVERIFY2(result.exitCode == 6 || target == "moon", qPrintable(result.err));
    QVERIFY2((result.err + result.errorText()).contains(words), qPrintable(result.err + result.errorText()));
    QVERIFY(!QFile::exists(project + "/runs/1"));
  }

  void aPortThatIsTakenIsNamed() {
    const QString project = freshTable();
    QProcess other;   // somebody else's server on the job's port
    startOn("alpha", other, {"python3", "-c", QStringLiteral("import socket,time\ns=socket.create_server(('', %1))\nprint('up', flush=True)\ntime.sleep(60)").arg(port_)});
    QVERIFY(other.waitForReadyRead(10000));
    const CliResult result = runAssay(train(project, {"--target", "lab"}, 5));
    QVERIFY2(result.exitCode == 6, qPrintable(result.err));
    QVERIFY2(result.errorText().contains("port " + QString::number(port_)), qPrintable(result.errorText()));
    other.kill();
    other.waitForFinished();
  }

  void cleanupTestCase() {
    hosts_.clear();
    network_.reset();
  }

 private:
  static constexpr QFileDevice::Permissions executable = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;

  void makeKey(const QString& name) const {
    QCOMPARE(QProcess::execute(serverProgram("ssh-keygen"), {"-q", "-t", "ed25519", "-N", "", "-f", path(name)}), 0);
  }

  QString addressOf(const QString& host) const { return network_ ? network_->address(host) : QStringLiteral("127.0.0.1"); }

  void startOn(const QString& host, QProcess& process, const QStringList& command) const {
    const QStringList all = (network_ ? network_->on(host) : QStringList()) + command;
    process.start(all.first(), all.mid(1));
  }

  /// Bytes, over its link; 0 where hosts have none of their own.
  qint64 receivedBy(const QString& host) const {
    if (!network_) return 0;
    QProcess ask;
    startOn(host, ask, {"cat", "/sys/class/net/eth0/statistics/rx_bytes"});
    ask.waitForFinished(10000);
    return ask.readAll().trimmed().toLongLong();
  }

  void startHost(const QString& host, QByteArray& config, QByteArray& known) {
    const QByteArray address = addressOf(host).toUtf8();
    const QByteArray port = QByteArray::number(freeTestPort()), home = path(host).toUtf8();
    QDir().mkpath(path(host));
    makeKey(host + "_key");
    writeTestFile(path(host + "_command"), "#!/bin/sh\nexport HOME=" + home + " PATH=" + qgetenv("ASSAY_BIN") + ":$PATH\nunset ASSAY_HOME\ncd\nexec sh -c \"$SSH_ORIGINAL_COMMAND\"\n", executable);
    writeTestFile(path(host + "_sshd"), "Port " + port + "\nListenAddress " + address + "\nHostKey " + home + "_key\nAuthorizedKeysFile " + path("user.pub").toUtf8() +
                                            "\nPidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nForceCommand " + home + "_command\n");
    const QStringList command = (network_ ? network_->on(host) : QStringList()) + QStringList{serverProgram("sshd"), "-D", "-e", "-f", path(host + "_sshd")};
    hosts_.push_back(std::make_unique<ServerProcess>(command.first(), command.mid(1)));
    known += "[" + address + "]:" + port + " " + contentOf(path(host + "_key.pub"));
    config += "Host " + host.toUtf8() + "\n  HostName " + address + "\n  Port " + port + "\n  IdentityFile " + path("user").toUtf8() + "\n";
    if (host == "alpha") {
      makeKey("another");
      config += "Host stranger\n  HostName " + address + "\n  Port " + port + "\n  IdentityFile " + path("another").toUtf8() + "\n";
      config += "Host deaf\n  HostName " + address + "\n  Port " + QByteArray::number(freeTestPort()) + "\n";
    }
    if (host == "beta") config += "Host *\n  IdentitiesOnly yes\n  UserKnownHostsFile " + path("known").toUtf8() + "\n";
    QTRY_VERIFY_WITH_TIMEOUT(hosts_.back()->said().contains("listening"), 10000);
  }

  void writeTargets() const {
    const QByteArray port = QByteArray::number(port_);
    QByteArray text = "targets:\n  - {name: lab, kind: ssh, hosts: [alpha, beta], master: " + addressOf("alpha").toUtf8() + ", port: " + port + "}\n  - {name: one, kind: ssh, hosts: [alpha]}\n";
    for (const char* host : {"stranger", "deaf"}) text += QByteArray("  - {name: ") + host + ", kind: ssh, hosts: [" + host + "]}\n";
    text += "  - {name: nowhere, kind: ssh, hosts: [nowhere.invalid]}\n  - {name: empty, kind: ssh, hosts: [alpha], program: /nonexistent/assay}\n"
            "  - {name: full, kind: ssh, hosts: [alpha], folder: /dev/null/jobs}\n";
    writeTestFile(path("home/targets.yaml"), text);
  }

  /// From where it was stopped, on the same hosts.
  void resumesThere(const QString& project) const {
    QProcess window;
    window.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", {"train", project, "--resume", "1", "--json"});
    QTRY_VERIFY_WITH_TIMEOUT(eventsOf(project, 1, "plan").size() == 2, 60000);
    QVERIFY(eventsOf(project, 1, "plan")[1]["step"].toInteger() > 0);
    QCOMPARE(runAssay({"stop", project, "1", "--json"}).exitCode, 0);
    QVERIFY(hasEnded(window, 60000));
    QCOMPARE(window.exitCode(), 5);
  }

  std::unique_ptr<NetworkHosts> network_;
  std::vector<std::unique_ptr<ServerProcess>> hosts_;
  int port_ = 0;
};

QTEST_GUILESS_MAIN(CliSshTest)
#include "tst_cli_ssh.moc"
