// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

#include "core/base/atomic_file.h"
#include "core/job/run_directory.h"
#include "core/store/run_table.h"
#include "tests/widgets/pages/page_fixture.h"
#include "widgets/bridge/project_session.h"
#include "widgets/charts/learning_curve_chart.h"
#include "widgets/charts/live_chart.h"
#include "widgets/pages/run_export.h"
#include "widgets/pages/run_inspector.h"
#include "widgets/pages/runs_page.h"

using namespace assay;

class RunsPageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { qputenv("ASSAY_PLUGIN_PATH", qgetenv("ASSAY_SOURCE") + "/plugins"); }   // names of the options

  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    makeBoards(folder_->filePath("boards"), 2);
    session_ = ProjectSession::open(folder_->filePath("boards"));
    page_ = std::make_unique<RunsPage>();
    page_->setSession(session_.get());
    page_->resize(1000, 800);
    page_->show();
    table_ = page_->findChild<QTableView*>();
  }

  void cleanup() {
    page_.reset();
    session_.reset();
  }

  void aRunWrittenByAnotherProcessAppearsAndGrowsLive() {
    const RunDirectory run = makeRun(0.01);
    page_->activate();
    QCOMPARE(table_->model()->rowCount(), 1);
    EventWriter events(run.eventsFile());
    events.write("step", {{"step", 1}, {"epoch", 0}, {"values", {{"loss", 0.5}, {"learning_rate", 0.01}}}});
    LiveChart& losses = page_->findChildren<LearningCurveChart*>().first()->chart();
    QTRY_COMPARE(losses.seriesCount(), 1);
    QTRY_COMPARE(losses.points(0), (QList<QPointF>{{1, 0.5}}));
    events.write("step", {{"step", 2}, {"epoch", 0}, {"values", {{"loss", 0.25}, {"learning_rate", 0.01}}}});
    events.write("evaluation", {{"step", 2}, {"split", "valid"}, {"values", {{"map33", 0.875}}}});
    QTRY_COMPARE(losses.points(0), (QList<QPointF>{{1, 0.5}, {2, 0.25}}));
    QTRY_COMPARE(table_->model()->index(0, 2).data().toString(), QLocale().toString(0.875, 'g', 3));
    QTRY_VERIFY(page_->isIdle());
  }

  void twoSelectedRunsShowTheOptionsThatDiffer() {
    makeRun(0.01);
    makeRun(0.02);
    page_->activate();
    table_->selectAll();
    QCOMPARE(page_->selectedRuns(), (QList<qint64>{2, 1}));
    const auto options = qobject_cast<RunInspector*>(page_->inspector())->options();
    QCOMPARE(options, (QList<QStringList>{{"Learning rate", "0.02", "0.01"}}));
  }

  void whatSomebodyChoseComesFirstAmongTheOptions() {
    makeRun(0.01);
    page_->activate();
    const auto options = qobject_cast<RunInspector*>(page_->inspector())->options();
    QVERIFY(options.size() > 1);
    QCOMPARE(options.at(0), (QStringList{"Learning rate", "0.01"}));   // not the default; the rest is in order of the keys
  }

  void cloneGoesToTrainWithTheRun() {
    makeRun(0.01);
    page_->activate();
    QSignalSpy navigated(page_.get(), &Page::navigate);
    page_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(page_.get()));   // shortcuts belong to the active window
    table_->setFocus();
    QTest::keyClick(table_, Qt::Key_D, Qt::ControlModifier);
    QTRY_COMPARE(navigated.size(), 1);
    QCOMPARE(navigated[0][0].toString(), QString("train"));
    QCOMPARE(navigated[0][1].toLongLong(), 1);
  }

  void aRunOfAnotherProgramIsNoticedAndTheChoiceStays() {
    makeRun(0.01);
    makeRun(0.02);
    page_->activate();
    table_->selectAll();
    makeRun(0.03);
    QTRY_COMPARE(table_->model()->rowCount(), 3);   // nobody told the page
    QCOMPARE(page_->selectedRuns(), (QList<qint64>{2, 1}));
  }

  void whoWatchedARunToItsEndSeesTheNextOne() {
    RunStatus status = makeRun(0.01).status();
    status.state = RunState::Done;
    RunDirectory(session_->project().runsFolder() / "1").setStatus(status);
    page_->activate();
    QCOMPARE(page_->selectedRuns(), (QList<qint64>{1}));
    QTRY_COMPARE(table_->model()->index(0, 3).data().toString(), QString("Done"));
    makeRun(0.02);
    QTRY_COMPARE(page_->selectedRuns(), (QList<qint64>{2}));
    makeRun(0.03);   // run 2 has not ended: nobody is taken away from it
    QTRY_COMPARE(table_->model()->rowCount(), 3);
    QCOMPARE(page_->selectedRuns(), (QList<qint64>{2}));
  }

  void aNoteIsKept() {
    makeRun(0.01);
    page_->activate();
    QVERIFY(table_->model()->setData(table_->model()->index(0, 6), "  lower rate "));
    QCOMPARE(findRun(session_->database(), RunId{1})->note, std::string("lower rate"));
  }

  void exportedValuesEqualTheEvents() {
    const RunDirectory run = makeRun(0.01);
    EventWriter events(run.eventsFile());
    events.write("step", {{"step", 3}, {"epoch", 1}, {"values", {{"loss", 0.1}, {"a,b", 2}}}});
    events.write("message", {{"level", "info"}, {"text", "not a number"}});
    const Event written = EventReader(run.eventsFile()).poll().front();
    const QString file = folder_->filePath("out.csv");
    exportEvents({{RunId{1}, run.eventsFile()}}, file.toStdString(), {});
    QFile csv(file);
    QVERIFY(csv.open(QIODevice::ReadOnly));
    QCOMPARE(csv.readLine(), QByteArray("run,sequence,time,kind,step,epoch,name,value\n"));
    const QByteArray line = csv.readLine();
    QVERIFY2(line.startsWith("1,1,") && line.endsWith(",step,3,1,loss,0.1\n"), line);
    QCOMPARE(line.split(',').at(2).toDouble(), written.time);
    QVERIFY(csv.readLine().endsWith(",step,3,1,\"a,b\",2\n"));
    QVERIFY(csv.atEnd());
  }

 private:
  RunDirectory makeRun(double rate) {
    const RunId id = addRun(session_->database(), {.plugin = "detector", .dataVersion = "0", .created = 1});
    RunSpec spec;
    spec.id = id;
    spec.task = "detection";
    spec.plugin = "detector";
    spec.pluginVersion = "1.0.0";
    spec.project = "boards";
    spec.dataVersion = std::string(64, '0');
    spec.dataFile = session_->project().versionsFolder() / "0.jsonl";
    spec.dataRoot = session_->project().root;
    spec.options.set("trainer.learning_rate", rate);
    spec.options.set("seed", int64_t{0});
    return RunDirectory::create(session_->project().runsFolder() / std::to_string(id.value), spec);
  }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<ProjectSession> session_;
  std::unique_ptr<RunsPage> page_;
  QTableView* table_ = nullptr;
};

QTEST_MAIN(RunsPageTest)
#include "tst_runs_page.moc"
