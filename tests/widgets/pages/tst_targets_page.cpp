// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "core/base/error.h"
#include "tests/widgets/pages/page_fixture.h"
#include "widgets/bridge/rank_figures.h"
#include "widgets/bridge/text.h"
#include "widgets/pages/targets_page.h"
#include "widgets/pages/train_target_panel.h"

using namespace assay;

class TestTargetsPage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { qputenv("ASSAY_PLUGIN_PATH", qgetenv("ASSAY_SOURCE") + "/plugins"); }

  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    qputenv("ASSAY_HOME", folder_->filePath("home").toUtf8());
    makeBoards(folder_->filePath("boards"), 3);
    open();
  }
  void cleanup() {
    page_.reset();
    session_.reset();
  }

  void aTargetIsAddedAndSavedAsItIsTyped() {
    action("Add hosts over ssh")->trigger();
    QCOMPARE(readOwnTargets().size(), std::size_t{1});
    auto* hosts = page_->findChildren<QPlainTextEdit*>().first();
    hosts->setPlainText("alpha\nme@beta\n");
    field(0)->clear();
    QTest::keyClicks(field(0), "lab");
    QTRY_VERIFY(readOwnTargets().front().name == "lab");
    QVERIFY(readOwnTargets().front().hosts == (std::vector<std::string>{"alpha", "me@beta"}));
    open();   // another day
    QCOMPARE(page_->findChild<QListWidget*>()->item(0)->text(), QString("lab"));
    QCOMPARE(page_->findChildren<QPlainTextEdit*>().first()->toPlainText(), QString("alpha\nme@beta"));
  }

  void whatCannotBeIsSaidAndNotSaved() {
    action("Add hosts over ssh")->trigger();
    const std::vector<Target> before = readOwnTargets();
    page_->findChildren<QPlainTextEdit*>().first()->setPlainText("-oProxyCommand=evil");
    QTRY_VERIFY(saysFault("cannot be a host"));
    QVERIFY(readOwnTargets() == before);
    page_->findChildren<QPlainTextEdit*>().first()->setPlainText("alpha");
    QTRY_VERIFY(readOwnTargets().front().hosts == std::vector<std::string>{"alpha"});
    QVERIFY(!saysFault("cannot be a host"));
  }

  void aClusterHasItsOwnFields() {
    action("Add a Slurm cluster")->trigger();
    QVERIFY(page_->findChildren<QPlainTextEdit*>().first()->isHidden());   // hosts
    action("Add hosts over ssh")->trigger();
    QVERIFY(!page_->findChildren<QPlainTextEdit*>().first()->isHidden());
    answerQuestion(QMessageBox::Cancel);
    action("Remove the target")->trigger();
    QCOMPARE(readOwnTargets().size(), std::size_t{2});
    answerQuestion(QMessageBox::Yes);
    action("Remove the target")->trigger();
    QCOMPARE(readOwnTargets().size(), std::size_t{1});
    QVERIFY(readOwnTargets().front().kind == TargetKind::Slurm);
  }

  void theProjectsTargetsAreShownAndNotChanged() {
    Project project = session_->project();
    Target shared;
    shared.name = "ours";
    shared.kind = TargetKind::Slurm;
    project.targets = {shared};
    saveProject(project);
    open();
    QCOMPARE(page_->findChild<QListWidget*>()->count(), 1);
    QVERIFY(!field(0)->isEnabled());
    QVERIFY(!action("Remove the target")->isEnabled());
    TrainTargetPanel panel;
    panel.setTargets(session_->project().targets);
    auto* choice = panel.findChild<QComboBox*>();
    QCOMPARE(choice->count(), 2);
    QCOMPARE(panel.target(), QString("local"));
    choice->setCurrentIndex(1);
    QCOMPARE(panel.target(), QString("ours"));
    panel.setTargets({});   // gone from the project: this computer is left
    QCOMPARE(panel.target(), QString("local"));
  }

  void aTestSaysWhatIsMissing() {
    action("Add hosts over ssh")->trigger();
    page_->findChildren<QPlainTextEdit*>().first()->setPlainText("nowhere.invalid");
    action("Test the target")->trigger();
    QVERIFY(!page_->isIdle());
    QTRY_VERIFY_WITH_TIMEOUT(page_->isIdle(), 60000);
    QStringList texts;
    for (const QLabel* label : page_->findChildren<QLabel*>()) texts << label->text();
    QVERIFY2(texts.join('\n').contains("A run could not start there:"), qPrintable(texts.join('\n')));
    QVERIFY2(texts.join('\n').contains("nowhere.invalid"), qPrintable(texts.join('\n')));
  }

  void figuresOfRanksComeFromTheEndsOfTheirLogs() {
    const std::filesystem::path run = toPath(folder_->filePath("run"));
    std::filesystem::create_directories(run / "ranks" / "1");
    QVERIFY(readRankFigures(run)[1].rank == 1);
    const auto write = [](const std::filesystem::path& file, double wait, int lines) {
      QFile out(fromPath(file));
      QVERIFY(out.open(QIODevice::WriteOnly));
      for (int i = 0; i < lines; ++i)
        out.write(QStringLiteral("{\"seq\":%1,\"time\":%1,\"kind\":\"timing\",\"values\":{\"forward\":3,\"communicate\":%2,\"evaluate\":100}}\n"
                                 "{\"seq\":%1,\"time\":%1,\"kind\":\"step\",\"values\":{\"loss\":0.5,\"samples_per_second\":%1}}\n").arg(i + 1).arg(wait).toUtf8());
      out.write("{\"seq\":99,\"time\":5,\"ki");   // being written
    };
    write(run / "events.jsonl", 1, 5000);   // longer than what is read
    write(run / "ranks" / "1" / "events.jsonl", 2, 3);
    const std::vector<RankFigures> ranks = readRankFigures(run);
    QCOMPARE(ranks.size(), std::size_t{2});
    QCOMPARE(ranks[0].samplesPerSecond, 5000.0);
    QCOMPARE(ranks[0].communicationShare, 0.25);   // 1 of 4: judging does not count
    QCOMPARE(ranks[1].communicationShare, 0.4);
    QCOMPARE(ranks[1].loss, 0.5);
  }

  void aFileThatCannotBeReadIsLeftAlone() {
    QVERIFY(QDir().mkpath(folder_->filePath("home")));
    const QByteArray broken = "targets:\n  - {name: lab, kind: shh, hosts: [alpha]}\n";
    QFile file(folder_->filePath("home/targets.yaml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(broken);
    file.close();
    open();
    QVERIFY(saysFault("none of local, ssh, slurm"));
    QVERIFY(!action("Add hosts over ssh")->isEnabled());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), broken);
  }

  void whatIsTypedStaysWhenThePageIsShownAgain() {
    action("Add hosts over ssh")->trigger();
    page_->findChildren<QPlainTextEdit*>().first()->setPlainText("-bad");
    QTRY_VERIFY(saysFault("cannot be a host"));
    page_->activate();
    QCOMPARE(page_->findChildren<QPlainTextEdit*>().first()->toPlainText(), QString("-bad"));
    action("Test the target")->trigger();   // refused here, not by ssh
    QVERIFY(page_->isIdle());
  }

 private:
  static void answerQuestion(QMessageBox::StandardButton answer) {
    QTimer::singleShot(0, [answer] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      QVERIFY(box);
      box->button(answer)->click();
    });
  }
  void open() {
    page_.reset();
    session_.reset();
    session_ = ProjectSession::open(folder_->filePath("boards"));
    page_ = std::make_unique<TargetsPage>();
    page_->setSession(session_.get());
    page_->resize(1000, 700);
    page_->show();
    page_->activate();
  }
  QAction* action(const QString& text) const {
    for (QAction* each : page_->pageActions())
      if (each->text() == text) return each;
    return nullptr;
  }
  QLineEdit* field(int index) const { return page_->findChildren<QLineEdit*>(QString(), Qt::FindChildrenRecursively)[index]; }
  bool saysFault(const QString& words) const {
    for (const QLabel* label : page_->findChildren<QLabel*>())
      if (label->property("role") == "bad" && label->text().contains(words)) return true;
    return false;
  }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<ProjectSession> session_;
  std::unique_ptr<TargetsPage> page_;
};

QTEST_MAIN(TestTargetsPage)
#include "tst_targets_page.moc"
