// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/graph/graph.h"
#include "tests/core/formats/format_fixture.h"
#include "tests/support/expect_error.h"

using namespace assay;
namespace fs = std::filesystem;

class TriplesTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

  static std::string textOf(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void aFolderKeepsItsPartsAndItsNames() {
    putText(at("train.txt"), "a\tr\tb\nb\tr\tc\n");
    putText(at("dev.tsv"), "a\tr\tc\n");
    putText(at("test.nt"), "<a> <r> <a> .\n");
    putText(at("names.tsv"), "a\tAlpha\nz\tZeta\n");
    const ImportedSet set = readWith("triples", at(""));
    QCOMPARE(set.items.size(), std::size_t(3));
    QCOMPARE(set.items[0].kind, ItemKind::Triples);
    QCOMPARE(set.items[0].width, 3);
    QCOMPARE(set.items[0].height, 2);
    QCOMPARE(set.items[0].split, Split::Train);
    QCOMPARE(set.items[0].status, LabelStatus::Labelled);
    QCOMPARE(set.items[0].reference, at("names.tsv").string());
    QCOMPARE(set.items[1].split, Split::Valid);
    QCOMPARE(set.items[1].reference, std::string());
    QCOMPARE(set.items[2].split, Split::Test);
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "test.nt", "1 triple(s) lead from an entity to itself");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "names.tsv", "1 name(s) of entities that no triple has");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "names.tsv", "2 entities have no name");
  }

  void oneFileTakesTheSplitThatIsAskedFor() {
    putText(at("facts.csv"), "s,p,o,more\na,r,b,1\n");
    ImportOptions options;
    options.split = Split::Test;
    options.columns = "o,p,s";
    const ImportedSet set = readWith("triples", at("facts.csv"), options);
    QCOMPARE(set.items.size(), std::size_t(1));
    QCOMPARE(set.items[0].split, Split::Test);
    QCOMPARE(set.items[0].group, std::string("columns o,p,s"));
  }

  void aFaultInOnePartIsAnErrorOfTheSet() {
    putText(at("train.txt"), "a\tr\tb\n");
    putText(at("test.txt"), "a\tr\n");
    const ImportedSet set = readWith("triples", at(""));
    ASSAY_VERIFY_PROBLEM(set, Severity::Error, "test.txt:1", "the line has 2 fields");
  }

  void aFolderWithoutPartsIsRefused() {
    putText(at("x/data.yaml"), "a: 1\n");
    const Error error = errorOf([&] { readWith("triples", at("x")); });
    QVERIFY2(error.code() == Code::BadInput && contains(error.message(), "it looks like `yolo`"), error.what());
    QCOMPARE(errorOf([&] { readWith("triples", at("none")); }).code(), Code::NotFound);
  }

  void whatIsWrittenReadsBack() {
    putText(at("in/train.csv"), "note,s,p,o\nx,\"a\tb\",r,c\nx,c,r,d\nx,c,r,d\n");
    putText(at("in/test.csv"), "note,s,p,o\nx,c,q,c\n");
    putText(at("in/names.tsv"), "c\tSea\tword\tsee|ocean\n");
    ImportOptions options;
    options.columns = "s,p,o";
    Snapshot snapshot;
    snapshot.items = readWith("triples", at("in"), options).items;
    Item table;
    table.kind = ItemKind::Table;
    snapshot.items.push_back(table);
    const ExportReport report = formatByName("triples").write(snapshot, at("in"), at("out"), {});
    QCOMPARE(report.items, 2);
    QCOMPARE(report.losses.size(), std::size_t(2));
    QCOMPARE(textOf(at("out/train.txt")), std::string("a b\tr\tc\nc\tr\td\n"));
    QCOMPARE(textOf(at("out/test.txt")), std::string("c\tq\tc\n"));
    QCOMPARE(textOf(at("out/names.tsv")), std::string("c\tSea\tword\tsee|ocean\n"));
    QVERIFY(!fs::exists(at("out/valid.txt")));
    Snapshot again;
    again.items = readWith("triples", at("out")).items;
    QCOMPARE(openGraph(again, at("out"), {}).displayName(1), std::string("Sea"));
  }
};

QTEST_GUILESS_MAIN(TriplesTest)
#include "tst_triples.moc"
