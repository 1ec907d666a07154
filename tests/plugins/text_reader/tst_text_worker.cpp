// SPDX-License-Identifier: Apache-2.0
// The real binaries on marked sentences: import, train, evaluate, read a text, relate two names, and input that is wrong.
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/random_seed.h"
#include "tests/cli/cli_folder.h"

using namespace assay;

namespace {

const std::vector<std::string> parts = {"离心泵", "轴承", "机械密封", "电动机", "联轴器", "阀门", "叶轮", "减速箱"};
const std::vector<std::string> faults = {"漏油", "过热", "振动", "卡死", "断裂", "腐蚀"};
const std::vector<std::string> people = {"李强", "王芳", "赵敏", "陈刚", "刘洋"};

template <class T>
const T& oneOf(const std::vector<T>& all, Random& random) {
  return all[std::size_t(random.below(int64_t(all.size())))];
}

void addTagged(QByteArray& to, const std::string& text, const char* type) {
  const QString characters = QString::fromStdString(text);
  for (qsizetype i = 0; i < characters.size(); ++i)
    to += characters.mid(i, 1).toUtf8() + (type == nullptr ? QByteArray(" O") : (i == 0 ? " B-" : " I-") + QByteArray(type)) + "\n";
}

/// "李强发现离心泵漏油。" with its names.
QByteArray taggedText(int sentences, uint64_t seed) {
  Random random(seed);
  QByteArray text;
  for (int i = 0; i < sentences; ++i) {
    addTagged(text, oneOf(people, random), "PER");
    addTagged(text, random.chance(0.5) ? "发现" : "报告", nullptr);
    addTagged(text, oneOf(parts, random), "PART");
    addTagged(text, oneOf(faults, random), nullptr);
    text += "。 O\n\n";
  }
  return text;
}

QByteArray relationText(int sentences, uint64_t seed) {
  Random random(seed);
  QByteArray text;
  for (int i = 0; i < sentences; ++i) {
    const std::string& head = oneOf(parts, random);
    std::string tail = head;
    while (tail == head) tail = oneOf(parts, random);
    const bool drives = random.chance(0.5);
    text += QByteArray::fromStdString(head + "\t" + tail + "\t" + (drives ? "drives" : "unknown") + "\t" + "昨天" + head + (drives ? "带动" : "离开") + tail + "，已记录。\n");
  }
  return text;
}

}  // namespace

class TextWorkerTest : public QObject {
  Q_OBJECT

  CliFolder folder_;

  QString freshProject() {
    const QString project = folder_.fresh("text");
    runAssay({"new", project, "--task", "text"});
    return project;
  }
  void import(const QString& project, const QString& name, const QByteArray& text, const QString& format, const QString& split) {
    folder_.write(folder_.path(name), text);
    const CliResult result = runAssay({"import", project, folder_.path(name), "--format", format, "--split", split, "--json"});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
  }
  QJsonObject answerOf(const QString& project, const QString& question) {
    const QString out = folder_.fresh("answers");
    const CliResult result = runAssay({"predict", project, question, "--out", out, "--json"});
    return QJsonObject{{"exit", result.exitCode}, {"error", result.err + result.out}, {"answer", QJsonDocument::fromJson(CliFolder::contentOf(out + "/question.json")).object()["output"]}};
  }

