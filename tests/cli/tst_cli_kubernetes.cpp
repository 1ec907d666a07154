// SPDX-License-Identifier: Apache-2.0
// Runs in the pods of a cluster, by way of a program that speaks as kubectl does and keeps its pods as processes of this machine (fake_kubectl): what is
// applied, that everything travels through it, what becomes of pods that wait, are replaced or are not wanted any more.
#include "tests/cli/remote_test.h"

class CliKubernetesTest : public QObject, private RemoteTest {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QProcess mounts;
    mounts.start("unshare", {"--mount", "--propagation", "private", "true"});
    if (!mounts.waitForFinished(10000) || mounts.exitCode() != 0) QSKIP("mount namespaces, in which pods get their volumes, cannot be made here");
    writeTestFile(path("kubectl"), "#!/bin/sh\nexport PATH=" + qgetenv("ASSAY_BIN") + ":$PATH\nexec python3 " + qgetenv("ASSAY_SOURCE") + "/tests/cli/fake_kubectl \"$@\"\n",
                  QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    qputenv("ASSAY_KUBECTL", path("kubectl").toUtf8());
    qputenv("ASSAY_HOME", path("home").toUtf8());
    QDir().mkpath(path("home"));
  }
  void init() {
    cluster_ = fresh("cluster");
    QDir().mkpath(cluster_);
    qputenv("FAKE_CLUSTER", cluster_.toUtf8());
    const QByteArray common = "kind: kubernetes, image: \"registry.example/assay:0.1\", nodes: 2, master: 127.0.0.1, port: " + QByteArray::number(freeTestPort()) + ", folder: " + path("mnt").toUtf8() + ", environment: {ASSAY_REJOIN_SECONDS: \"3\"}";
    writeTestFile(path("home/targets.yaml"), "targets:\n  - {name: pods, " + common + ", context: lab, namespace: vision, gpus: 0, claim: jobs}\n  - {name: light, " + common +
                                                 "}\n  - {name: lost, " + common + ", claim: nothing}\n");
  }
  void cleanup() {
    endAll("mirror");   // of a test that failed
    for (const QString& job : QDir(cluster_).entryList({"*.job"}, QDir::Files)) kubectl({"delete", "job/" + QString(job).remove(".job")});
  }

  void theSameWeightsAsOnThisMachine() {
    const QString project = freshTable();
    const CliResult here = runAssay(train(project, {"--nproc", "2"}, 100)), there = runAssay(train(project, {"--target", "pods"}, 100));
    QVERIFY2(here.exitCode == 0, qPrintable(here.err));
    QVERIFY2(there.exitCode == 0, qPrintable(there.err));
    QVERIFY(!weightsOf(project, 2).isEmpty());
    QCOMPARE(weightsOf(project, 2), weightsOf(project, 1));
    QCOMPARE(eventsOf(project, 2, "plan").value(0)["ranks"].toInt(), 2);
    QCOMPARE(contentOf(cluster_ + "/context"), QByteArray("lab"));
    QCOMPARE(contentOf(cluster_ + "/namespace"), QByteArray("vision"));
    QVERIFY(QDir(cluster_).entryList({"*.job"}, QDir::Files).isEmpty());   // the pods are gone
    QVERIFY(QDir(cluster_ + "/volumes").entryList(QDir::Dirs | QDir::NoDotAndDotDot).size() == 2);
  }

  void whatIsApplied() {
    const QString project = freshTable();
    QCOMPARE(runAssay(train(project, {"--target", "pods"}, 5)).exitCode, 0);
    const QJsonArray items = QJsonDocument::fromJson(contentOf(cluster_ + "/applied.json")).array();
    QCOMPARE(items.size(), qsizetype(2));
    const QJsonObject service = items[0].toObject(), job = items[1].toObject();
    QCOMPARE(service["kind"].toString(), QString("Service"));
    QCOMPARE(service["spec"].toObject()["clusterIP"].toString(), QString("None"));
    const QString name = job["metadata"].toObject()["name"].toString();
    QVERIFY2(name.startsWith("assay-job-1-") && name.size() <= 57, qPrintable(name));   // pods append -65535
    const QJsonObject spec = job["spec"].toObject(), pod = spec["template"].toObject()["spec"].toObject(), container = pod["containers"].toArray()[0].toObject();
    QCOMPARE(spec["completionMode"].toString(), QString("Indexed"));
    QCOMPARE(spec["completions"].toInt(), 2);
    QCOMPARE(pod["subdomain"].toString(), name);
    QCOMPARE(container["image"].toString(), QString("registry.example/assay:0.1"));
    QVERIFY(container["volumeMounts"].toArray()[0].toObject()["subPathExpr"].toString().endsWith("$(ASSAY_POD)"));
  }

