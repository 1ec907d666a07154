// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "tests/core/formats/format_fixture.h"
#include "tests/support/expect_error.h"

using namespace assay;
namespace fs = std::filesystem;

class DocumentsTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_->path().toStdString()) / name; }

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void textsOfAFolderBecomeItemsAndBadOnesAreCounted() {
    putText(at("a.txt"), "one\n\ntwo\n");
    putText(at("b/c.md"), "\xb1\xc3\xd0\xb9\xc2\xa9\n");   // GBK
    putText(at("empty.txt"), "\n");
    putText(at("broken.txt"), "ok \xe6\xb3\xb5\nnot \xe6\n");
    putText(at("picture.png"), "x");
    const ImportedSet set = readWith("documents", at(""));
    QCOMPARE(set.items.size(), std::size_t(2));
    QCOMPARE(set.items[0].kind, ItemKind::Document);
    QCOMPARE(set.items[0].height, 2);
    QCOMPARE(set.items[0].status, LabelStatus::Unlabelled);
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "c.md", "GB18030");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "empty.txt", "the document is empty; the document is left out");
    ASSAY_VERIFY_PROBLEM(set, Severity::Warning, "broken.txt:2", "no UTF-8");
  }

  void oneBadFileIsAnError() {
    putText(at("empty.txt"), "");
    QVERIFY(failsWith(Code::BadInput, "the document is empty", [&] { readWith("documents", at("empty.txt")); }));
    QVERIFY(failsWith(Code::BadInput, "no document of the folder can be read", [&] { readWith("documents", at("")); }));
  }

  void aLineOverOneBlockIsRefusedByItsNumber() {
    putText(at("long.txt"), "short\n" + std::string(std::size_t(17) << 20, 'x'));
    QVERIFY(failsWith(Code::BadInput, "long.txt:2: the line is longer than 16 MiB", [&] { readWith("documents", at("long.txt")); }));
  }

  void documentsAreWrittenAsTheyAre() {
    putText(at("in/a.txt"), "one\n");
    putText(at("in/x/a.txt"), "two\n");
    Snapshot snapshot;
    snapshot.items = readWith("documents", at("in")).items;
    QCOMPARE(formatByName("documents").write(snapshot, at("in"), at("out"), {}).items, 2);
    QVERIFY(fs::exists(at("out/a.txt")) && fs::exists(at("out/a_2.txt")));
  }
};

QTEST_GUILESS_MAIN(DocumentsTest)
#include "tst_documents.moc"
