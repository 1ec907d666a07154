// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/base/atomic_file.h"
#include "core/graph/graph.h"
#include "core/project/accept_facts.h"
#include "core/store/item_table.h"
#include "tests/support/expect_error.h"

using namespace assay;

class AcceptFactsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void acceptedFactsAreInTheNextVersionsTrainingPart() {
    QTemporaryDir folder;
    const Project project = createProject(folder.filePath("p").toStdString(), "knowledge_graph");
    Database database(project.databaseFile(), OpenMode::ReadWrite);
    const auto first = acceptFacts(project, database, {{"泵 1", "has_fault", "漏油"}, {"a", "r", "b"}});
    const auto second = acceptFacts(project, database, {{"a", "r", "c"}});
    QVERIFY(first != second);
    const Graph graph = openGraph(takeSnapshot(database, project.task, {}), project.root, {});
    QCOMPARE(graph.train().size(), std::size_t(3));
    QVERIFY(graph.entities().find("泵 1").has_value());
  }

  void whatNoLineCanHoldIsRefusedAndNothingIsWritten() {
    QTemporaryDir folder;
    const Project project = createProject(folder.filePath("p").toStdString(), "knowledge_graph");
    Database database(project.databaseFile(), OpenMode::ReadWrite);
    QVERIFY(failsWith(Code::BadInput, "no fact", [&] { acceptFacts(project, database, {}); }));
    QVERIFY(failsWith(Code::BadInput, "a\tb", [&] { acceptFacts(project, database, {{"x", "r", "y"}, {"a\tb", "r", "y"}}); }));
    QVERIFY(failsWith(Code::BadInput, "is empty", [&] { acceptFacts(project, database, {{"x", "", "y"}}); }));
    QVERIFY(listItems(database, With::ItemsOnly).empty());
    QVERIFY(!std::filesystem::exists(project.root / "graph") || std::filesystem::is_empty(project.root / "graph"));
  }

  void aFolderThatCannotBeWrittenLeavesNoRow() {
    QTemporaryDir folder;
    const Project project = createProject(folder.filePath("p").toStdString(), "knowledge_graph");
    Database database(project.databaseFile(), OpenMode::ReadWrite);
    writeFileAtomically(project.root / "graph", "a file where the folder should be");
    QVERIFY_EXCEPTION_THROWN(acceptFacts(project, database, {{"x", "r", "y"}}), std::exception);
    QVERIFY(listItems(database, With::ItemsOnly).empty());
  }
};

QTEST_GUILESS_MAIN(AcceptFactsTest)
#include "tst_accept_facts.moc"