  void aPodThatIsReplacedGoesOn_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<QStringList>("lost");
    QTest::newRow("the first, with what a claim kept") << "pods" << QStringList{"0"};
    QTest::newRow("the first, with all that it held") << "light" << QStringList{"0", "--with-volume"};
  }
  void aPodThatIsReplacedGoesOn() {
    QFETCH(QString, target);
    QFETCH(QStringList, lost);
    const QString project = freshTable();
    QCOMPARE(runAssay(train(project, {"--nproc", "2"}, 6000)).exitCode, 0);
    QProcess window;
    window.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", train(project, {"--target", target}, 6000));
    QTRY_VERIFY_WITH_TIMEOUT(!eventsOf(project, 2, "checkpoint").isEmpty(), 60000);
    kubectl(QStringList{"evict"} + lost);
    QVERIFY(hasEnded(window, 180000));
    QVERIFY2(window.exitCode() == 0, window.readAllStandardError());
    QVERIFY2(eventsOf(project, 2, "plan").size() >= 2, "nothing was interrupted");
    QCOMPARE(eventsOf(project, 2, "plan").last()["step"].toInteger() > 0, target == "pods");
    QCOMPARE(weightsOf(project, 2), weightsOf(project, 1));
  }

  /// Without its pod the run goes on with one rank, and with two again when another pod has its place.
  void aPodBesideTheFirstIsTakenBack() {
    const QString project = freshTable();
    QProcess window;
    window.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", train(project, {"--target", "pods"}, 100000000));
    QTRY_VERIFY_WITH_TIMEOUT(!eventsOf(project, 1, "checkpoint").isEmpty(), 60000);
    kubectl({"evict", "1"});
    const auto ranks = [&] {
      QList<int> counts;
      for (const QJsonObject& plan : eventsOf(project, 1, "plan")) counts << plan["ranks"].toInt();
      return counts;
    };
    QTRY_VERIFY_WITH_TIMEOUT(ranks().size() > 1 && ranks().last() == 2, 90000);
    QCOMPARE(ranks().first(), 2);
    QCOMPARE(runAssay({"stop", project, "1", "--json"}).exitCode, 0);
    QVERIFY(hasEnded(window, 60000));
  }

  void podsThatWaitSayForWhatAndAStoppedRunLetsThemGo() {
    writeTestFile(cluster_ + "/pending", "0/3 nodes are available: 3 Insufficient nvidia.com/gpu.");
    const QString project = freshTable();
    QProcess window;
    window.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", train(project, {"--target", "light"}, 5));
    const auto waits = [&] {
      const QList<QJsonObject> told = eventsOf(project, 1, "progress");
      return !told.isEmpty() && told.last()["text"].toString().contains("Insufficient nvidia.com/gpu");
    };
    QTRY_VERIFY_WITH_TIMEOUT(waits(), 30000);
    QCOMPARE(QDir(cluster_).entryList({"*.job"}, QDir::Files).size(), qsizetype(1));
    QCOMPARE(runAssay({"stop", project, "1", "--json"}).exitCode, 0);
    QVERIFY(hasEnded(window, 60000));
    QCOMPARE(window.exitCode(), 5);
    QVERIFY(QDir(cluster_).entryList({"*.job"}, QDir::Files).isEmpty());
  }

  void aStoppedRunGoesOnFromWhatItsClaimKept() {
    const QString project = freshTable();
    QProcess window;
    window.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", train(project, {"--target", "pods"}, 3000));
    QTRY_VERIFY_WITH_TIMEOUT(!eventsOf(project, 1, "checkpoint").isEmpty(), 60000);
    QCOMPARE(runAssay({"stop", project, "1", "--json"}).exitCode, 0);
    QVERIFY(hasEnded(window, 60000));
    QCOMPARE(window.exitCode(), 5);
    QVERIFY(QDir(cluster_).entryList({"*.job"}, QDir::Files).isEmpty());
    const CliResult resumed = runAssay({"train", project, "--resume", "1", "--json"});
    QVERIFY2(resumed.exitCode == 0, qPrintable(resumed.err));
    QVERIFY(eventsOf(project, 1, "plan").last()["step"].toInteger() > 0);
  }

  void withoutAClaimAStoppedRunCannotGoOnAndSaysWhy() {
    const QString project = freshTable();
    QProcess window;
    window.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", train(project, {"--target", "light"}, 100000000));
    QTRY_VERIFY_WITH_TIMEOUT(!eventsOf(project, 1, "checkpoint").isEmpty(), 60000);
    QCOMPARE(runAssay({"stop", project, "1", "--json"}).exitCode, 0);
    QVERIFY(hasEnded(window, 60000));
    QVERIFY(!weightsOf(project, 1).isEmpty());   // they came home all the same
    const CliResult resumed = runAssay({"train", project, "--resume", "1", "--json"});
    QCOMPARE(resumed.exitCode, 6);
    QVERIFY2(resumed.errorText().contains("takes a `claim` of the target"), qPrintable(resumed.err));
    QCOMPARE(stateOf(project, 1)["state"].toString(), QString("stopped"));
  }

  /// The pods left because nobody looked after them for long, and the run was over: with a claim its model still comes home.
  void aRunWhosePodsHaveLeftComesHome() {
    const QString project = freshTable();
    QProcess window;
    window.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", train(project, {"--target", "pods"}, 100000000));
    QTRY_VERIFY_WITH_TIMEOUT(!eventsOf(project, 1, "checkpoint").isEmpty(), 60000);
    window.kill();
    window.waitForFinished();
    QVERIFY(endAll("mirror") > 0);   // this machine is switched off
    const QString name = QDir(cluster_).entryList({"*.job"}, QDir::Files).value(0).remove(".job");
    const QString run = QString::fromUtf8(contentOf(cluster_ + "/volumes/" + name + "-0/jobs/" + QString(name).remove(0, 6) + "/run")).trimmed();
    const QString there = cluster_ + "/volumes/" + name + "-0" + run.mid(path("mnt").size());
    QVERIFY2(QFile::exists(there + "/state.json"), qPrintable(there));
    writeTestFile(there + "/stop", "");
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(there + "/state.json").contains("stopped"), 60000);
    kubectl({"leave"});
    const CliResult watched = runAssay({"stop", project, "1", "--json"});   // looks after it again
    QVERIFY2(watched.exitCode == 0, qPrintable(watched.err));
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(project, 1)["state"].toString(), QString("stopped"), 60000);
    QVERIFY(!weightsOf(project, 1).isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(QDir(cluster_).entryList({"*.job"}, QDir::Files).isEmpty(), 20000);
  }

  void whatKeepsAJobFromStartingIsSaidBefore_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("words");
    QTest::newRow("nobody answers") << "down" << QByteArray("1") << "pods" << "kubectl cannot reach the cluster: Unable to connect to the server";
    QTest::newRow("no rights") << "deny" << QByteArray("create pods --subresource=exec") << "pods" << "you may not run commands in pods";
    QTest::newRow("a quota") << "refuse" << QByteArray("exceeded quota: gpus") << "pods" << "the cluster refuses the job: Error from server (Forbidden): exceeded quota";
    QTest::newRow("no claim") << "unused" << QByteArray("1") << "lost" << "there is no volume claim `nothing`";
  }
  void whatKeepsAJobFromStartingIsSaidBefore() {
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QFETCH(QString, target);
    QFETCH(QString, words);
    writeTestFile(cluster_ + "/" + file, content);
    const QString project = freshTable();
    const CliResult result = runAssay(train(project, {"--target", target}, 5));
    QCOMPARE(result.exitCode, 6);
    QVERIFY2((result.err + result.errorText()).contains(words), qPrintable(result.err + result.errorText()));
    QVERIFY(!QFile::exists(project + "/runs/1"));
    QFile::remove(cluster_ + "/down");
  }

  void withoutKubectlTheTargetSaysSo() {
    qputenv("ASSAY_KUBECTL", "/nonexistent/kubectl");
    const CliResult result = runAssay(train(freshTable(), {"--target", "pods"}, 5));
    qputenv("ASSAY_KUBECTL", path("kubectl").toUtf8());
    QCOMPARE(result.exitCode, 6);
    QVERIFY2((result.err + result.errorText()).contains("/nonexistent/kubectl"), qPrintable(result.err));
  }

 private:
  void kubectl(const QStringList& arguments) const { QCOMPARE(QProcess::execute(path("kubectl"), arguments), 0); }

  QString cluster_;
};

QTEST_GUILESS_MAIN(CliKubernetesTest)
#include "tst_cli_kubernetes.moc"
