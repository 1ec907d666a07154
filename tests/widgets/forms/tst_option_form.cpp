// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include "widgets/forms/option_form.h"
#include "widgets/forms/option_row.h"

using namespace assay;

namespace {

OptionSchema schema() {
  OptionSchema s;
  s.integer("seed", 0).range(0, 9e15).name("Seed");
  s.integer("trainer.batch_size", 16).range(1, 64).name("Batch size");
  s.integer("trainer.max_epochs", 0).range(0, 1000).means(0, "no limit").name("Longest in epochs");
  s.real("trainer.clip_norm", 5).range(0, 100).means(0, "off").name("Gradient clip");
  s.real("trainer.learning_rate", 0.002).range(0, 1).name("Learning rate").doc("Highest rate of the schedule.");
  s.choice("trainer.schedule", "cosine", {"cosine", "constant"}).name("Schedule").advanced();
  s.boolean("data.cache", true).name("Cache");
  s.text("model.target", "").name("Target column");
  s.file("model.weights", "").name("Weights");
  return s;
}

std::map<std::string, OptionValues> presets() {
  std::map<std::string, OptionValues> p;
  p["quick"].set("trainer.batch_size", int64_t{8});
  p["best"].set("trainer.batch_size", int64_t{32});
  p["best"].set("trainer.learning_rate", 0.001);
  return p;
}

}  // namespace

