// SPDX-License-Identifier: Apache-2.0
// The generated sentences: what they hold can be read back as it was marked.
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/format.h"
#include "core/project/export_items.h"
#include "core/project/sample_sentences.h"
#include "core/store/item_table.h"
#include "core/text/code_points.h"
#include "core/text/relation_sentences.h"
#include "core/text/tagged_sentences.h"
#include "tests/support/expect_error.h"

using namespace assay;
namespace fs = std::filesystem;

class SampleSentencesTest : public QObject {
  Q_OBJECT

  const QTemporaryDir folder_;

  fs::path at(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }
  fs::path file(const std::string& text) const {
    writeFileAtomically(at("text"), text);
    return at("text");
  }

 private Q_SLOTS:
  void equalSeedsGiveEqualSentences() {
    const SampleSentences a = drawSentences(40, 3), b = drawSentences(40, 3), c = drawSentences(40, 4);
    QVERIFY(a.tagged == b.tagged && a.related == b.related);
    QVERIFY(a.tagged != c.tagged);
  }

  void namesAreMarkedInBothLanguages() {
    const TaggedFile read = readTaggedSentences(file(drawSentences(60, 1).tagged), {});
    QCOMPARE(read.sentences.size(), std::size_t{60});
    std::set<std::string> types;
    int english = 0;
    for (const TaggedSentence& sentence : read.sentences) {
      QVERIFY(sentence.names.size() >= 3);
      for (const LabelledSpan& name : sentence.names) types.insert(name.label);
      const std::string text = utf8Of(sentence.text);
      english += text.find(". ") != std::string::npos || text.find(" the ") != std::string::npos;
      QVERIFY(text.find("  ") == std::string::npos);   // blanks are what the sentence has
    }
    QCOMPARE(types, (std::set<std::string>{"action", "cause", "fault", "hall", "machine", "part", "supplier"}));
    QVERIFY(english > 20 && english <= 30);
  }

  void halfOfTheTellingPairsAreUnrelated() {
    const RelationFile read = readRelationSentences(file(drawSentences(60, 1).related), {});
    QCOMPARE(read.unnamed, int64_t{0});
    std::set<std::string> relations;
    const auto unknown = std::count_if(read.sentences.begin(), read.sentences.end(), [&](const RelationSentence& s) {
      relations.insert(s.relation);
      return saysUnrelated(s.relation);
    });
    QVERIFY(relations.contains("has_fault") && relations.contains("caused_by") && relations.contains("unknown"));
    QVERIFY(unknown * 2 <= std::ptrdiff_t(read.sentences.size()));
  }

  void aSampleIsAProjectWithFourFiles() {
    const Project project = createSampleSentences(at("reader"), 40, 1, {});
    QCOMPARE(project.task, std::string("text"));
    Database database(project.databaseFile(), OpenMode::ReadWrite);
    const std::vector<Item> items = listItems(database, With::ItemsOnly);
    QCOMPARE(items.size(), std::size_t{4});
    for (const Item& item : items) QVERIFY(item.kind == ItemKind::Sentences && (item.split == Split::Train || item.split == Split::Test));
    for (const char* format : {"tagged_text", "relation_text"}) {   // each goes out alone, and comes back in its parts
      const ExportReport report = exportItems(project, database, formatByName(format), at(format), {});
      QCOMPARE(report.items, int64_t{2});
      QCOMPARE(report.losses.size(), std::size_t{1});
      const ImportedSet again = formatByName(format).read(at(format), {}, {});
      QCOMPARE(again.items.size(), std::size_t{2});
      QVERIFY(again.items[0].split == Split::Train && again.items[1].split == Split::Test && again.items[0].group == format);
    }
    QCOMPARE(errorOf([&] { createSampleSentences(at("none"), 0, 1, {}); }).code(), Code::BadOption);
    QVERIFY(!fs::exists(at("none")));
  }
};

QTEST_GUILESS_MAIN(SampleSentencesTest)
#include "tst_sample_sentences.moc"
