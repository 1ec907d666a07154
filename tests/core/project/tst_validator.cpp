// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/project/validator.h"
#include "tests/core/project/project_fixture.h"

using namespace assay;

class ValidatorTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    fixture_ = std::make_unique<ProjectFixture>();
    database_ = std::make_unique<Database>(fixture_->project.databaseFile(), OpenMode::ReadWrite);
  }

  void aSoundProjectHasNoProblem() {
    addSound();
    const Problems problems = check();
    QVERIFY2(problems.empty(), problems.empty() ? "" : problems[0].message.c_str());
  }

  void anEmptyProjectNamesEverythingThatItLacks() {
    fixture_->project.classes.clear();
    const Problems problems = check();
    QVERIFY(has(problems, Severity::Error, "no image", "data.import"));
    QVERIFY(has(problems, Severity::Error, "no class", "class.add"));
  }

  void splitsAreAskedFor() {
    fixture_->addUnsplit(*database_, 3);
    const Problems problems = check();
    QVERIFY(has(problems, Severity::Error, "nothing is in the training split", "split.make"));
    QVERIFY(has(problems, Severity::Warning, "no test split", "split.make"));
  }

  void trainingNeedsLabels() {
    Item item = fixture_->board("images/a.png", "a");
    item.status = LabelStatus::Withheld;
    addItem(*database_, item);
    QVERIFY(has(check(), Severity::Error, "nothing in the training split is labelled", "label.items"));
  }

  void rareAndEmptyClassesAreNamed() {
    Item item = fixture_->board("images/a.png", "a");
    item.annotations.resize(2);   // two of `open`, none of `short`
    addItem(*database_, item);
    const Problems problems = check();
    QVERIFY(has(problems, Severity::Warning, "class `open` has 2 labels", "label.items"));
    QVERIFY(has(problems, Severity::Warning, "class `short` has no label", "label.items"));
  }

  void badBoxesAreNamed() {
    Item item = fixture_->board("images/a.png", "a");
    const auto label = [](const char* name, Box box) { return Annotation{{}, name, box, Origin::Human}; };
    item.annotations = {label("open", {5, 5, 5, 9}), label("open", {100, 0, 110, 9}), label("open", {90, 0, 105, 9}),
                        label("open", {90, 0, 100.5, 9}), label("unheard", {0, 0, 9, 9})};
    addItem(*database_, item);
    const Problems problems = check();
    QVERIFY(has(problems, Severity::Error, "has no area"));
    QVERIFY(has(problems, Severity::Error, "outside the image of 100 x 100"));
    QVERIFY(has(problems, Severity::Warning, "reaches 5 pixels over the edge"));
    QVERIFY(has(problems, Severity::Error, "class `unheard`", "class.add"));
    QCOMPARE(std::count_if(problems.begin(), problems.end(), [](const Problem& p) { return p.message.find("over the edge") != std::string::npos; }), 1);
  }

  void missingFilesAreErrorsAndOnlyLookedForWhenAsked() {
    addSound();
    std::filesystem::remove(fixture_->project.root / "images/a.png");
    QVERIFY(has(check(), Severity::Error, "the image is missing", "data.import"));
    QVERIFY(validateProject(fixture_->project, *database_, detectorManifest(), Check::Quick).empty());
  }

  void manyOfAKindAreCountedNotListed() {
    fixture_->addUnsplit(*database_, 50);
    std::filesystem::remove_all(fixture_->project.imagesFolder());
    const Problems problems = check();
    QVERIFY(has(problems, Severity::Error, "and 30 more: files are missing"));
    QVERIFY(problems.size() < 30);
  }

  void duplicatesAndMissingReferencesAreNamed() {
    addSound();
    Item copy = fixture_->board("images/copy.png", "test");
    copy.reference = "images/a.png";
    addItem(*database_, copy);
    const Problems problems = check();
    QVERIFY(has(problems, Severity::Warning, "judged by what it has seen"));
    QVERIFY(has(problems, Severity::Warning, "has no reference image"));
  }

  void wrongOptionsCanBeReset() {
    addSound();
    fixture_->project.options.set("model.crop", 11.0);
    fixture_->project.options.set("trainer.max_minuts", int64_t(3));
    const Problems problems = check();
    QVERIFY(has(problems, Severity::Error, "`11` is outside 0 to 10", "options.reset"));
    QVERIFY(has(problems, Severity::Error, "did you mean `trainer.max_minutes`?", "options.reset"));
  }

  void aFileThatAnOptionNamesMustBeThere() {
    PluginManifest manifest = detectorManifest();
    manifest.options.file("model.weights", "");
    fixture_->project.options.set("model.weights", std::string("near.bin"));
    QVERIFY(has(validateProject(fixture_->project, *database_, manifest), Severity::Error, "there is no file `near.bin`", ""));
    std::ofstream(fixture_->project.root / "near.bin") << "weights";
    const Problems problems = validateProject(fixture_->project, *database_, manifest);
    QVERIFY(std::none_of(problems.begin(), problems.end(), [](const Problem& problem) { return problem.where == "model.weights"; }));
  }

  void aTableNeedsNoClassAndNoSplit() {
    PluginManifest manifest = detectorManifest();
    manifest.id = fixture_->project.plugin = "template";
    manifest.task = fixture_->project.task = "table";
    manifest.itemKinds = {"table"};
    fixture_->project.classes.clear();
    Item item = fixture_->board("images/t.csv", "a,b\n1,2\n");
    item.kind = ItemKind::Table;
    item.split = Split::None;
    item.annotations.clear();
    addItem(*database_, item);
    QVERIFY(!hasErrors(validateProject(fixture_->project, *database_, manifest)));
  }

  void aGraphIsReadAndWhatIsOddIsTold() {
    PluginManifest manifest = detectorManifest();
    manifest.id = fixture_->project.plugin = manifest.task = fixture_->project.task = "knowledge_graph";
    manifest.itemKinds = {"triples", "document"};
    fixture_->project.classes.clear();
    const auto add = [&](const char* path, const char* text, ItemKind kind, Split split) {
      Item item = fixture_->board(path, text);
      item.kind = kind;
      item.split = split;
      item.annotations.clear();
      addItem(*database_, item);
    };
    add("images/d.txt", "text", ItemKind::Document, Split::None);
    QVERIFY(has(validateProject(fixture_->project, *database_, manifest), Severity::Error, "the project has no triples", "data.import"));
    add("images/train.txt", "a\tr\tb\nb\tr\tc\n", ItemKind::Triples, Split::None);
    Problems problems = validateProject(fixture_->project, *database_, manifest);
    QVERIFY(!hasErrors(problems));
    QVERIFY(has(problems, Severity::Warning, "there is no test split", "data.import"));
    QVERIFY(has(problems, Severity::Warning, "one relation only, `r`"));
    add("images/test.txt", "a\tr\tb\n", ItemKind::Triples, Split::Test);
    QVERIFY(has(validateProject(fixture_->project, *database_, manifest), Severity::Warning, "1 of the 1 triple of the test part are in training too"));
    add("images/valid.txt", "a\tr\n", ItemKind::Triples, Split::Valid);
    problems = validateProject(fixture_->project, *database_, manifest);
    QVERIFY(has(problems, Severity::Error, "the line has 2 fields", "data.import"));
  }

 private:
  void addSound() {
    addItem(*database_, fixture_->board("images/a.png", "train"));
    Item test = fixture_->board("images/b.png", "test");
    test.split = Split::Test;
    addItem(*database_, test);
  }
  Problems check() { return validateProject(fixture_->project, *database_, detectorManifest()); }
  static bool has(const Problems& problems, Severity severity, const std::string& part, const std::string& fix = {}) {
    for (const Problem& p : problems)
      if (p.severity == severity && p.message.find(part) != std::string::npos && (fix.empty() || p.fix == fix)) return true;
    return false;
  }
  std::unique_ptr<ProjectFixture> fixture_;
  std::unique_ptr<Database> database_;
};

QTEST_APPLESS_MAIN(ValidatorTest)
#include "tst_validator.moc"