class TestOptionForm : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

  void init() {
    form_ = std::make_unique<OptionForm>();
    form_->setSchema(schema(), presets(), folder_.filePath("project"));
    form_->show();
    QVERIFY(QTest::qWaitForWindowExposed(form_.get()));
  }

  void untouchedFormHasNoValues() {
    QCOMPARE(form_->values().size(), std::size_t{0});
    QVERIFY(form_->problems().empty());
  }

  void typedNumberIsAValueAndIsMarked() {
    QSignalSpy changed(form_.get(), &OptionForm::valuesChanged);
    type("trainer.learning_rate", "5e-3");
    QVERIFY(changed.count() >= 1);
    QCOMPARE(form_->values().real("trainer.learning_rate"), 0.005);
    QVERIFY(form_->row("trainer.learning_rate")->isChanged());
    QVERIFY(!form_->row("seed")->isChanged());
  }

  void numberOutsideItsRangeIsKeptAndExplainedBesideTheField() {
    type("trainer.learning_rate", "7");
    QCOMPARE(field<QLineEdit>("trainer.learning_rate")->text(), QString("7"));
    QVERIFY(form_->row("trainer.learning_rate")->problem().contains("0 to 1"));
    QVERIFY(hasErrors(form_->problems()));
  }

  void wordWhereANumberIsMeantIsAnErrorAndNoValue() {
    type("trainer.learning_rate", "fast");
    QVERIFY(!form_->values().has("trainer.learning_rate"));
    QVERIFY(hasErrors(form_->problems()));
  }

  void seedLargerThanThirtyTwoBitsIsKept() {
    type("seed", "5000000000");
    QCOMPARE(form_->values().integer("seed"), int64_t{5000000000});
  }

  void aNumberWithAMeaningIsShownAsItsWord() {
    QCOMPARE(field<QSpinBox>("trainer.max_epochs")->text(), QString("no limit"));
    auto* clip = field<QLineEdit>("trainer.clip_norm");
    QCOMPARE(clip->text(), QString("5"));
    clip->setFocus();
    clip->selectAll();
    QTest::keyClick(clip, Qt::Key_Delete);
    QCOMPARE(clip->placeholderText(), QString("off"));
    QCOMPARE(form_->values().real("trainer.clip_norm"), 0.0);
    QVERIFY(form_->problems().empty());
    form_->row("trainer.clip_norm")->setValue(0.0);
    QVERIFY(clip->text().isEmpty());
  }

  void resetButtonGoesBackToTheDefault() {
    type("trainer.learning_rate", "0.5");
    auto* reset = form_->row("trainer.learning_rate")->findChild<QToolButton*>();
    QVERIFY(reset->isVisible());
    QTest::mouseClick(reset, Qt::LeftButton);
    QCOMPARE(form_->values().size(), std::size_t{0});
    QVERIFY(!reset->isVisible());
  }

  void presetSetsItsKeysAndLeavesTheSeed() {
    type("seed", "7");
    QTest::mouseClick(form_->findChild<QPushButton*>("preset-best"), Qt::LeftButton);
    QCOMPARE(form_->preset(), QString("best"));
    QCOMPARE(form_->values().integer("trainer.batch_size"), int64_t{32});
    QCOMPARE(form_->values().real("trainer.learning_rate"), 0.001);
    QCOMPARE(form_->values().integer("seed"), int64_t{7});
    QTest::mouseClick(form_->findChild<QPushButton*>("preset-quick"), Qt::LeftButton);
    QVERIFY(!form_->values().has("trainer.learning_rate"));   // "quick" means the default rate
  }

  void editingAPresetLeavesNoneChosen() {
    QTest::mouseClick(form_->findChild<QPushButton*>("preset-quick"), Qt::LeftButton);
    type("trainer.learning_rate", "0.3");
    QVERIFY(form_->preset().isEmpty());
    QVERIFY(!form_->findChild<QPushButton*>("preset-quick")->isChecked());
  }

  void advancedOptionsAreFoldedUntilAskedForOrChanged() {
    OptionRow* schedule = form_->row("trainer.schedule");
    QVERIFY(!schedule->isVisible());
    OptionValues values;
    values.set("trainer.schedule", std::string("constant"));
    form_->setValues(values);
    QVERIFY(schedule->isVisible());
    QCOMPARE(field<QComboBox>("trainer.schedule")->currentData().toString(), QString("constant"));
  }

  void searchShowsOnlyWhatFitsAndFindsAdvancedOptions() {
    auto* search = form_->findChildren<QLineEdit*>().first();
    for (QLineEdit* edit : form_->findChildren<QLineEdit*>())
      if (edit->placeholderText().contains("Search")) search = edit;
    QTest::keyClicks(search, "sched");
    QVERIFY(form_->row("trainer.schedule")->isVisible());
    QVERIFY(form_->row("trainer.learning_rate")->isVisible());   // its help speaks of the schedule
    QVERIFY(!form_->row("seed")->isVisible());
    search->clear();
    QVERIFY(form_->row("seed")->isVisible());
    QVERIFY(!form_->row("trainer.schedule")->isVisible());
  }

  void problemFromOutsideStandsBesideItsField() {
    form_->setProblems({{Severity::Warning, "trainer.batch_size", "larger than the dataset", {}}});
    QCOMPARE(form_->row("trainer.batch_size")->problem(), QString("larger than the dataset"));
  }

  void valueOfTheWrongKindIsNotForcedIntoAField() {
    OptionValues values;
    values.set("trainer.batch_size", std::string("many"));
    values.set("no.such.key", int64_t{1});
    form_->setValues(values);
    QCOMPARE(field<QSpinBox>("trainer.batch_size")->value(), 16);
  }

  void aFileIsTypedOrChosenByKey() {
    type("model.weights", "nets/a.bin");
    QCOMPARE(form_->values().text("model.weights"), std::string("nets/a.bin"));
    makeFile("far.bin");
    makeFile("project/nets/near.bin");
    QCOMPARE(titleOfDialog([this](QFileDialog& dialog) { choose(dialog, "far.bin"); }), QString("Weights"));
    QCOMPARE(form_->values().text("model.weights"), folder_.filePath("far.bin").toStdString());
    titleOfDialog([this](QFileDialog& dialog) { choose(dialog, "project/nets/near.bin"); });
    QCOMPARE(form_->values().text("model.weights"), std::string("nets/near.bin"));   // one of the project
  }

  void aFileThatIsNotChosenAfterAllChangesNothing() {
    type("model.weights", "nets/a.bin");
    QCOMPARE(titleOfDialog([](QFileDialog& dialog) { dialog.reject(); }), QString("Weights"));
    QCOMPARE(form_->values().text("model.weights"), std::string("nets/a.bin"));
  }

  void checkBoxTogglesByKey() {
    auto* box = field<QCheckBox>("data.cache");
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Space);
    QCOMPARE(form_->values().boolean("data.cache"), false);
  }

 private:
  template <class Field>
  Field* field(const char* key) {
    auto* found = form_->findChild<Field*>(key);
    Q_ASSERT(found);
    return found;
  }
  void type(const char* key, const char* text) {
    auto* line = field<QLineEdit>(key);
    line->selectAll();
    QTest::keyClicks(line, text);
  }
  void makeFile(const QString& name) const {
    QVERIFY(QDir().mkpath(QFileInfo(folder_.filePath(name)).path()));
    QFile file(folder_.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
  }
  void choose(QFileDialog& dialog, const QString& name) const {
    dialog.findChild<QLineEdit*>("fileNameEdit")->setText(folder_.filePath(name));
    static_cast<QDialog&>(dialog).accept();   // public there
  }
  /// The file's dialog is opened by its key, and left as `answer` does; empty: none came.
  template <class Answer>
  QString titleOfDialog(Answer answer) {
    QString title;
    QTimer timer;
    connect(&timer, &QTimer::timeout, form_.get(), [&] {
      auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
      if (!dialog) return;
      timer.stop();
      title = dialog->windowTitle();
      answer(*dialog);
    });
    timer.start(20);
    auto* line = field<QLineEdit>("model.weights");
    form_->activateWindow();
    if (!QTest::qWaitForWindowActive(form_.get())) return {};
    line->setFocus();
    QTest::keyClick(line, Qt::Key_Down, Qt::AltModifier);
    return title;
  }
  QTemporaryDir folder_;
  std::unique_ptr<OptionForm> form_;
};

QTEST_MAIN(TestOptionForm)
#include "tst_option_form.moc"
