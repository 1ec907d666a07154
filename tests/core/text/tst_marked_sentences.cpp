// SPDX-License-Identifier: Apache-2.0
// Files of sentences with marked names and relations: the public sets' forms, and what is wrong with a file.
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/atomic_file.h"
#include "core/text/code_points.h"
#include "core/text/relation_sentences.h"
#include "core/text/tagged_sentences.h"
#include "tests/support/expect_error.h"
#include "tests/support/shared_data.h"

using namespace assay;

class MarkedSentencesTest : public QObject {
  Q_OBJECT

  const QTemporaryDir folder_;

  std::filesystem::path file(const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(folder_.path().toStdString()) / "text";
    writeFileAtomically(path, text);
    return path;
  }
  TaggedFile tagged(const std::string& text) { return readTaggedSentences(file(text), {}); }
  void refusesTags(const std::string& text, const std::string& message) {
    QVERIFY(failsWith(Code::BadInput, message, [&] { tagged(text); }));
  }
  void refusesRelations(const std::string& text, const std::string& message) {
    QVERIFY(failsWith(Code::BadInput, message, [&] { readRelationSentences(file(text), {}); }));
  }

 private Q_SLOTS:
  void columnsBecomeSentences() {
    const TaggedFile read = tagged("泵 B-PART\n轴 M-PART\n承 E-PART\n坏 O\n\n\n换\tO\n油\tS-OIL\n");
    QCOMPARE(read.sentences.size(), std::size_t{2});
    QCOMPARE(utf8Of(read.sentences[0].text), std::string("泵轴承坏"));
    QCOMPARE(read.sentences[0].names, (std::vector<LabelledSpan>{{0, 3, "PART"}}));
    QCOMPARE(read.sentences[1].names, (std::vector<LabelledSpan>{{1, 2, "OIL"}}));
  }

  /// As in CoNLL 2003: words, more columns between; places count the blanks that are put between words.
  void wordsStandApart() {
    const TaggedFile read = tagged("Pump NN B-NP B-PART\nP-103 NN I-NP I-PART\nleaks VB O O\n泵 NN O O\n");
    QCOMPARE(utf8Of(read.sentences[0].text), std::string("Pump P-103 leaks泵"));
    QCOMPARE(read.sentences[0].names, (std::vector<LabelledSpan>{{0, 10, "PART"}}));
  }

  void lettersOfAFileWithOneALineStandTogether() { QCOMPARE(utf8Of(tagged("1 O\n9 O\n年 O\na O\nb O\n").sentences[0].text), std::string("19年ab")); }

  void aBlankMayBeTagged() { QCOMPARE(tagged("  O\n泵 S-A\n").sentences[0].names, (std::vector<LabelledSpan>{{1, 2, "A"}})); }

  void objectsAsCluenerHasThem() {
    const std::string text = "{\"text\": \"浙商\\\"{银}行\\\"好\", \"label\": {\"company\": {\"浙商\": [[0, 1]], \"银\": [[4, 4]]}, \"name\": {\"商\": [[1, 1]]}}}";
    for (const std::string& form : {text + "\n" + text + "\n", "[\n" + text + ",\n" + text + "\n]\n", "[" + text + ", " + text + "]"}) {
      const TaggedFile read = tagged(form);
      QCOMPARE(read.sentences.size(), std::size_t{2});
      QCOMPARE(read.overlapping, int64_t{2});   // "商" lies within "浙商", in both
      QCOMPARE(read.sentences[1].names, (std::vector<LabelledSpan>{{0, 2, "company"}, {4, 5, "company"}}));
    }
    QCOMPARE(tagged(text + "\n{\"id\": 0, \"text\": \"无\"}").unlabelled, int64_t{1});
  }

  void whatIsWrongIsNamedWithItsLine() {
    refusesTags("", "the file has no sentence");
    refusesTags("\n\n", "the file has no sentence");
    refusesTags("泵 O\n轴\n", "expected a character, a blank and a tag");
    refusesTags(" O\n", "expected a character, a blank and a tag");
    refusesTags("\tB-X\n", "expected a character, a blank and a tag");
    refusesTags("泵 O\n轴 X-A\n", "`X-A` is no tag");
    refusesTags("泵\xff O\n", "UTF-8");
    refusesTags("{\"text\": \"泵\", \"label\": {\"part\": {\"泵\": [[0, 1]]}}}", "[0, 1] is not within the 1 characters");
    refusesTags("{\"text\": \"泵\", \"label\": {\"part\": {\"泵\": [[-1, 0]]}}}", "[-1, 0] is not within");
    refusesTags("{\"text\": \"泵\", \"label\": {\"part\": {\"泵\": [[\"0\", 0]]}}}", "a place is [first, last]");
    refusesTags("{\"text\": \"泵\", \"label\": []}", "`label`: expected");
    refusesTags("{\"text\": \"泵\"", "ends within a JSON object");
    refusesTags("{\"text\": \"泵\"}", "no sentence has a `label`");
    refusesTags("{\"text\": \"泵\", \"label\": {}}\nrubbish", "expected a JSON object");
  }

  void relationsFindTheirNames() {
    const RelationFile read = readRelationSentences(file("泵\t阀\tfeeds\t阀在远处，泵和阀。\n\n没有\t阀\tfeeds\t泵和阀\n"), {});
    QCOMPARE(read.unnamed, int64_t{1});
    QCOMPARE(read.sentences.size(), std::size_t{1});
    QCOMPARE(read.sentences[0].head, (CharRange{5, 6}));
    QCOMPARE(read.sentences[0].tail, (CharRange{7, 8}));   // the nearer of the two
    QCOMPARE(read.sentences[0].relation, std::string("feeds"));
  }

  /// A name within the other is taken where it stands alone, if it does.
  void namesWithinNames() {
    CharRange head, tail;
    QVERIFY(placeNames(U"上航和上航集团", U"上航集团", U"上航", head, tail));
    QCOMPARE(head, (CharRange{3, 7}));
    QCOMPARE(tail, (CharRange{0, 2}));
    QVERIFY(placeNames(U"上航集团", U"上航集团", U"上航", head, tail));
    QCOMPARE(tail, (CharRange{0, 2}));
    QVERIFY(!placeNames(U"上航集团", U"", U"上航", head, tail));
  }

  void relationLinesThatAreWrong() {
    refusesRelations("泵\t阀\tfeeds\n", "text:1");
    refusesRelations("泵\t阀\tfeeds\t泵阀\n泵\t\tfeeds\t泵阀\n", "text:2");
    refusesRelations("x\ty\tr\tneither\n", "no sentence has both of its names");
  }

  void publicSetsAreRead() {
    ASSAY_REQUIRE_SHARED_DATA(folder, "kg");
    QCOMPARE(readTaggedSentences(folder / "resume-ner/train.char.bmes", {}).sentences.size(), std::size_t{3821});
    QCOMPARE(readTaggedSentences(folder / "cluener/train.json", {}).sentences.size(), std::size_t{10748});
    QVERIFY(readTaggedSentences(folder / "msra-ner/msra_test_bio.txt", {}).sentences.size() > 3000);
    const RelationFile finre = readRelationSentences(folder / "finre/train.txt", {});
    QCOMPARE(finre.sentences.size() + std::size_t(finre.unnamed), std::size_t{13486});
  }
};

QTEST_APPLESS_MAIN(MarkedSentencesTest)
#include "tst_marked_sentences.moc"
