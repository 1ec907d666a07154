// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/error.h"
#include "core/job/launch_record.h"
#include "core/job/slurm_launcher.h"
#include "core/job/target.h"
#include "tests/support/expect_error.h"

using namespace assay;

class TargetTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void targetsComeBackFromTheirText() {
    Target ssh;
    ssh.name = "lab";
    ssh.kind = TargetKind::Ssh;
    ssh.hosts = {"alpha", "me@beta.local"};
    ssh.ranks = 0;
    ssh.folder = "~/with space";
    ssh.program = "/opt/assay 2/bin/assay";
    ssh.masterHost = "10.0.0.1";
    ssh.port = 1234;
    ssh.environment = {{"NCCL_DEBUG", "INFO"}, {"EMPTY", ""}, {"ODD", "a: b # c"}};
    Target slurm;
    slurm.name = "cluster";
    slurm.kind = TargetKind::Slurm;
    slurm.nodes = 4;
    slurm.partition = "gpu";
    slurm.timeLimit = "1-08:00:00";
    slurm.gres = "gpu:a100:4";
    Target pods;
    pods.name = "pods";
    pods.kind = TargetKind::Kubernetes;
    pods.nodes = 3;
    pods.ranks = 8;
    pods.gpus = 8;
    pods.image = "registry.example:5000/vision/assay:0.1";
    pods.nameSpace = "vision";
    pods.context = "lab";
    pods.claim = "jobs";
    const std::vector<Target> all{ssh, slurm, pods};
    QVERIFY(parseTargets(targetsText(all), "targets.yaml") == all);
  }

  void whatCannotBeATargetIsNamedWithItsLine_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("words");
    QTest::newRow("an option for ssh") << QByteArray("{name: a, kind: ssh, hosts: [\"-oProxyCommand=x\"]}") << "cannot be a host";
    QTest::newRow("a command in a host") << QByteArray("{name: a, kind: ssh, hosts: [\"a;rm\"]}") << "cannot be a host";
    QTest::newRow("a command in a partition") << QByteArray("{name: a, kind: slurm, partition: \"x y\"}") << "cannot be a partition";
    QTest::newRow("no hosts") << QByteArray("{name: a, kind: ssh}") << "needs `hosts`";
    QTest::newRow("a host twice") << QByteArray("{name: a, kind: ssh, hosts: [h, h]}") << "is there twice";
    QTest::newRow("unknown kind") << QByteArray("{name: a, kind: cloud}") << "none of local, ssh, slurm";
    QTest::newRow("no image") << QByteArray("{name: a, kind: kubernetes}") << "needs `image`";
    QTest::newRow("an option for kubectl") << QByteArray("{name: a, kind: kubernetes, image: x, context: \"--kubeconfig=/x\"}") << "cannot be a context";
    QTest::newRow("unknown key") << QByteArray("{name: a, kind: slurm, partitoin: x}") << "partition";
    QTest::newRow("no variable") << QByteArray("{name: a, kind: slurm, environment: {\"1X\": y}}") << "no name of a variable";
    QTest::newRow("too many") << QByteArray("{name: a, kind: slurm, nodes: 100000000}") << "was expected";
    QTest::newRow("the name of this machine") << QByteArray("{name: local, kind: slurm}") << "other than local";
  }
  void whatCannotBeATargetIsNamedWithItsLine() {
    QFETCH(QByteArray, line);
    QFETCH(QString, words);
    const Error fault = errorOf([&] { parseTargets("targets:\n  - " + line.toStdString() + "\n", "t.yaml"); });
    QVERIFY2(QString(fault.what()).contains(words), fault.what());
    QVERIFY2(QString(fault.what()).contains("t.yaml:2"), fault.what());
  }

  void twoOfOneNameAreRefused() {
    QVERIFY(failsWith(Code::BadInput, "is there twice", [] { parseTargets("targets:\n  - {name: a, kind: slurm}\n  - {name: a, kind: slurm}\n", "t.yaml"); }));
  }

  void onesOwnTargetsAreFoundBesideTheProjects() {
    QTemporaryDir home;
    qputenv("ASSAY_HOME", home.path().toUtf8());
    Target own, shared;
    own.name = "mine";
    shared.name = "ours";
    own.kind = shared.kind = TargetKind::Slurm;
    QVERIFY(readOwnTargets().empty());
    writeOwnTargets({own});
    QCOMPARE(findTarget("mine", {shared}).name, std::string("mine"));
    QCOMPARE(findTarget("ours", {shared}).name, std::string("ours"));
    QVERIFY(findTarget("local", {shared}).kind == TargetKind::Local);
    QVERIFY(failsWith(Code::Environment, "known: local, ours, mine", [&] { findTarget("moon", {shared}); }));
  }

  void aLaunchIsRememberedForItsOwnerOnly() {
    QTemporaryDir folder;
    qputenv("ASSAY_HOME", folder.filePath("home").toUtf8());
    const RunDirectory run(folder.path().toStdString());
    QVERIFY(!readLaunchRecord(run));
    Target target;
    target.name = "cluster";
    target.kind = TargetKind::Slurm;
    const std::string token = freshToken();
    writeLaunchRecord(run, {target, "42", token});
    const auto record = readLaunchRecord(run);
    QVERIFY(record && record->target == target && record->job == "42" && record->token == token);
    QCOMPARE(QFile::permissions(folder.filePath("launch.json")) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(token.size() == 32 && freshToken() != token);
    qputenv("ASSAY_HOME", folder.filePath("another").toUtf8());   // as in a project that somebody else sent
    QVERIFY(!readLaunchRecord(run));
  }

  void theScriptQuotesWhatAShellWouldRead() {
    Target target;
    target.name = "cluster";
    target.kind = TargetKind::Slurm;
    target.nodes = 2;
    target.program = "/opt/it's here/assay";
    target.environment = {{"WORDS", "two 'quoted' $words"}};
    const std::string script = SlurmLauncher(target).script(RunDirectory("/data/my runs/7"), "secret");
    for (const char* words : {"#SBATCH --nodes=2\n", "#SBATCH --requeue\n", "export WORDS='two '\\''quoted'\\'' $words'\n", "'/opt/it'\\''s here/assay' '/data/my runs/7'"})
      QVERIFY2(script.find(words) != std::string::npos, (std::string(words) + "\n--\n" + script).c_str());
  }
};

QTEST_GUILESS_MAIN(TargetTest)
#include "tst_target.moc"