 private Q_SLOTS:
  void bothAreLearntTogether() {
    const QString project = freshProject();
    import(project, "train.bio", taggedText(300, 1), "tagged_text", "train");
    import(project, "test.bio", taggedText(60, 2), "tagged_text", "test");
    import(project, "train.tsv", relationText(300, 3), "relation_text", "train");
    import(project, "test.tsv", relationText(60, 4), "relation_text", "test");
    const CliResult trained = runAssay({"train", project, "--set", "trainer.max_epochs=12", "--set", "trainer.max_minutes=5", "--set", "model.hidden=32", "--set", "model.dropout=0.2", "--json"});
    QVERIFY2(trained.exitCode == 0, qPrintable(trained.err));
    const CliResult judged = runAssay({"eval", project, "--run", "latest", "--split", "test", "--json"});
    QVERIFY2(judged.exitCode == 0, qPrintable(judged.err));
    const QJsonObject metrics = judged.json["metrics"].toObject();
    QCOMPARE(judged.json["count"].toInt(), 120);
    QVERIFY2(metrics["name_f1"].toDouble() > 0.9, qPrintable(judged.out));
    QVERIFY2(metrics["relation_macro_f1"].toDouble() > 0.9, qPrintable(judged.out));
    QCOMPARE(metrics["f1"].toDouble(), (metrics["name_f1"].toDouble() + metrics["relation_macro_f1"].toDouble()) / 2);
    QVERIFY(metrics["majority_macro_f1"].toDouble() < 0.5 && metrics["keyword_macro_f1"].toDouble() > 0.9);

    const QJsonObject read = answerOf(project, R"({"text": "王芳发现联轴器断裂。没有名字。"})");
    QVERIFY2(read["exit"].toInt() == 0, qPrintable(read["error"].toString()));
    const QJsonArray sentences = read["answer"].toObject()["sentences"].toArray();
    QCOMPARE(sentences.size(), qsizetype{2});
    const QJsonArray names = sentences[0].toObject()["names"].toArray();
    QCOMPARE(names.size(), qsizetype{2});
    QCOMPARE(names[0].toObject()["name"].toString(), QString("王芳"));
    QCOMPARE(names[1].toObject()["type"].toString(), QString("PART"));
    QCOMPARE(names[1].toObject()["begin"].toInt(), 4);
    QCOMPARE(sentences[0].toObject()["relations"].toArray().size(), qsizetype{1});

    const QJsonObject related = answerOf(project, R"({"pairs": [{"text": "昨天叶轮带动阀门。", "head": "叶轮", "tail": "阀门"}]})");
    QCOMPARE(related["answer"].toObject()["pairs"][0]["answers"][0]["relation"].toString(), QString("drives"));
    QVERIFY(answerOf(project, R"({"pairs": [{"text": "昨天", "head": "叶轮", "tail": "阀门"}]})")["error"].toString().contains("does not have both"));
    const QString many = QString("王芳发现轴承漏油，").repeated(40);   // too long for a path
    QVERIFY(answerOf(project, QString(R"({"text": "%1"})").arg(many))["answer"].toObject()["sentences"].toArray().size() == 1);
    QVERIFY(answerOf(project, R"({"head": "x"})")["error"].toString().contains("one of `text`, `pairs` and `describe`"));
    const QJsonObject skills = answerOf(project, R"({"describe": true})")["answer"].toObject();
    QVERIFY(skills["names"].toArray().contains("PART") && skills["relations"].toArray().contains("drives"));

    const QString report = folder_.path("report.txt"), out = folder_.fresh("reports");
    folder_.write(report, "李强报告轴承过热。\n\n赵敏发现阀门漏油。\n");
    const CliResult predicted = runAssay({"predict", project, report, "--out", out});
    QVERIFY2(predicted.exitCode == 0 && predicted.out.contains("轴承 (PART)"), qPrintable(predicted.out + predicted.err));
  }

  void onlyRelations() {
    const QString project = freshProject();
    import(project, "train.tsv", relationText(80, 5), "relation_text", "train");
    const CliResult trained = runAssay({"train", project, "--set", "trainer.max_epochs=1", "--set", "model.hidden=8", "--json"});
    QVERIFY2(trained.exitCode == 0, qPrintable(trained.err));
    QVERIFY(trained.json["metrics"].toObject().contains("relation_macro_f1"));
    QVERIFY(!trained.json["metrics"].toObject().contains("name_f1"));
    QVERIFY(answerOf(project, R"({"text": "王芳"})")["error"].toString().contains("not trained to find names"));
  }

  void nothingToLearnIsSaid() {
    const QString project = freshProject();
    import(project, "train.bio", "泵 O\n坏 O\n\n", "tagged_text", "train");
    const CliResult result = runAssay({"train", project, "--json"});
    QVERIFY2(result.exitCode != 0 && result.errorText().contains("has a name"), qPrintable(result.err + result.out));
  }
};

QTEST_GUILESS_MAIN(TextWorkerTest)
#include "tst_text_worker.moc"
