// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/project/export_items.h"
#include "core/project/import_items.h"
#include "core/store/item_table.h"
#include "core/store/journal.h"
#include "tests/support/test_files.h"

using namespace assay;
namespace fs = std::filesystem;

class ImportItemsTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<Database> database_;
  Project project_;
  fs::path at(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

  /// YOLO source with images a, b, ... one label each.
  fs::path source(const std::string& name, int images, const std::string& classes = "crack\ndent\n", uint64_t seed = 1) {
    putText(at(name) / "classes.txt", classes);
    for (int i = 0; i < images; ++i) {
      const std::string stem(1, char('a' + i));
      putImage(at(name) / "images" / (stem + ".png"), 20, 20, seed + uint64_t(i));
      putText(at(name) / "labels" / (stem + ".txt"), "0 0.5 0.5 0.5 0.5\n");
    }
    return at(name);
  }
  ImportReport import(const fs::path& from, const ImportOptions& options = {}) {
    return importItems(project_, *database_, formatByName("yolo"), from, options, {});
  }
  std::vector<Item> items() { return listItems(*database_, With::Annotations); }

  /// Imports and copies three images out of t/; `act` happens when one of them has been copied.
  ImportReport whileCopying(const std::function<void()>& act) {
    ImportOptions options;
    options.copyImages = true;
    Progress progress;
    progress.report = [&](int64_t done, int64_t, const std::string& what) {
      if (what == "copying" && done == 1) act();
    };
    return importItems(project_, *database_, formatByName("yolo"), source("t", 3, "crack\ndent\n", 50), options, progress);
  }

 private Q_SLOTS:
  void initTestCase() {
    qputenv("ASSAY_PLUGIN_PATH", QByteArray(qgetenv("ASSAY_SOURCE") + "/plugins"));
  }
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    project_ = createProject(at("project"), "detection");
    database_ = std::make_unique<Database>(project_.databaseFile(), OpenMode::ReadWrite);
  }
  void cleanup() { database_.reset(); }

  void itemsLabelsAndClassesArrive() {
    ImportOptions options;
    options.split = Split::Test;
    const ImportReport report = import(source("s", 3), options);
    QVERIFY(report.imported());
    QCOMPARE(report.items, int64_t(3));
    QCOMPARE(report.annotations, int64_t(3));
    QCOMPARE(report.newClasses.size(), std::size_t(2));
    const Item item = items().front();
    QCOMPARE(item.path, at("s/images/a.png").string());   // outside the project: absolute, not copied
    QCOMPARE(item.split, Split::Test);
    QCOMPARE(item.source, std::string("yolo"));
    QCOMPARE(boundingBox(item.annotations.at(0).shape) == (Box{5, 5, 15, 15}), true);
    const Project saved = loadProject(project_.root);
    QCOMPARE(saved.classes == project_.classes, true);
    QCOMPARE(saved.classes[1].name, std::string("dent"));
    QCOMPARE(saved.classes[1].colour, saved.classes[0].colour + 1);
    QCOMPARE(saved.classes[0].key, std::string("1"));
    QCOMPARE(saved.classes[1].key, std::string("2"));
    QVERIFY(contains(summary(report), "3 items with 3 labels"));
  }

  void copiesLieInsideTheProject() {
    ImportOptions options;
    options.copyImages = true;
    import(source("s", 1), options);
    import(source("t", 1, "crack\n", 77), options);   // another a.png
    QCOMPARE(items()[0].path, std::string("images/a.png"));
    QCOMPARE(items()[1].path, std::string("images/a_2.png"));
    QVERIFY(fs::exists(project_.root / "images/a_2.png"));
  }

  void aSecondImportAddsOnlyWhatIsNew() {
    import(source("s", 2));
    source("s", 3);
    const ImportReport again = import(at("s"));
    QCOMPARE(again.items, int64_t(1));
    QCOMPARE(again.duplicates, int64_t(2));
    QVERIFY(again.newClasses.empty());
    QCOMPARE(items().size(), std::size_t(3));
  }

  void newClassesAreAppendedAndOldOnesKept() {
    import(source("s", 1, "crack\n"));
    const ClassDef first = project_.classes.at(0);
    const ImportReport report = import(source("t", 1, "stain\ncrack\n", 50));
    QCOMPARE(report.newClasses == std::vector<std::string>({"stain"}), true);
    QCOMPARE(project_.classes.at(0) == first, true);
    QCOMPARE(project_.classes.at(1).name, std::string("stain"));
  }

  void moreThanNineClassesHaveNoKeyLeft() {
    std::string classes;
    for (int i = 0; i < 12; ++i) classes += "c" + std::to_string(i) + "\n";
    import(source("s", 1, classes));
    QCOMPARE(project_.classes.at(8).key, std::string("9"));
    QCOMPARE(project_.classes.at(9).key, std::string());
    QCOMPARE(project_.classes.at(11).colour, 11);
  }

  void anErrorInTheSourceLeavesTheProjectAlone() {
    const fs::path from = source("s", 2);
    putText(from / "labels/b.txt", "5 0.5 0.5 0.1 0.1\nrubbish\n");
    const std::string before = readAll(project_.yamlFile());
    const ImportReport report = import(from);
    QVERIFY(!report.imported());
    QCOMPARE(report.items, int64_t(0));
    QVERIFY(report.problems.size() >= 2);
    QVERIFY(items().empty());
    QCOMPARE(readAll(project_.yamlFile()), before);
    QVERIFY(project_.classes.empty());
  }

  void aStopInTheMiddleLeavesNothing() {
    ImportOptions options;
    options.copyImages = true;
    Progress progress;
    progress.report = [&](int64_t done, int64_t, const std::string& what) {
      if (what == "copying" && done == 1) progress.cancel.request();
    };
    const fs::path from = source("s", 4);
    const Error error = errorOf([&] { importItems(project_, *database_, formatByName("yolo"), from, options, progress); });
    QCOMPARE(error.code(), Code::Stopped);
    QVERIFY(items().empty());
    QVERIFY(project_.classes.empty());
    QVERIFY(!fs::exists(project_.imagesFolder()) || fs::is_empty(project_.imagesFolder()));
  }

  void editsGoThroughWhileFilesAreCopied() {
    import(source("s", 1));
    const Item labelled = items().at(0);
    int edits = 0;
    whileCopying([&] {
      Database window(project_.databaseFile(), OpenMode::ReadWrite);   // as the workbench has one of its own
      applyEdit(window, {0, labelled.id, AnnotationChange{labelled.annotations.at(0), std::nullopt}});
      ++edits;
    });
    QCOMPARE(edits, 1);
    QVERIFY(annotationsOf(*database_, labelled.id).empty());
    QCOMPARE(items().size(), std::size_t(4));
  }

  void aClassThatIsAddedWhileFilesAreCopiedIsKept() {
    whileCopying([&] {
      Project edited = loadProject(project_.root);
      edited.classes.push_back({"stain", 0, "1"});
      saveProject(edited);
    });
    const Project saved = loadProject(project_.root);
    QCOMPARE(saved.classes.size(), std::size_t(3));
    QCOMPARE(saved.classes[0].name, std::string("stain"));
    QCOMPARE(saved.classes[1].name, std::string("crack"));
    QVERIFY(saved.classes == project_.classes);
  }

  void whatAnotherImportStoredMeanwhileIsNotStoredTwice() {
    const ImportReport report = whileCopying([&] {
      Database other(project_.databaseFile(), OpenMode::ReadWrite);
      Project same = project_;
      importItems(same, other, formatByName("yolo"), at("t"), {}, {});
    });
    QCOMPARE(report.items, int64_t(0));
    QCOMPARE(report.duplicates, int64_t(3));
    QCOMPARE(items().size(), std::size_t(3));
    QVERIFY(fs::is_empty(project_.imagesFolder()));
  }

  void aCopyThatFailsTakesTheOthersWithIt() {
    const Error error = errorOf([&] { whileCopying([&] { fs::remove(at("t/images/c.png")); }); });
    QVERIFY2(contains(error.message(), "copying"), error.what());
    QVERIFY(items().empty());
    QVERIFY(fs::is_empty(project_.imagesFolder()));
  }

  void tablesAreNoPictures() {
    putText(at("t/train.csv"), "a,b\n1,2\n");
    const Error error = errorOf([&] { importItems(project_, *database_, formatByName("csv_table"), at("t"), {}, {}); });
    QVERIFY2(error.code() == Code::BadInput && contains(error.message(), "needs image"), error.what());
  }

  void anExportIsImportedAgain() {
    import(source("s", 3));
    const ExportReport report = exportItems(project_, *database_, formatByName("voc"), at("out"), {});
    QCOMPARE(report.items, int64_t(3));
    const Format& voc = formatByName("voc");
    QCOMPARE(voc.read(at("out"), {}, {}).items.size(), std::size_t(3));
    const Error again = errorOf([&] { exportItems(project_, *database_, voc, at("out"), {}); });
    QVERIFY2(contains(again.message(), "something is there already"), again.what());
  }

  void aFailedExportLeavesNothing() {
    const fs::path from = source("s", 2);
    import(from);
    fs::remove(from / "images/b.png");
    const Error error = errorOf([&] { exportItems(project_, *database_, formatByName("voc"), at("out/deep"), {}); });
    QCOMPARE(error.code(), Code::NotFound);
    QVERIFY(!fs::exists(at("out/deep")));
    QVERIFY(!fs::exists(at("out")) || fs::is_empty(at("out")));
  }

  void anEmptyProjectHasNothingToExport() {
    QVERIFY(contains(errorOf([&] { exportItems(project_, *database_, formatByName("voc"), at("out"), {}); }).message(), "no items"));
  }

 private:
  static std::string readAll(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

QTEST_GUILESS_MAIN(ImportItemsTest)
#include "tst_import_items.moc"
