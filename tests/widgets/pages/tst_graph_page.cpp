// SPDX-License-Identifier: GPL-3.0-or-later
// A graph walked through on its page; where the engine is built, also asked with the real worker.
#include <QLabel>
#include <QProcess>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/atomic_file.h"
#include "core/base/paths.h"
#include "core/project/sample_facts.h"
#include "tests/widgets/pages/page_fixture.h"
#include "widgets/bridge/model_server.h"
#include "widgets/bridge/task_runner.h"
#include "widgets/bridge/text.h"
#include "widgets/graph/document_panel.h"
#include "widgets/graph/embedding_map.h"
#include "widgets/graph/graph_inspector.h"
#include "widgets/graph/graph_search_box.h"
#include "widgets/graph/graph_view.h"
#include "widgets/pages/graph_page.h"
#include "widgets/shell/language.h"
#include "widgets/theme/theme.h"

using namespace assay;

namespace {
constexpr int patienceMs = 60000;   // for a busy machine
}

class GraphPageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    qputenv("ASSAY_PLUGIN_PATH", qgetenv("ASSAY_BIN") + "/../plugins");
    qputenv("ASSAY_HOME", home_.path().toUtf8());
    applyLanguage("en");
    Theme::instance().apply(Theme::Mode::Light);
    createSampleFacts(toPath(folder()), 10, 1, Progress{});
    facts_ = drawFacts(10, 1);
  }

  void init() {
    session_ = ProjectSession::open(folder());
    page_ = std::make_unique<GraphPage>();
    page_->setSession(session_.get());
    page_->resize(1000, 700);
    page_->show();
    page_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(page_.get()));
    page_->activate();
    view_ = page_->findChild<GraphView*>();
    inspector_ = qobject_cast<GraphInspector*>(page_->inspector());
    QTRY_VERIFY(!view_->drawing().nodes().empty());
    view_->settle();
    QTRY_VERIFY(page_->isIdle());
  }

  void cleanup() {
    page_.reset();
    session_.reset();
  }

  void itBeginsWithTheNeighbourhoodOfWhatMostFactsAreAbout() {
    QVERIFY(view_->chosen().has_value());
    const auto& nodes = view_->drawing().nodes();
    QVERIFY(nodes.size() > 5);
    for (const DrawnNode& node : nodes) QVERIFY(node.degree <= nodes[std::size_t(*view_->chosen())].degree);
    QCOMPARE(inspector_->table(GraphInspector::Facts)->rowCount(), int(nodes[std::size_t(*view_->chosen())].degree));
  }

  void aChineseNameIsFoundAndDrawn() {
    auto* search = page_->findChild<GraphSearchBox*>();
    const QString name = chineseNameOf(1);
    QTest::keyClick(page_.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(search->hasFocus());
    search->setText(name);
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(view_->chosen().has_value());
    QCOMPARE(view_->drawing().nodes()[std::size_t(*view_->chosen())].name, name);
  }

  void expandingAddsNeighboursWithTheirFacts() {
    const std::size_t before = view_->drawing().nodes().size();
    int leaf = -1;
    for (int node = 0; node < int(before) && leaf < 0; ++node)
      if (linksOf(node) < view_->drawing().nodes()[std::size_t(node)].degree && node != *view_->chosen()) leaf = node;
    QVERIFY(leaf >= 0);
    view_->choose(leaf);
    const int links = linksOf(leaf);
    QTest::keyClick(view_, Qt::Key_E);
    QVERIFY(linksOf(leaf) > links || view_->drawing().nodes().size() > before);
  }

  void aDoubleClickOnAFactGoesOneStep() {
    QTableWidget* table = inspector_->table(GraphInspector::Facts);
    const QString next = table->item(0, 1)->text();
    const QPoint place = table->visualItemRect(table->item(0, 1)).center();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(view_->drawing().nodes()[std::size_t(view_->chosen().value())].name, next);
  }

  void chainsBetweenTwoEntitiesAreListedAndDrawn() {
    // Two ends of a fact: the fact itself is the first or one of the chains.
    const Triple fact = facts_.train.front();
    page_->open(fromUtf8(facts_.entities[std::size_t(fact.head)]));
    inspector_->setTab(GraphInspector::Paths);
    auto* goal = inspector_->findChild<GraphSearchBox*>();
    Q_EMIT goal->entityChosen(idOf(facts_.entities[std::size_t(fact.tail)]));
    QTableWidget* table = inspector_->table(GraphInspector::Paths);
    QVERIFY(table->rowCount() > 0);
    QStringList chains;
    for (int row = 0; row < table->rowCount(); ++row) chains << table->item(row, 0)->text();
    QVERIFY2(chains.filter(fromUtf8(facts_.relations[std::size_t(fact.relation)])).size() > 0, qPrintable(chains.join('\n')));
    view_->clear();
    Q_EMIT table->cellClicked(0, 0);
    QVERIFY(view_->drawing().nodes().size() >= 2);
    QVERIFY(view_->drawing().links().size() >= 1);
  }

  void withoutAModelTheQuestionSaysSo() {
    inspector_->setTab(GraphInspector::Similar);
    QCOMPARE(inspector_->table(GraphInspector::Similar)->rowCount(), 0);
    QTRY_VERIFY(textsOf(inspector_).contains("There is no trained model yet. Train one first."));
  }

  void anEntityThatIsWantedBeforeTheGraphIsReadIsOpenedThen() {
    GraphPage page;
    page.setSession(session_.get());
    page.show();
    page.activate();
    const std::string wanted = facts_.entities[std::size_t(facts_.train.back().head)];
    page.open(fromUtf8(wanted));
    auto* view = page.findChild<GraphView*>();
    QTRY_VERIFY(view->chosen().has_value());
    auto* search = page.findChild<GraphSearchBox*>();
    search->setText(fromUtf8(wanted));
    QCOMPARE(std::optional(view->drawing().nodes()[std::size_t(*view->chosen())].entity), search->best());
  }

  void keysOfTheDocumentsDoNothingWhileTheGraphIsShown() {
    auto* panel = page_->findChild<DocumentPanel*>();
    panel->proposals().setProposals({{{0, 0, 1}, 0, "a sentence", 1, true}});
    panel->view()->selectRow(0);
    QCOMPARE(panel->proposals().chosenCount(), 1);
    QTest::keyClick(view_, Qt::Key_Delete);
    QTest::keyClick(view_, Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(panel->proposals().rowCount(), 1);
    QCOMPARE(session_->tasks().count(), 0);   // accepting begins with a task
  }

  void aProjectWithoutTriplesSaysWhatThePageIsFor() {
    QTemporaryDir other;
    createProject(toPath(other.filePath("empty")), "knowledge_graph");
    const auto session = ProjectSession::open(other.filePath("empty"));
    GraphPage page;
    page.setSession(session.get());
    page.show();
    page.activate();
    QVERIFY(textsOf(&page).filter("Import triples").size() == 1);
    QVERIFY(page.isIdle());
  }

  void aPastedReportBecomesFactsThatSomebodyAccepts() {
    QTest::keyClick(view_, Qt::Key_D);
    auto* panel = page_->findChild<DocumentPanel*>();
    QVERIFY(panel->isVisible());
    const auto [first, second] = twoStrangers();
    panel->setText(first + QStringLiteral(" 与 ") + second + QStringLiteral("。"));
    QTest::keyClick(panel, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(panel->proposals().rowCount(), 1);
    ProposalTable& table = panel->proposals();
    QCOMPARE(table.index(0, ProposalTable::Head).data().toString(), first);
    table.setChosen(0, true);
    QCOMPARE(table.chosenCount(), 0);   // no relation yet, and no model to ask
    QVERIFY(table.setData(table.index(0, ProposalTable::Relation), 0, Qt::EditRole));
    panel->view()->selectRow(0);
    QTest::keyClick(panel->view(), Qt::Key_X);
    QCOMPARE(table.index(0, ProposalTable::Head).data().toString(), second);
    QTest::keyClick(panel->view(), Qt::Key_T);
    QCOMPARE(table.chosenCount(), 1);
    const int before = int(session_->items().size());
    const std::size_t drawn = view_->drawing().nodes().size();
    QTest::keyClick(panel, Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(int(session_->items().size()), before + 1);
    QTRY_VERIFY(page_->isIdle());
    QCOMPARE(table.rowCount(), 0);
    QVERIFY(panel->isVisible());   // the graph was read again, the place stayed, and what was drawn
    QCOMPARE(view_->drawing().nodes().size(), drawn);
    panel->setText(first + QStringLiteral(" 与 ") + second + QStringLiteral("。"));
    QTest::keyClick(panel, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(textsOf(panel).filter("1 pairs are linked already").size() == 1);   // by the fact just accepted
  }

  void theProjectsReportsAreReadToo() {
    QTest::keyClick(view_, Qt::Key_D);
    auto* panel = page_->findChild<DocumentPanel*>();
    QVERIFY(panel->files().size() > 1);   // all of them, before anything is pasted
    QTest::keyClick(panel, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(textsOf(panel).filter("sentences name").size() == 1);
    QTRY_VERIFY(page_->isIdle());
    const int rows = panel->proposals().rowCount();
    QVERIFY(rows > 0);
    panel->view()->selectRow(0);
    QTest::keyClick(panel->view(), Qt::Key_Delete);
    QCOMPARE(panel->proposals().rowCount(), rows - 1);
  }

  void aTrainedModelPredictsRanksAndMaps() {
    if (!std::filesystem::exists(siblingWorker())) QSKIP("the engine is not built");
    QProcess train;
    train.start(fromPath(siblingProgram("assay")), {"train", folder(), "--set", "trainer.max_steps=60", "--set", "trainer.max_minutes=0", "--set", "model.rank=16", "--set", "model.baseline=false", "--set", "device.threads=1"});
    QVERIFY(train.waitForFinished(patienceMs));
    QVERIFY2(train.exitCode() == 0, train.readAllStandardError());
    inspector_->setTab(GraphInspector::Predicted);
    QTRY_VERIFY_WITH_TIMEOUT(inspector_->table(GraphInspector::Predicted)->rowCount() > 0, patienceMs);
    const auto& links = view_->drawing().links();
    QVERIFY(std::any_of(links.begin(), links.end(), [](const DrawnLink& link) { return link.isPredicted(); }));
    inspector_->setTab(GraphInspector::Similar);
    QTRY_VERIFY_WITH_TIMEOUT(inspector_->table(GraphInspector::Similar)->rowCount() > 0, patienceMs);
    page_->findChild<GraphView*>()->setFocus();
    QTest::keyClick(view_, Qt::Key_M);
    auto* map = page_->findChild<EmbeddingMap*>();
    QTRY_VERIFY_WITH_TIMEOUT(!map->map().points.empty(), patienceMs);
    QVERIFY(map->isVisible());
    QTRY_VERIFY(page_->isIdle());
    QTest::keyClick(map, Qt::Key_D);
    auto* panel = page_->findChild<DocumentPanel*>();
    const auto [first, second] = twoStrangers(1);
    panel->setText(first + QStringLiteral(" 与 ") + second + QStringLiteral("。"));
    QTest::keyClick(panel, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(panel->proposals().rowCount() == 1 && panel->proposals().proposals()[0].isAnswered, patienceMs);
    QVERIFY(panel->proposals().proposals()[0].fact.relation >= 0);
  }

  /// Of the graph's model, trained above, which answers after a reader here: the fact is there as read before it can.
  void theGraphsModelDoesNotOverruleWhatWasRead() {
    if (!std::filesystem::exists(siblingWorker())) QSKIP("the engine is not built");
    QVERIFY(session_->model().isAvailable());
    const auto [first, second] = twoStrangers(3);
    QTest::keyClick(view_, Qt::Key_D);
    auto* panel = page_->findChild<DocumentPanel*>();
    ProposalTable& table = panel->proposals();
    Triple read;
    const auto reads = connect(&table, &QAbstractItemModel::modelReset, &table, [&] {
      if (table.rowCount() != 1 || read != Triple{}) return;   // again when they are sorted
      const Triple found = table.proposals()[0].fact;
      read = {found.tail, 0, found.head};
      table.setFact(0, read, 0, true);   // as unlikely as can be: any other answer is likelier
    });
    panel->setText(first + QStringLiteral(" 与 ") + second + QStringLiteral("。"));
    QTest::keyClick(panel, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(table.rowCount() == 1 && page_->isIdle(), patienceMs);
    disconnect(reads);
    QVERIFY(table.proposals()[0].isRead);
    QVERIFY(table.proposals()[0].fact == read);
  }

  /// The graph's model answers as well: what stood in the sentence stays.
  void aReaderOfRelationsAloneOverrulesTheGraphsModel() {
    if (!std::filesystem::exists(siblingWorker())) QSKIP("the engine is not built");
    QVERIFY(session_->model().isAvailable());
    const auto [first, second] = twoStrangers(2);
    const QString reader = home_.filePath("relater"), sentences = home_.filePath("relations.tsv");
    const QString relation = fromUtf8(facts_.relations.back());
    writeFileAtomically(toPath(sentences), relatedSentences({second, "甲泵", "乙阀"}, {first, "电机", "风扇"}, relation).toStdString());
    assay({"new", reader, "--task", "text"});
    assay({"import", reader, sentences, "--format", "relation_text", "--split", "train"});
    assay({"train", reader, "--set", "trainer.max_epochs=30", "--set", "trainer.batch_size=8", "--set", "trainer.warmup_steps=5", "--set", "trainer.ema_decay=0.9", "--set", "model.hidden=16", "--set", "model.dropout=0.1", "--set", "device.threads=1"});
    QTest::keyClick(view_, Qt::Key_D);
    auto* panel = page_->findChild<DocumentPanel*>();
    Q_EMIT panel->readerChosen(reader);
    panel->setText(QStringLiteral("%1带动%2。").arg(second, first));
    QTest::keyClick(panel, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(panel->proposals().rowCount() == 1 && page_->isIdle(), patienceMs);
    QVERIFY(textsOf(panel).filter("failed").isEmpty());
    const ProposalTable& table = panel->proposals();
    QVERIFY(table.proposals()[0].isRead);
    QCOMPARE(table.index(0, ProposalTable::Head).data().toString(), second);
    QCOMPARE(table.index(0, ProposalTable::Relation).data().toString(), relation);
    Q_EMIT panel->readerChosen(QString());
  }

  void aTextReaderFindsNamesThatTheGraphHasNot() {
    if (!std::filesystem::exists(siblingWorker())) QSKIP("the engine is not built");
    const auto [part, other] = twoStrangers();
    const QString reader = home_.filePath("reader"), sentences = home_.filePath("sentences.bio");
    writeFileAtomically(toPath(sentences), taggedSentences({part, other, "阀门", "轴承"}, {"王芳", "李强", "赵敏"}).toStdString());
    assay({"new", reader, "--task", "text"});
    assay({"import", reader, sentences, "--format", "tagged_text", "--split", "train"});
    QTest::keyClick(view_, Qt::Key_D);
    auto* panel = page_->findChild<DocumentPanel*>();
    Q_EMIT panel->readerChosen(reader);
    QVERIFY(textsOf(panel).filter("has not been trained yet").size() == 1);
    assay({"train", reader, "--set", "trainer.max_epochs=30", "--set", "trainer.batch_size=8", "--set", "trainer.warmup_steps=5", "--set", "trainer.ema_decay=0.9", "--set", "model.hidden=16", "--set", "model.dropout=0.1", "--set", "device.threads=1"});
    Q_EMIT panel->readerChosen(reader);
    panel->setText(QStringLiteral("李强检查%1。").arg(other));
    QTest::keyClick(panel, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(!panel->proposals().rowCount() && !page_->isIdle());
    Q_EMIT panel->readerChosen(reader);   // another one, while this one is at it: what it finds is not wanted any more
    panel->setText(QStringLiteral("王芳检查%1。").arg(part));
    QTest::keyClick(panel, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(panel->proposals().rowCount() == 1 && page_->isIdle(), patienceMs);
    ProposalTable& table = panel->proposals();
    QCOMPARE(table.index(0, ProposalTable::Head).data().toString(), QString("王芳 (new)"));
    QCOMPARE(table.index(0, ProposalTable::Tail).data().toString(), part);
    QVERIFY(table.setData(table.index(0, ProposalTable::Relation), 0, Qt::EditRole));
    table.setChosen(0, true);
    const int before = int(session_->items().size());
    QTest::keyClick(panel, Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(int(session_->items().size()), before + 1);
    QTRY_VERIFY(page_->isIdle());
    page_->open(QString("王芳"));   // an entity like any other by now
    QCOMPARE(view_->drawing().nodes()[std::size_t(view_->chosen().value())].name, QString("王芳"));
    Q_EMIT panel->readerChosen(QString());
  }

 private:
  /// "王芳检查阀门。" in all ways, four times.
  static QString taggedSentences(const QStringList& parts, const QStringList& people) {
    QString text;
    const auto add = [&text](const QString& words, const QString& type) {
      for (qsizetype i = 0; i < words.size(); ++i) text += words.mid(i, 1) + (type.isEmpty() ? " O\n" : (i == 0 ? " B-" : " I-") + type + "\n");
    };
    for (int i = 0; i < 4; ++i)
      for (const QString& part : parts)
        for (const QString& person : people) {
          add(person, "PER");
          add("检查", {});
          add(part, "PART");
          add("。", {});
          text += "\n";
        }
    return text;
  }
  /// "甲泵带动电机。" in all ways, and sentences that relate nothing.
  static QString relatedSentences(const QStringList& heads, const QStringList& tails, const QString& relation) {
    QString text;
    for (int i = 0; i < 4; ++i)
      for (const QString& head : heads)
        for (const QString& tail : tails) {
          text += head + "\t" + tail + "\t" + relation + "\t" + head + "带动" + tail + "。\n";
          text += tail + "\t" + head + "\tunknown\t" + head + "带动" + tail + "。\n";
          text += head + "\t" + tail + "\tunknown\t" + head + "旁边是" + tail + "。\n";
        }
    return text;
  }
  static void assay(const QStringList& arguments) {
    QProcess process;
    process.start(fromPath(siblingProgram("assay")), arguments);
    QVERIFY(process.waitForFinished(patienceMs));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
  }
  /// Names of two entities that no fact of the sample links; each number gives others.
  std::pair<QString, QString> twoStrangers(int number = 0) const {
    const QStringList lines = fromUtf8(facts_.entityFile).split('\n');
    std::vector<std::pair<QString, int32_t>> named;
    for (const QString& line : lines) {
      const QStringList parts = line.split('\t');
      const auto it = std::find(facts_.entities.begin(), facts_.entities.end(), parts[0].toStdString());
      if (parts.size() > 1 && parts[1].size() > 3 && it != facts_.entities.end()) named.emplace_back(parts[1], int32_t(it - facts_.entities.begin()));
    }
    const auto isLinked = [&](int32_t a, int32_t b) {
      for (const auto* part : {&facts_.train, &facts_.valid, &facts_.test})
        for (const Triple& t : *part)
          if ((t.head == a && t.tail == b) || (t.head == b && t.tail == a)) return true;
      return false;
    };
    for (std::size_t i = 1; i < named.size(); ++i)
      if (!isLinked(named[0].second, named[i].second) && number-- == 0) return {named[0].first, named[i].first};
    return {};
  }
  QString folder() const { return home_.filePath("facts"); }
  static std::filesystem::path siblingWorker() { return std::filesystem::path(qgetenv("ASSAY_BIN").toStdString()) / "assay-worker"; }

  int32_t idOf(const std::string& entity) const {
    // The page's graph numbers names as their files do: training first, in the order of the lines.
    for (const DrawnNode& node : view_->drawing().nodes())
      if (node.name.toStdString() == entity) return node.entity;
    const auto box = page_->findChild<GraphSearchBox*>();
    box->setText(fromUtf8(entity));
    return box->best().value_or(-1);
  }

  QString chineseNameOf(int line) const {
    const QStringList lines = fromUtf8(facts_.entityFile).split('\n');
    for (int i = line; i < lines.size(); ++i)
      for (const QString& part : lines[i].split('\t'))
        if (!part.isEmpty() && part[0].script() == QChar::Script_Han) return part;
    return {};
  }

  int linksOf(int node) const {
    const auto& links = view_->drawing().links();
    return int(std::count_if(links.begin(), links.end(), [node](const DrawnLink& link) { return link.from == node || link.to == node; }));
  }

  static QStringList textsOf(const QWidget* widget) {
    QStringList texts;
    for (const QLabel* label : widget->findChildren<QLabel*>()) texts << label->text();
    return texts;
  }

  QTemporaryDir home_;
  SampleFacts facts_;
  std::unique_ptr<ProjectSession> session_;
  std::unique_ptr<GraphPage> page_;
  GraphView* view_ = nullptr;
  GraphInspector* inspector_ = nullptr;
};

QTEST_MAIN(GraphPageTest)
#include "tst_graph_page.moc"
