// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/formats/csv_reader.h"
#include "tests/core/formats/format_fixture.h"

using namespace assay;
namespace fs = std::filesystem;

class CsvTableTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

  static void refuses(const std::string& text, const char* where, const char* message) {
    const Error error = errorOf([&] { parseCsv(text, "t.csv"); });
    QVERIFY2(error.code() == Code::BadInput && error.where() == where && contains(error.message(), message), error.what());
  }

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void quotesMayHoldCommasQuotesAndLines() {
    const CsvTable table = parseCsv("\xef\xbb\xbf" "a,b\r\n\"x, \"\"y\"\"\",\"1\n2\"\r\n\n3,\n", "t.csv");
    QCOMPARE(table.columns == std::vector<std::string>({"a", "b"}), true);
    QCOMPARE(table.rows.size(), std::size_t(2));
    QCOMPARE(table.rows[0][0], std::string("x, \"y\""));
    QCOMPARE(table.rows[0][1], std::string("1\n2"));
    QCOMPARE(table.rows[1][1], std::string());
    QCOMPARE(table.lines == std::vector<int>({2, 5}), true);
  }

  void faultsNameTheLine() {
    refuses("", "t.csv", "the file is empty");
    refuses(std::string("a\0b", 3), "t.csv", "binary");
    refuses("a,,b\n", "t.csv:1", "a column has no name");
    refuses("a,b,a\n", "t.csv:1", "`a` is there twice");
    refuses("a,b\n1,2\n1,2,3\n", "t.csv:3", "the row has 3 fields; expected 2");
    refuses("a,b\n1,\"2\n", "t.csv:2", "never closed");
    refuses("a,b\n1,\"2\"x\n", "t.csv:2", "follows a closing quote");
  }

  void aFolderOfThreeTablesKeepsItsSplit() {
    putText(at("train.csv"), "a,b\n1,2\n3,4\n");
    putText(at("valid.csv"), "a,b\n5,6\n");
    putText(at("test.csv"), "a,b\n7,8\n");
    const ImportedSet set = readWith("csv_table", at(""));
    QVERIFY2(set.problems.empty(), problemText(set).c_str());
    QCOMPARE(set.items.size(), std::size_t(3));
    const Item& train = set.items[0];
    QCOMPARE(train.kind, ItemKind::Table);
    QCOMPARE(train.width, 2);
    QCOMPARE(train.height, 2);
    QCOMPARE(train.split, Split::Train);
    QCOMPARE(set.items[2].split, Split::Test);
  }

  void differingColumnsAreReported() {
    putText(at("train.csv"), "a,b\n1,2\n");
    putText(at("test.csv"), "a,c\n7,8\n");
    const ImportedSet set = readWith("csv_table", at(""));
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "test.csv:1", "the columns differ");
  }

  void whatIsNoTableIsRefused() {
    putText(at("a.csv"), "a,b\n");
    QVERIFY(contains(errorOf([&] { readWith("csv_table", at("a.csv")); }).message(), "no rows"));
    putText(at("a.json"), "{}");
    QVERIFY(contains(errorOf([&] { readWith("csv_table", at("a.json")); }).message(), "it looks like `coco`"));
  }
};

QTEST_GUILESS_MAIN(CsvTableTest)
#include "tst_csv_table.moc"
