// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <QProcess>
#include <QTemporaryDir>

#include "core/base/atomic_file.h"
#include "core/job/cluster_job.h"
#include "core/job/kubernetes_objects.h"
#include "core/job/slurm_script.h"
#include "tests/support/expect_error.h"

using namespace assay;

namespace {

const char* const shortJob = R"(kind: AIJob
metadata: {name: solder}
spec:
  replicas: 4
  template:
    image: registry.local/assay:1.0
    command: [assay, train, /data/boards.assay]
    args: [--set, "trainer.max_minutes=20"]
    env: {NCCL_DEBUG: INFO, OMP_NUM_THREADS: 8}
    resources: {limits: {nvidia.com/gpu: 2, cpu: 16, memory: 64Gi}}
)";

const char* const podJob = R"(apiVersion: ai.factory.example/v1beta1
kind: AIJob
metadata: {name: bert, namespace: vision}
spec:
  replicas: 2
  template:
    metadata: {labels: {queue: night}, annotations: {sidecar.istio.io/inject: "false"}}
    spec:
      restartPolicy: OnFailure
      nodeSelector: {zone: "12"}
      volumes: [{name: data, persistentVolumeClaim: {claimName: boards}}]
      containers:
        - name: trainer
          image: torch
          command: [torchrun, train.py]
          env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: keys, key: token}}}]
          resources: {limits: {nvidia.com/gpu: "8"}}
          volumeMounts: [{name: data, mountPath: /data}]
)";

ClusterJob parsed(const char* text) { return parseClusterJob(text, "job.yaml"); }

QString replaced(const char* text, const char* from, const char* to) {
  QString changed = QString::fromUtf8(text);
  if (!changed.contains(from)) qFatal("the fixture has no such text");
  return changed.replace(from, to);
}

std::string valueOf(const Json& container, const std::string& name) {
  for (const Json& variable : container["env"])
    if (variable["name"] == name) return variable.value("value", "");
  return {};
}

/// The launch script in a real shell, with `command` for each rank.
class Shell {
 public:
  Shell(const std::vector<std::pair<const char*, const char*>>& variables, const QString& command) {
    writeFileAtomically((folder_.path() + "/launch.sh").toStdString(), launchScript());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto& [name, value] : variables) environment.insert(name, value);
    environment.insert("MASTER_ADDR", "host");
    environment.insert("MASTER_PORT", "29500");
    process_.setProcessEnvironment(environment);
    process_.start("/bin/sh", {folder_.path() + "/launch.sh", "sh", "-c", command});
    process_.waitForStarted();
  }
  ~Shell() {
    process_.kill();
    process_.waitForFinished();
  }
  void terminate() { process_.terminate(); }
  /// Its exit code; -1 when it does not end.
  int end() { return process_.waitForFinished(50000) ? process_.exitCode() : -1; }
  QString out() {
    process_.waitForReadyRead(50);
    out_ += process_.readAllStandardOutput();
    return QString::fromUtf8(out_);
  }

 private:
  QTemporaryDir folder_;
  QProcess process_;
  QByteArray out_;
};

}  // namespace

class ClusterJobTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aShortTemplateIsAPodWithOneContainer() {
    const ClusterJob job = parsed(shortJob);
    QCOMPARE(job.name, std::string("solder"));
    QCOMPARE(job.replicas, 4);
    QCOMPARE(job.gpus, 2);
    QCOMPARE(job.ranksPerReplica(), 2);
    QCOMPARE(job.command().size(), std::size_t{5});
    QCOMPARE(job.command().back(), std::string("trainer.max_minutes=20"));
    QCOMPARE(valueOf(job.container(), "OMP_NUM_THREADS"), std::string("8"));
  }

  void aPodTemplateStaysAsItIs() {
    const ClusterJob job = parsed(podJob);
    QCOMPARE(job.group, std::string("ai.factory.example"));
    QCOMPARE(job.gpus, 8);
    QCOMPARE(job.ranksPerReplica(), 1);   // torchrun starts its own
    const Json pod = kubernetesObjects(job)[2]["spec"]["template"]["spec"];
    QCOMPARE(pod["restartPolicy"].get<std::string>(), std::string("OnFailure"));
    QCOMPARE(pod["nodeSelector"]["zone"], Json("12"));   // text stays text
    QCOMPARE(pod["volumes"].size(), std::size_t{2});
    QCOMPARE(pod["containers"][0]["volumeMounts"].size(), std::size_t{2});
    QVERIFY(pod["containers"][0]["env"].back()["valueFrom"]["secretKeyRef"]["key"] == "token");
    const Json metadata = kubernetesObjects(job)[2]["spec"]["template"]["metadata"];
    QCOMPARE(metadata["labels"], (Json{{"queue", "night"}, {"app.kubernetes.io/name", "bert"}}));
    const ClusterJob moded = parseClusterJob(replaced(podJob, "persistentVolumeClaim: {claimName: boards}", "secret: {secretName: s, defaultMode: 0400}").toStdString(), "x");
    QCOMPARE(moded.pod["volumes"][0]["secret"]["defaultMode"], Json(256));
    QCOMPARE(metadata["annotations"]["sidecar.istio.io/inject"], Json("false"));
  }

  void wordsStayAsTheyWereWritten() {
    const ClusterJob job = parseClusterJob(replaced(shortJob, "args: [--set, \"trainer.max_minutes=20\"]", "args: [1e5, 007, 1.10, 8, true, 1234567e8, !!str 9]").toStdString(), "x");
    const std::vector<std::string> words = job.command();
    QCOMPARE(std::vector<std::string>(words.begin() + 3, words.end()), (std::vector<std::string>{"1e5", "007", "1.10", "8", "true", "1234567e8", "9"}));
    QCOMPARE(valueOf(parseClusterJob(replaced(shortJob, "NCCL_DEBUG: INFO", "NCCL_DEBUG: 1.10").toStdString(), "x").container(), "NCCL_DEBUG"), std::string("1.10"));
  }

  void launchersAreKnownByWhatIsStarted_data() {
    QTest::addColumn<QString>("command");
    QTest::addColumn<int>("ranks");
    QTest::newRow("plain") << "[python, train.py, --strategy, deepspeed]" << 2;
    QTest::newRow("folder") << "[assay, train, /runs/accelerate]" << 2;
    QTest::newRow("torchrun") << "[/usr/bin/torchrun, train.py]" << 1;
    QTest::newRow("module") << "[python3, -m, torch.distributed.run, train.py]" << 1;
    QTest::newRow("another module") << "[python3, -m, mine, torchrun]" << 2;
    QTest::newRow("shell") << "[bash, -lc, \" torchrun --nproc-per-node=2 train.py\"]" << 1;
    QTest::newRow("unbuffered module") << "[python, -u, -X, dev, -m, torch.distributed.run, train.py]" << 1;
    QTest::newRow("after a folder") << "[bash, -eu, -o, pipefail, -c, \"cd /w && exec torchrun train.py\"]" << 1;
    QTest::newRow("module in a shell") << "[sh, -c, \"A=1 python -m torch.distributed.run train.py\"]" << 1;
    QTest::newRow("environment") << "[env, A=1, torchrun, train.py]" << 1;
    QTest::newRow("shell with another") << "[sh, -c, \"python train.py torchrun\"]" << 2;
  }
  void launchersAreKnownByWhatIsStarted() {
    QFETCH(QString, command);
    QFETCH(int, ranks);
    const QString text = replaced(shortJob, "[assay, train, /data/boards.assay]", command.toUtf8().constData());
    QCOMPARE(parseClusterJob(text.toStdString(), "x").ranksPerReplica(), ranks);
    QCOMPARE(parseClusterJob(text.toStdString().replace(text.indexOf("replicas: 4"), 11, "ranksPerReplica: 5"), "x").ranksPerReplica(), 5);
  }

  void theReplicasFindEachOther() {
    const std::vector<Json> objects = kubernetesObjects(parsed(shortJob));
    QCOMPARE(objects.size(), std::size_t{3});
    const Json& service = objects[1]["spec"];
    QCOMPARE(service["clusterIP"], Json("None"));
    QCOMPARE(service["selector"]["job-name"], Json("solder"));
    const Json& job = objects[2]["spec"];
    QCOMPARE(job["completionMode"], Json("Indexed"));
    QCOMPARE(job["completions"], Json(4));
    QCOMPARE(job["parallelism"], Json(4));
    const Json& pod = job["template"]["spec"];
    QCOMPARE(pod["subdomain"], Json("solder"));
    QCOMPARE(pod["restartPolicy"], Json("Never"));
    const Json& container = pod["containers"][0];
    QCOMPARE(valueOf(container, "MASTER_ADDR"), std::string("solder-0.solder"));
    QCOMPARE(valueOf(container, "NPROC_PER_NODE"), std::string("2"));
    QCOMPARE(container["command"][1], Json("/etc/assay-job/launch.sh"));
    QCOMPARE(container["command"].back(), Json("trainer.max_minutes=20"));
    QVERIFY(!container.contains("args"));
    QCOMPARE(container["resources"]["limits"]["memory"], Json("64Gi"));
    const Json own = kubernetesObjects(parseClusterJob(replaced(shortJob, "NCCL_DEBUG: INFO", "MASTER_PORT: 4242").toStdString(), "x"))[2];
    const Json& variables = own["spec"]["template"]["spec"]["containers"][0]["env"];
    QCOMPARE(std::count_if(variables.begin(), variables.end(), [](const Json& v) { return v["name"] == "MASTER_PORT"; }), std::ptrdiff_t{1});
  }

  void theDefinitionIsOfTheJobsGroup() {
    const Json definition = clusterJobDefinition(parsed(podJob));
    QCOMPARE(definition["metadata"]["name"], Json("aijobs.ai.factory.example"));
    QCOMPARE(definition["spec"]["versions"][0]["name"], Json("v1beta1"));
  }

  void textThatLooksLikeAnythingElseIsQuoted() {
    const std::string text = yamlStream({{{"a", "12"}, {"b", "no"}, {"c", "two\nlines\n"}, {"d", Json::array()}, {"e", 5}, {"f", "plain-text"}, {"g", "x: y"}, {"h", "no end\nhere"}, {"i", nullptr}}});
    QCOMPARE(QString::fromStdString(text), QString("a: \"12\"\nb: \"no\"\nc: |\n  two\n  lines\nd: []\ne: 5\nf: plain-text\ng: \"x: y\"\nh: \"no end\\nhere\"\ni: ~\n"));
  }

  void aWrongJobNamesItsLine_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("where");
    QTest::newRow("kind") << replaced(shortJob, "AIJob", "Job") << "AIJob" << "job.yaml:1";
    QTest::newRow("replicas") << replaced(shortJob, "replicas: 4", "replicas: 0") << "1 to 100000" << "job.yaml:4";
    QTest::newRow("name") << replaced(shortJob, "solder", "Solder_1") << "lower case" << "job.yaml:2";
    QTest::newRow("long name") << replaced(shortJob, "solder", QByteArray(62, 'a').constData()) << "of 63" << "job.yaml:2";
    QTest::newRow("no image") << replaced(shortJob, "    image: registry.local/assay:1.0\n", "") << "image" << "job.yaml";
    QTest::newRow("no command") << replaced(shortJob, "    command: [assay, train, /data/boards.assay]\n", "") << "command" << "job.yaml";
    QTest::newRow("half a gpu") << replaced(shortJob, "gpu: 2", "gpu: 0.5") << "nvidia.com/gpu" << "job.yaml";
    QTest::newRow("unknown key") << replaced(shortJob, "image:", "imagee:") << "image" << "job.yaml:6";
    QTest::newRow("restart") << replaced(podJob, "OnFailure", "Always") << "restartPolicy" << "job.yaml:9";
    QTest::newRow("restart of no text") << replaced(podJob, "restartPolicy: OnFailure", "restartPolicy:") << "restartPolicy" << "job.yaml";
    QTest::newRow("no resources") << replaced(shortJob, "resources: {limits: {nvidia.com/gpu: 2, cpu: 16, memory: 64Gi}}", "resources: 5") << "resources" << "job.yaml";
    QTest::newRow("volumes") << replaced(podJob, "volumes: [{name: data, persistentVolumeClaim: {claimName: boards}}]", "volumes: {}") << "volumes" << "job.yaml:11";
    QTest::newRow("variables") << replaced(shortJob, "env: {NCCL_DEBUG: INFO, OMP_NUM_THREADS: 8}", "env: [FOO]") << "env" << "job.yaml";
    QTest::newRow("variable's name") << replaced(shortJob, "NCCL_DEBUG: INFO", "\"A=1; rm x; B\": INFO") << "A=1" << "job.yaml";
    QTest::newRow("image of two lines") << replaced(shortJob, "image: registry.local/assay:1.0", "image: \"a\\nb\"") << "white space" << "job.yaml";
    QTest::newRow("no limits") << replaced(shortJob, "resources: {limits: {nvidia.com/gpu: 2, cpu: 16, memory: 64Gi}}", "gpus: 2\n    resources: {limits: 5}") << "limits" << "job.yaml";
    QTest::newRow("no ranks") << replaced(shortJob, "replicas: 4", "ranksPerReplica: 0") << "1 to 64" << "job.yaml:4";
    QTest::newRow("no template") << QString("kind: AIJob\nmetadata: {name: x}\nspec: {replicas: 1}\n") << "template" << "job.yaml:3";
    QTest::newRow("no yaml") << QString("kind: [") << "YAML" << "job.yaml";
  }
  void aWrongJobNamesItsLine() {
    QFETCH(QString, text);
    QFETCH(QString, said);
    QFETCH(QString, where);
    const Error error = errorOf([&] { (void)parseClusterJob(text.toStdString(), "job.yaml"); });
    QVERIFY(error.code() == Code::BadInput);
    QVERIFY2(QString::fromStdString(error.message()).contains(said), error.what());
    QVERIFY2(QString::fromStdString(error.where()).startsWith(where), error.what());
  }

  void amountsByHand() {
    QCOMPARE(bytesOfQuantity("64Gi", ""), int64_t{64} << 30);
    QCOMPARE(bytesOfQuantity("1.5k", ""), int64_t{1500});
    QCOMPARE(milliOfQuantity("500m", ""), int64_t{500});
    QCOMPARE(milliOfQuantity("0.5", ""), int64_t{500});
    for (const char* wrong : {"", "64GB", "-1", "many", "1e400"}) QVERIFY(errorOf([&] { (void)bytesOfQuantity(wrong, "x"); }).code() == Code::BadInput);
  }

  /// The script in a real shell: two GPUs, replica 1 of 2.
  void eachRankIsToldWhoItIs() {
    Shell shell({{"JOB_COMPLETION_INDEX", "1"}, {"NNODES", "2"}, {"NPROC_PER_NODE", "2"}, {"RANKS_PER_REPLICA", "2"}},
                "echo $RANK $LOCAL_RANK $WORLD_SIZE $PET_NODE_RANK $MASTER_ADDR");
    QCOMPARE(shell.end(), 0);
    QStringList lines = shell.out().split('\n', Qt::SkipEmptyParts);
    lines.sort();
    QCOMPARE(lines, (QStringList{"2 0 4 1 host", "3 1 4 1 host"}));
  }

  void oneRankAReplicaIsTheProcessItself() {
    Shell shell({{"JOB_COMPLETION_INDEX", "3"}, {"NNODES", "4"}, {"NPROC_PER_NODE", "8"}, {"RANKS_PER_REPLICA", "1"}}, "echo $RANK $LOCAL_RANK $WORLD_SIZE $PET_NPROC_PER_NODE");
    QCOMPARE(shell.end(), 0);
    QCOMPARE(shell.out(), QString("3 0 4 8\n"));
  }

  void oneThatFailsEndsAll() {
    Shell shell({{"JOB_COMPLETION_INDEX", "0"}, {"NNODES", "1"}, {"NPROC_PER_NODE", "3"}, {"RANKS_PER_REPLICA", "3"}}, "if [ $RANK = 1 ]; then exit 7; fi; exec sleep 600");
    QCOMPARE(shell.end(), 1);
  }

  void oneThatWaitsForTheFailedIsEnded() {
    Shell shell({{"JOB_COMPLETION_INDEX", "0"}, {"NNODES", "1"}, {"NPROC_PER_NODE", "2"}, {"RANKS_PER_REPLICA", "2"}, {"ASSAY_GRACE_SECONDS", "1"}},
                "if [ $RANK = 1 ]; then sleep 1; exit 7; fi; trap '' TERM; while :; do sleep 0.1; done");
    QCOMPARE(shell.end(), 1);
  }

  void whoIsAskedToLeaveMayFinish() {
    Shell shell({{"JOB_COMPLETION_INDEX", "0"}, {"NNODES", "1"}, {"NPROC_PER_NODE", "2"}, {"RANKS_PER_REPLICA", "2"}},
                "trap 'sleep 1; echo saved; exit 0' TERM; echo ready; while :; do sleep 0.1; done");
    QTRY_COMPARE_WITH_TIMEOUT(shell.out().count("ready"), 2, 20000);
    shell.terminate();
    QCOMPARE(shell.end(), 143);
    QCOMPARE(shell.out().count("saved"), 2);
  }

  void aSlurmScriptIsAsManyTasksAsRanks() {
    const QString script = QString::fromStdString(slurmScript(parsed(shortJob), SlurmContainer::None));
    for (const char* line : {"#SBATCH --nodes=4", "#SBATCH --ntasks-per-node=2", "#SBATCH --gpus-per-node=2", "#SBATCH --cpus-per-task=8", "#SBATCH --mem=65536M", "#SBATCH --requeue"})
      QVERIFY2(script.contains(line), line);
    QVERIFY(QString::fromStdString(slurmScript(parsed(shortJob), SlurmContainer::Apptainer)).contains("apptainer exec --nv 'docker://registry.local/assay:1.0' 'assay' 'train'"));
    QVERIFY(QString::fromStdString(slurmScript(parsed(shortJob), SlurmContainer::Pyxis)).contains("--container-image='registry.local#assay:1.0'"));
    const std::string digest = replaced(shortJob, "assay:1.0", "assay@sha256:12").toStdString();
    QVERIFY(errorOf([&] { (void)slurmScript(parseClusterJob(digest, "x"), SlurmContainer::Pyxis); }).message().find("digest") != std::string::npos);
    const std::string placed = replaced(shortJob, "    args:", "    workingDir: /work\n    args:").toStdString();
    QVERIFY(slurmScript(parseClusterJob(placed, "x"), SlurmContainer::Pyxis).find("--container-workdir='/work'") != std::string::npos);
    QVERIFY(slurmScript(parseClusterJob(placed, "x"), SlurmContainer::Apptainer).find("--pwd '/work'") != std::string::npos);
    QVERIFY(slurmScript(parseClusterJob(placed, "x"), SlurmContainer::None).find("srun --kill-on-bad-exit=1 --cpus-per-task=8 --chdir='/work'") != std::string::npos);
    QVERIFY(errorOf([] { (void)slurmScript(parsed(podJob), SlurmContainer::None); }).message().find("TOKEN") != std::string::npos);
  }

  void slurmRefusesNamesThatNoShellTakes() {
    const std::string dotted = replaced(shortJob, "NCCL_DEBUG: INFO", "spring.config: x").toStdString();
    QVERIFY(!kubernetesObjects(parseClusterJob(dotted, "x")).empty());
    QVERIFY(errorOf([&] { (void)slurmScript(parseClusterJob(dotted, "x"), SlurmContainer::None); }).message().find("spring.config") != std::string::npos);
    const std::string own = slurmScript(parseClusterJob(replaced(shortJob, "NCCL_DEBUG: INFO", "MASTER_PORT: 4242").toStdString(), "x"), SlurmContainer::None);
    QVERIFY(own.find("export MASTER_PORT='4242'") < own.find("PET_MASTER_PORT=$MASTER_PORT"));
  }

  /// The script in a real bash, with stand-ins for what only a cluster has.
  void theSlurmScriptRuns() {
    QTemporaryDir folder;
    ClusterJob job = parsed(shortJob);
    job.pod["containers"][0]["command"] = {"sh", "-c", "echo \"$RANK $WORLD_SIZE $MASTER_ADDR it's $NCCL_DEBUG $1\"", "x", "a b $(MASTER_PORT) $(NOBODY) $$(MASTER_PORT) $$$$ $$$(MASTER_PORT)"};
    job.pod["containers"][0].erase("args");
    writeFileAtomically((folder.path() + "/job.sh").toStdString(), slurmScript(job, SlurmContainer::None));
    writeFileAtomically((folder.path() + "/scontrol").toStdString(), "#!/bin/sh\necho node7\necho node8\n");
    writeFileAtomically((folder.path() + "/srun").toStdString(), "#!/bin/sh\nwhile [ \"${1#--}\" != \"$1\" ]; do shift; done\nSLURM_PROCID=5 SLURM_LOCALID=1 SLURM_NODEID=2 exec \"$@\"\n");
    for (const char* program : {"/scontrol", "/srun"}) QFile::setPermissions(folder.path() + program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QProcess bash;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PATH", folder.path() + ":" + environment.value("PATH"));
    environment.insert("SLURM_JOB_NODELIST", "node[7-8]");
    environment.insert("SLURM_NTASKS", "8");
    environment.insert("SLURM_JOB_NUM_NODES", "4");
    bash.setProcessEnvironment(environment);
    bash.start("bash", {folder.path() + "/job.sh"});
    QVERIFY(bash.waitForFinished(20000));
    QCOMPARE(QString::fromUtf8(bash.readAllStandardOutput() + bash.readAllStandardError()), QString("5 8 node7 it's INFO a b 29500 $(NOBODY) $(MASTER_PORT) $$ $29500\n"));
  }

};

QTEST_GUILESS_MAIN(ClusterJobTest)
#include "tst_cluster_job.moc"
