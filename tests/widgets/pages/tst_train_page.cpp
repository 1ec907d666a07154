// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>

#include <QLabel>
#include <QPushButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include "core/project/sample_sentences.h"
#include "core/project/validator.h"
#include "core/store/run_table.h"
#include "tests/widgets/pages/page_fixture.h"
#include "widgets/bridge/task_runner.h"
#include "widgets/bridge/text.h"
#include "widgets/forms/option_form.h"
#include "widgets/forms/option_row.h"
#include "widgets/pages/problem_list.h"
#include "widgets/pages/train_data_panel.h"
#include "widgets/pages/train_page.h"

using namespace assay;

class TestTrainPage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    qputenv("ASSAY_PLUGIN_PATH", qgetenv("ASSAY_SOURCE") + "/plugins");
    qputenv("ASSAY_HOME", home_.path().toUtf8());
  }

  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    makeBoards(folder_->filePath("boards"), 3);
    calls_ = 0;
    wasOnGuiThread_ = false;
    added_.clear();
  }

  void cleanup() {
    if (gate_) gate_->release(100);
    page_.reset();
    session_.reset();
    gate_.reset();
  }

  void filesOfSentencesAreCountedBySentences() {
    createSampleSentences(toPath(folder_->filePath("sentences")), 40, 1, Progress{});
    const auto session = ProjectSession::open(folder_->filePath("sentences"));
    TrainDataPanel panel;
    panel.show(*session);
    qint64 training = 0;
    for (const Item& item : session->items())
      if (item.split == Split::Train) training += item.height;
    QStringList texts;
    for (const QLabel* label : panel.findChildren<QLabel*>())
      if (!label->isHidden()) texts << label->text();
    QVERIFY(training > 0 && texts.contains(QLocale().toString(training)));
    QVERIFY(texts.contains("Sentences") && !texts.contains("This project has no classes."));
  }

  void noFormChangeOfALargeProjectRunsTheValidatorOnTheGuiThread() {
    addItems(3000);
    open();
    QTRY_VERIFY(page_->isIdle());
    QCOMPARE(calls_.load(), 1);
    for (int batch = 1; batch <= 8; ++batch) edit("trainer.batch_size", int64_t{batch});
    QTRY_VERIFY(session_->project().options.has("trainer.batch_size"));   // saved, all the same
    QCOMPARE(session_->project().options.integer("trainer.batch_size"), int64_t{8});
    QTRY_VERIFY(page_->isIdle());
    QCOMPARE(calls_.load(), 1);
    QVERIFY(!wasOnGuiThread_);
  }

  void manyLabelEditsAreCheckedTogether() {
    open();
    QTRY_VERIFY(page_->isIdle());
    const ItemId item = session_->items().front().id;
    for (int i = 0; i < 20; ++i) session_->addAnnotation(item, {{}, "open", Box{1, 1, 10, 10.0 + i}, Origin::Human});
    QTRY_COMPARE(calls_.load(), 2);
    QTRY_VERIFY(page_->isIdle());
    QCOMPARE(calls_.load(), 2);
  }

  void aWrongOptionIsListedBeforeAnyCheckHasEnded() {
    gate_ = std::make_unique<QSemaphore>();
    open();
    QVERIFY(!page_->isIdle());
    edit("trainer.learning_rate", 1000.0);
    QVERIFY(problems().contains("Learning rate: "));   // by the name that the field has
    QVERIFY(!button()->isEnabled());
    QTRY_COMPARE(calls_.load(), 1);
  }

  void aHandWrittenOptionThatNobodyKnowsIsListed() {
    Project project = loadProject(toPath(folder_->filePath("boards")));
    project.options.set("trainer.batchsize", int64_t{3});
    saveProject(project);
    open();
    QVERIFY(problems().contains("trainer.batchsize"));
  }

  void aFileThatIsNotThereKeepsTheRunFromStarting() {
    open();
    QTRY_VERIFY(page_->isIdle());
    edit("model.weights", std::string("gone.safetensors"));
    QVERIFY(problems().contains("gone.safetensors"));
    QVERIFY(!button()->isEnabled());
    QFile made(folder_->filePath("boards/gone.safetensors"));
    QVERIFY(made.open(QIODevice::WriteOnly));
    edit("model.weights", std::string("gone.safetensors"));
    QVERIFY(!problems().contains("gone.safetensors"));
  }

  void trainingsThatComeFirstCountInTheDuration() {
    open();
    edit("trainer.max_minutes", 10.0);
    QVERIFY(says("Takes 10 min, then evaluation"));
    edit("model.folds", int64_t{5});
    QVERIFY(says("Takes 1 h (6 trainings of 10 min each), then evaluation"));
    edit("model.self_training", true);
    QVERIFY(says("Takes 1 h 10 min (7 trainings of 10 min each), then evaluation"));
    edit("trainer.max_steps", int64_t{50});
    QVERIFY(says("Ends after 10 min or 50 steps, whichever comes first\nThe last of 7 trainings, each with these limits"));
  }

  void aTrainPressedDuringTheCheckWaitsForIt() {
    gate_ = std::make_unique<QSemaphore>();
    added_ = {{Severity::Error, {}, "the camera is on holiday", {}}};
    open();
    QTRY_COMPARE(calls_.load(), 1);
    QVERIFY(button()->isEnabled());
    button()->click();
    gate_->release(100);
    QTRY_VERIFY(problems().contains("the camera is on holiday"));
    QVERIFY(!button()->isEnabled());
    QVERIFY(listRuns(session_->database()).empty());
    QCOMPARE(session_->tasks().count(), 0);
  }

 private:
  void open() {
    session_ = ProjectSession::open(folder_->filePath("boards"));
    page_ = std::make_unique<TrainPage>([this](const Project& project, Database& database, const PluginManifest& manifest) {
      ++calls_;
      if (QThread::currentThread() == qApp->thread()) wasOnGuiThread_ = true;
      if (gate_) gate_->acquire();
      Problems found = validateProject(project, database, manifest, Check::Quick);
      found.insert(found.end(), added_.begin(), added_.end());
      return found;
    });
    page_->setSession(session_.get());
    page_->show();
    page_->activate();
  }

  void addItems(int count) {
    Database database(toPath(folder_->filePath("boards/assay.db")), OpenMode::ReadWrite);
    Transaction transaction(database);
    for (int i = 0; i < count; ++i) {
      Item item;
      item.path = "images/more_" + std::to_string(i) + ".png";
      item.width = item.height = 100;
      item.split = Split::Train;
      item.status = LabelStatus::Labelled;
      item.annotations = {{{}, "open", Box{1, 1, 20, 20}, Origin::Imported}};
      addItem(database, item);
    }
    transaction.commit();
  }

  /// As a hand would: the field changes, then the form hears of it.
  void edit(const std::string& key, const OptionValue& value) {
    OptionRow* row = page_->findChild<OptionForm*>()->row(key);
    row->setValue(value);
    Q_EMIT row->changed();
  }

  QString problems() const {
    QStringList lines;
    for (const QLabel* label : page_->findChild<ProblemList*>()->findChildren<QLabel*>()) lines << label->text() << label->toolTip();
    return lines.join('\n');
  }
  bool says(const QString& text) const {
    const QList<QLabel*> labels = page_->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->text() == text; });
  }
  QPushButton* button() const { return page_->findChild<QPushButton*>("startTraining"); }

  QTemporaryDir home_;
  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<ProjectSession> session_;
  std::unique_ptr<TrainPage> page_;
  std::unique_ptr<QSemaphore> gate_;
  Problems added_;
  std::atomic<int> calls_ = 0;
  std::atomic<bool> wasOnGuiThread_ = false;
};

QTEST_MAIN(TestTrainPage)
#include "tst_train_page.moc"
