// SPDX-License-Identifier: Apache-2.0
// Which sentences are learnt from and which judge: parts, what is held out, what is too long.
#include <QTemporaryDir>
#include <QtTest>

#include <set>

#include "core/base/atomic_file.h"
#include "core/text/code_points.h"
#include "plugins/text_reader/text_data.h"
#include "tests/support/expect_error.h"

using namespace assay;
using namespace assay::text;

class TextDataTest : public QObject {
  Q_OBJECT

  const QTemporaryDir folder_;
  Snapshot snapshot_;

  std::filesystem::path root() const { return folder_.path().toStdString(); }
  void add(const std::string& name, const std::string& text, const char* format, Split split) {
    writeFileAtomically(root() / name, text);
    Item item;
    item.kind = ItemKind::Sentences;
    item.path = name;
    item.group = format;
    item.split = split;
    item.status = LabelStatus::Labelled;
    snapshot_.items.push_back(item);
  }
  TextData read(double validFraction) const { return readTextData(snapshot_, root(), validFraction, 1, {}); }

  static std::string relations(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "泵\t阀\tfeeds\t泵和阀" + std::to_string(i / 2) + "\n";   // each sentence twice
    return text;
  }

 private Q_SLOTS:
  void init() { snapshot_.items.clear(); }

  void partsAreThoseOfTheFiles() {
    add("a.bio", "泵 B-A\n\n阀 O\n", "tagged_text", Split::Train);
    add("b.bio", "轴 B-A\n", "tagged_text", Split::Valid);
    add("c.tsv", relations(4), "relation_text", Split::Test);
    add("d.bio", "油 O\n", "tagged_text", Split::None);
    const TextData data = read(0.5);
    QCOMPARE(data.train.tagged.size(), std::size_t{3});   // nothing is held out: there is a file for it
    QCOMPARE(data.valid.tagged.size(), std::size_t{1});
    QCOMPARE(data.test.related.size(), std::size_t{4});
    QVERIFY(data.train.related.empty());
  }

  void equalSentencesAreHeldOutTogether() {
    add("a.tsv", relations(400), "relation_text", Split::Train);
    const TextData data = read(0.25);
    QVERIFY(data.valid.related.size() > 60 && data.valid.related.size() < 140);
    QCOMPARE(data.train.related.size() + data.valid.related.size(), std::size_t{400});
    std::set<std::u32string> learnt;
    for (const RelationSentence& sentence : data.train.related) learnt.insert(sentence.text);
    for (const RelationSentence& sentence : data.valid.related) QVERIFY(!learnt.contains(sentence.text));
    QVERIFY(read(0).valid.isEmpty());
    QCOMPARE(read(1).train.related.size(), std::size_t{400});   // something must be left to learn from
  }

  void longSentencesAreCutBesideNames() {
    std::string text;
    for (int i = 0; i < longestSample - 2; ++i) text += "甲 O\n";
    text += "泵 B-A\n轴 I-A\n承 I-A\n坏 O\n";
    add("a.bio", text, "tagged_text", Split::Train);
    const std::vector<TaggedSentence> pieces = read(0).train.tagged;
    QCOMPARE(pieces.size(), std::size_t{2});
    QCOMPARE(pieces[0].text.size(), std::size_t(longestSample - 2));
    QVERIFY(pieces[0].names.empty());
    QCOMPARE(utf8Of(pieces[1].text), std::string("泵轴承坏"));
    QCOMPARE(pieces[1].names, (std::vector<LabelledSpan>{{0, 3, "A"}}));
  }

  void aNameLongerThanASampleGoes() {
    std::string text = "泵 B-A\n";
    for (int i = 0; i < longestSample + 5; ++i) text += "甲 I-A\n";
    add("a.bio", text + "油 B-B\n", "tagged_text", Split::Train);
    const std::vector<TaggedSentence> pieces = read(0).train.tagged;
    QCOMPARE(pieces.size(), std::size_t{2});
    QVERIFY(pieces[0].names.empty());
    QCOMPARE(pieces[1].names, (std::vector<LabelledSpan>{{6, 7, "B"}}));
  }

  void relationsKeepWhatLiesAroundTheirNames() {
    std::string far, near;
    for (int i = 0; i < longestSample; ++i) far += "远";
    near = far + "泵和阀" + far;
    add("a.tsv", "泵\t阀\tfeeds\t" + near + "\n泵\t阀\tfeeds\t泵" + far + "阀\n", "relation_text", Split::Train);
    const std::vector<RelationSentence> sentences = read(0).train.related;
    QCOMPARE(sentences.size(), std::size_t{1});   // of the other one the names are too far apart
    QCOMPARE(sentences[0].text.size(), std::size_t(longestSample));
    QCOMPARE(sentences[0].text[std::size_t(sentences[0].head.begin)], U'泵');
    QCOMPARE(sentences[0].text[std::size_t(sentences[0].tail.begin)], U'阀');
  }

  void nothingToLearnFromIsSaid() {
    QVERIFY(failsWith(Code::BadInput, "no sentence to learn from", [&] { read(0.1); }));
  }
};

QTEST_APPLESS_MAIN(TextDataTest)
#include "tst_text_data.moc"
