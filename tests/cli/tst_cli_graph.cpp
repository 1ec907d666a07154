// SPDX-License-Identifier: Apache-2.0
// The real binary on knowledge graphs: sample, validate, triples and documents in and out, input that is wrong.
#include <QtTest>

#include "tests/cli/cli_folder.h"

class CliGraphTest : public QObject {
  Q_OBJECT

  std::unique_ptr<CliFolder> folder_;

  QString freshGraph() {
    const QString project = folder_->fresh("graph");
    runAssay({"new", project, "--task", "knowledge_graph"});
    return project;
  }
  CliResult import(const QByteArray& text, const QString& name, const QStringList& more = {}) {
    const QString file = folder_->path(name);
    folder_->write(file, text);
    return runAssay(QStringList{"import", freshGraph(), file, "--format", "triples", "--json"} + more);
  }
  void refuses(const QByteArray& text, const QString& name, int exitCode, const QString& message, const QStringList& more = {}) {
    const CliResult result = import(text, name, more);
    QVERIFY2(result.exitCode == exitCode && result.errorText().contains(message), qPrintable(QString::number(result.exitCode) + " " + result.errorText()));
  }

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<CliFolder>(); }

  void aSampleValidatesAndGoesOutAndInAgain() {
    const QString sample = folder_->path("sample"), out = folder_->path("out"), project = freshGraph();
    const CliResult made = runAssay({"sample", "facts", sample, "--count", "10", "--seed", "2", "--json"});
    QVERIFY2(made.exitCode == 0, qPrintable(made.err));
    QCOMPARE(made.json["task"].toString(), QString("knowledge_graph"));
    QCOMPARE(runAssay({"validate", sample}).exitCode, 0);
    const CliResult written = runAssay({"export", sample, out, "--format", "triples", "--json"});
    QCOMPARE(written.json["items"].toInt(), 3);
    const CliResult read = runAssay({"import", project, out, "--format", "triples", "--json"});
    QCOMPARE(read.json["items"].toInt(), 3);
    QCOMPARE(runAssay({"validate", project}).exitCode, 0);
    QCOMPARE(runAssay({"export", sample, folder_->path("texts"), "--format", "documents", "--json"}).json["items"].toInt(), 6);
  }

  void columnsOfACsvAreChosen() {
    const CliResult result = import("id,who,does,whom\n1,pump,has,valve\n2,valve,of,pump\n", "facts.csv", {"--columns", "who,does,whom", "--split", "train"});
    QVERIFY2(result.exitCode == 0 && result.json["items"].toInt() == 1, qPrintable(result.err));
    refuses("who,does\npump,has\n", "few.csv", 3, "2 column(s); expected at least 3");
    refuses("id,who,does,whom\n1,pump,has,valve\n", "facts.csv", 3, "there is no column `x`", {"--columns", "who,does,x"});
    refuses("a,b,c\n", "facts.csv", 3, "names no three columns", {"--columns", "who"});
  }

  void inputThatIsWrongIsNamedWithItsLine() {
    refuses("", "empty.txt", 3, "the file is empty");
    refuses("a\tr\tb\na\tr\n", "short.txt", 3, "short.txt:2");
    refuses("\xe6\xb3\xb5\tr\tb\na\tr\t\xe6\xb3\n", "broken.txt", 3, "broken.txt:2");
    refuses(QByteArray("\xff\xfe" "a\0", 4), "wide.txt", 3, "UTF-16");
    const CliResult none = runAssay({"import", freshGraph(), folder_->path("none"), "--format", "triples", "--json"});
    QCOMPARE(none.errorCode(), QString("not_found"));
  }

  void oddGraphsAreTakenWithAWord() {
    const CliResult loops = import("a\tr\ta\na\tr\tb\na\tr\tb\n", "loops.txt");
    QVERIFY2(loops.exitCode == 0 && loops.err.contains("1 triple(s) lead from an entity to itself") && loops.err.contains("more than once"), qPrintable(loops.err));
    const CliResult chinese = import("\xb1\xc3\t\xd3\xd0\t\xb7\xa7\xc3\xc5\n", "gbk.txt");
    QVERIFY2(chinese.exitCode == 0 && chinese.err.contains("GB18030"), qPrintable(chinese.err));
  }
};

QTEST_GUILESS_MAIN(CliGraphTest)
#include "tst_cli_graph.moc"
