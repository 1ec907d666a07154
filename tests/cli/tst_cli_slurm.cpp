// SPDX-License-Identifier: Apache-2.0
// Runs on a real Slurm of two nodes on this machine: munged, slurmctld and two slurmd.
#include "tests/cli/remote_test.h"

#include <unistd.h>

class CliSlurmTest : public QObject, private RemoteTest {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    if (serverProgram("slurmctld").isEmpty() || serverProgram("munged").isEmpty()) QSKIP("no Slurm is installed");
    if (geteuid() != 0) QSKIP("slurmd needs root");
    startMunge();
    startSlurm();
    qputenv("ASSAY_HOME", path("home").toUtf8());
    QDir().mkpath(path("home"));
    writeTestFile(path("home/targets.yaml"), "targets:\n  - {name: cluster, kind: slurm, nodes: 2, partition: main, master: 127.0.0.1, port: " + QByteArray::number(freeTestPort()) +
                                                 "}\n  - {name: other, kind: slurm, partition: nosuch}\n  - {name: large, kind: slurm, nodes: 3}\n");
    QTRY_VERIFY_WITH_TIMEOUT(slurm("sinfo", {"-h", "-t", "idle", "-o", "%D"}).trimmed() == "2", 30000);
  }

  void theSameWeightsAsOnThisMachine() {
    const QString project = freshTable();
    const CliResult here = runAssay(train(project, {"--nproc", "2"}, 100)), there = runAssay(train(project, {"--target", "cluster"}, 100));
    QVERIFY2(here.exitCode == 0, qPrintable(here.err));
    QVERIFY2(there.exitCode == 0, qPrintable(there.err + contentOf(runFolder(project, 2) + "/slurm.log")));
    QVERIFY(!weightsOf(project, 2).isEmpty());
    QCOMPARE(weightsOf(project, 2), weightsOf(project, 1));
    QCOMPARE(eventsOf(project, 2, "plan").value(0)["ranks"].toInt(), 2);
  }

  void aRequeuedRunGoesOnAndEndsTheSame() {
    const QString project = freshTable();
    QCOMPARE(runAssay(train(project, {"--nproc", "2"}, 3000)).exitCode, 0);
    QProcess window;
    window.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", train(project, {"--target", "cluster"}, 3000));
    QTRY_VERIFY_WITH_TIMEOUT(!eventsOf(project, 2, "checkpoint").isEmpty(), 60000);
    const QString job = jobOf(project, 2);
    slurm("scontrol", {"requeue", job});
    QTRY_VERIFY_WITH_TIMEOUT(slurm("squeue", {"-h", "-j", job, "-o", "%T"}).startsWith("PENDING"), 30000);
    QTRY_VERIFY_WITH_TIMEOUT((slurm("scontrol", {"update", "JobId=" + job, "StartTime=now"}), eventsOf(project, 2, "plan").size() == 2), 60000);   // else it waits two minutes
    QVERIFY(eventsOf(project, 2, "plan")[1]["step"].toInteger() > 0);
    QVERIFY(hasEnded(window, 120000));
    QVERIFY2(window.exitCode() == 0, window.readAllStandardError());   // it has waited
    QCOMPARE(weightsOf(project, 2), weightsOf(project, 1));
  }

  void aStoppedRunLeavesTheQueue() {
    const QString project = freshTable();
    QProcess window;
    window.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", train(project, {"--target", "cluster"}, 100000000));
    QTRY_VERIFY_WITH_TIMEOUT(!eventsOf(project, 1, "step").isEmpty(), 60000);
    QCOMPARE(runAssay({"stop", project, "1", "--json"}).exitCode, 0);
    QVERIFY(hasEnded(window, 60000));
    QCOMPARE(window.exitCode(), 5);
    QTRY_VERIFY_WITH_TIMEOUT(slurm("squeue", {"-h"}).isEmpty(), 30000);
    QVERIFY(!weightsOf(project, 1).isEmpty());
  }

  void aRunWhoseNodesDieIsTold() {
    const QString project = freshTable();
    QProcess window;
    window.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", train(project, {"--target", "cluster"}, 100000000));
    QTRY_VERIFY_WITH_TIMEOUT(!eventsOf(project, 1, "step").isEmpty(), 60000);
    slurm("scontrol", {"update", "JobId=" + jobOf(project, 1), "Requeue=0"});
    for (const QString& name : QDir("/proc").entryList(QDir::Dirs))
      if (const QByteArray line = contentOf("/proc/" + name + "/cmdline"); line.contains(QByteArray("supervise\0", 10) + runFolder(project, 1).toUtf8())) kill(name.toInt(), SIGKILL);
    QVERIFY(hasEnded(window, 60000));
    QCOMPARE(window.exitCode(), 4);
    QTRY_VERIFY_WITH_TIMEOUT(slurm("squeue", {"-h"}).isEmpty(), 30000);
  }

  void whatSlurmRefusesIsSaid() {
    const QString project = freshTable();
    const CliResult partition = runAssay(train(project, {"--target", "other"}, 5));
    QCOMPARE(partition.exitCode, 6);
    QVERIFY2(partition.errorText().contains("no partition `nosuch`"), qPrintable(partition.errorText()));
    QVERIFY(!QFile::exists(project + "/runs/1"));
    const CliResult large = runAssay(train(project, {"--target", "large"}, 5));   // more nodes than there are
    QCOMPARE(large.exitCode, 6);
    QVERIFY2(large.errorText().contains("Slurm refused the job"), qPrintable(large.errorText()));
  }

  void cleanupTestCase() {
    while (!servers_.empty()) servers_.pop_back();   // in the reverse order
  }

 private:
  void startMunge() {
    QDir().mkpath(path("munge"));
    QFile::setPermissions(path("munge"), QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    writeTestFile(path("munge/key"), QByteArray(1024, 'k'), QFileDevice::ReadOwner);
    const auto file = [&](const char* name) { return path(QStringLiteral("munge/") + name); };
    servers_.push_back(std::make_unique<ServerProcess>(serverProgram("munged"), QStringList{"--foreground", "--force", "--key-file=" + file("key"), "--socket=" + file("socket"),
                                                                                           "--pid-file=" + file("pid"), "--log-file=" + file("log"), "--seed-file=" + file("seed")}));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file("socket")), 10000);
  }

  void startSlurm() {
    QDir().mkpath(path("state"));
    QByteArray config = "ClusterName=test\nSlurmctldHost=localhost\nSlurmctldPort=" + QByteArray::number(freeTestPort()) + "\nAuthType=auth/munge\nAuthInfo=socket=" +
                        path("munge/socket").toUtf8() + "\nCredType=cred/munge\nSlurmUser=root\nSlurmdUser=root\nStateSaveLocation=" + path("state").toUtf8() +
                        "\nSlurmdSpoolDir=" + path("spool-%n").toUtf8() + "\nSlurmdPidFile=" + path("slurmd-%n.pid").toUtf8() + "\nSlurmctldPidFile=" + path("slurmctld.pid").toUtf8() +
                        "\nProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\nSelectType=select/linear\nSwitchType=switch/none\nMpiDefault=none\nReturnToService=2\nKillWait=5\nEnforcePartLimits=ALL\n";
    for (const char* node : {"n1", "n2"}) config += QByteArray("NodeName=") + node + " NodeAddr=127.0.0.1 Port=" + QByteArray::number(freeTestPort()) + " CPUs=2\n";
    writeTestFile(path("slurm.conf"), config + "PartitionName=main Nodes=n1,n2 Default=YES State=UP MaxTime=INFINITE\n");
    qputenv("SLURM_CONF", path("slurm.conf").toUtf8());
    servers_.push_back(std::make_unique<ServerProcess>(serverProgram("slurmctld"), QStringList{"-D", "-f", path("slurm.conf")}));
    for (const char* node : {"n1", "n2"})
      servers_.push_back(std::make_unique<ServerProcess>(serverProgram("slurmd"), QStringList{"-D", "-N", node, "-f", path("slurm.conf")}));
  }

  static QByteArray slurm(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(20000);
    return process.readAllStandardOutput();
  }
  static QString jobOf(const QString& project, int run) {
    return QJsonDocument::fromJson(contentOf(runFolder(project, run) + "/launch.json")).object()["job"].toString();
  }

  std::vector<std::unique_ptr<ServerProcess>> servers_;
};

QTEST_GUILESS_MAIN(CliSlurmTest)
#include "tst_cli_slurm.moc"
