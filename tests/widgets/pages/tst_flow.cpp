// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way with the real worker: the Train button, a run that grows on the Runs page, stop, resume, evaluation.
#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/job/run_directory.h"
#include "core/project/sample_table.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/charts/learning_curve_chart.h"
#include "widgets/charts/live_chart.h"
#include "widgets/charts/series_math.h"
#include "widgets/pages/evaluate_page.h"
#include "widgets/shell/language.h"
#include "widgets/shell/main_window.h"

using namespace assay;

namespace {

constexpr int patienceMs = 60000;   // for a busy machine; the whole test takes about 20 s on two idle cores

/// spec.yaml without the line that two runs of one project may differ in.
QByteArray specWithoutNumber(const RunDirectory& run) {
  QFile file(fromPath(run.specFile()));
  if (!file.open(QIODevice::ReadOnly)) return {};
  QByteArrayList lines = file.readAll().split('\n');
  lines.removeIf([](const QByteArray& line) { return line.startsWith("run:"); });
  return lines.join('\n');
}

}  // namespace

class TestFlow : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    qputenv("ASSAY_PLUGIN_PATH", qgetenv("ASSAY_BIN") + "/../plugins");
    qputenv("ASSAY_HOME", home_.path().toUtf8());
    applyLanguage("en");
    Theme::instance().apply(Theme::Mode::Light);
    createSampleTable(toPath(folder()), 400, 1, Progress{});
    window_ = std::make_unique<MainWindow>();
    window_->show();
    QVERIFY(window_->openProject(folder()));
    Project project = window_->session()->project();
    project.options.set("trainer.max_minutes", 0.15);
    project.options.set("trainer.max_epochs", int64_t{0});
    project.options.set("device.threads", int64_t{1});
    window_->session()->setProject(project);
  }

  void cleanupTestCase() {
    for (int run = 1; run <= 2; ++run)   // no worker outlives a test that failed
      if (std::filesystem::exists(directory(run).specFile())) directory(run).requestStop();
    window_.reset();
  }

  void trainButtonStartsARunThatGrowsOnTheRunsPage() {
    window_->goTo("train");
    auto* start = window_->currentPage()->findChild<QPushButton*>("startTraining");
    QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), patienceMs);
    start->click();
    QTRY_COMPARE_WITH_TIMEOUT(window_->currentPage()->id(), QString("runs"), patienceMs);
    QCOMPARE(window_->currentPage()->findChild<QTableView*>()->model()->rowCount(), 1);
    LiveChart& losses = window_->currentPage()->findChildren<LearningCurveChart*>().first()->chart();
    QTRY_VERIFY_WITH_TIMEOUT(losses.seriesCount() > 0 && !losses.points(0).isEmpty(), patienceMs);
    QCOMPARE(directory(1).status().state, RunState::Running);
  }

  void stopKeepsACheckpointAndResumeGoesOnToTheEnd() {
    QAction* stop = action("Ctrl+.");
    QTRY_VERIFY_WITH_TIMEOUT(stop->isEnabled(), patienceMs);
    stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(directory(1).status().state, RunState::Stopped, patienceMs);
    QVERIFY(directory(1).lastCheckpoint());
    const double before = directory(1).status().trainedSeconds;
    QAction* resume = action("Ctrl+R");
    QTRY_VERIFY_WITH_TIMEOUT(resume->isEnabled(), patienceMs);
    resume->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(directory(1).status().state, RunState::Done, patienceMs);
    QVERIFY(directory(1).status().trainedSeconds > before);
  }

  void evaluationShowsTheFiguresThatTheWorkerMeasured() {
    window_->goTo("evaluate", 1);
    auto* page = qobject_cast<EvaluatePage*>(window_->currentPage());
    QVERIFY(page);
    action("Ctrl+E")->trigger();
    const RunDirectory evaluation = directory(1).evaluation("test");
    QTRY_VERIFY_WITH_TIMEOUT(page->sentence().startsWith("accuracy"), patienceMs);
    const Json metrics = member<Json>(readJson(evaluation.folder() / "result.json"), "metrics", "result.json");
    const double accuracy = member<double>(metrics, "accuracy", "result.json");
    QVERIFY2(page->sentence().contains(shortNumber(accuracy)), qPrintable(page->sentence()));
    QVERIFY2(accuracy > 0.7, qPrintable(page->sentence()));   // the rule is learnable to about 0.95; a coin gives 0.5
  }

  void commandLineMakesTheSameSpec() {
    QProcess train;
    train.start(fromPath(siblingProgram("assay")), {"train", folder()});
    QVERIFY(train.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(directory(2).specFile()), patienceMs);
    directory(2).requestStop();
    QTRY_COMPARE_WITH_TIMEOUT(train.state(), QProcess::NotRunning, patienceMs);
    const QByteArray byButton = specWithoutNumber(directory(1));
    QVERIFY(byButton.contains("max_minutes: 0.15"));
    QCOMPARE(specWithoutNumber(directory(2)), byButton);
  }

 private:
  /// The page's action with this key.
  QAction* action(const char* key) const {
    for (QAction* action : window_->currentPage()->pageActions())
      if (action->shortcut() == QKeySequence(key)) return action;
    return nullptr;
  }
  RunDirectory directory(int run) const { return RunDirectory(toPath(folder()) / "runs" / std::to_string(run)); }
  QString folder() const { return home_.filePath("table"); }

  QTemporaryDir home_;
  std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestFlow)
#include "tst_flow.moc"
