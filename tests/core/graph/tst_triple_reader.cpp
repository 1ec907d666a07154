// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <array>

#include "tests/core/graph/graph_fixture.h"
#include "tests/support/expect_error.h"
#include "tests/support/shared_data.h"

using namespace assay;

class TripleReaderTest : public QObject {
  Q_OBJECT

  std::unique_ptr<Scratch> scratch_;

  void refuses(const std::string& name, const std::string& text, const std::string& where, const std::string& message, const std::string& columns = {}) {
    const auto file = scratch_->put(name, text);
    const Error error = errorOf([&] { readFileOf(file, columns); });
    QVERIFY2(error.code() == Code::BadInput && error.where() == file.string() + where && contains(error.message(), message), error.what());
  }

 private Q_SLOTS:
  void init() { scratch_ = std::make_unique<Scratch>(); }

  void aVocabularyGivesDenseIdsAndFindsThemAgain() {
    Vocabulary names;
    for (int i = 0; i < 1000; ++i) QCOMPARE(names.add("n" + std::to_string(i)), i);
    const std::string& first = names.name(0);
    for (int i = 999; i >= 0; --i) QCOMPARE(names.add("n" + std::to_string(i)), i);
    QCOMPARE(names.size(), 1000);
    QCOMPARE(*names.find("n512"), 512);
    QVERIFY(!names.find("n1000"));
    QVERIFY(!Vocabulary().find(""));
    QCOMPARE(&first, &names.name(0));
    QVERIFY(failsWith(Code::Internal, "no name with the id 1000", [&] { names.name(1000); }));
    QVERIFY(failsWith(Code::Internal, "-1", [&] { names.name(-1); }));
  }

  void tabsCrAndAMarkAtTheStartAreNoPartOfNames() {
    const ReadFile read = readFileOf(scratch_->put("t.txt", "\xef\xbb\xbf" "pump 1\thas part\tvalve\r\n\r\nvalve\tpart of\tpump 1"));
    QCOMPARE(read.report.triples, 2);
    QCOMPARE(read.report.blankLines, 1);
    QCOMPARE(read.text(0), std::string("pump 1 has part valve"));
    QCOMPARE(read.triples[1], (Triple{1, 1, 0}));
  }

  void fieldsBetweenBlanksAreReadWhenNoTabIsThere() {
    QCOMPARE(readFileOf(scratch_->put("t.txt", "3118 1123   9427\n")).text(0), std::string("3118 1123 9427"));
  }

  void duplicatesAreCountedAndLeftOutAndLoopsKept() {
    const ReadFile read = readFileOf(scratch_->put("t.tsv", "a\tr\tb\na\tr\tb\na\tr\ta\na\tq\tb\na\tr\tb\n"));
    QCOMPARE(read.report.triples, 3);
    QCOMPARE(read.report.duplicates, 2);
    QCOMPARE(read.report.selfLoops, 1);
    QCOMPARE(read.triples.size(), std::size_t(3));
  }

  void nTriplesKeepIrisAndCountLiterals() {
    const ReadFile read = readFileOf(scratch_->put("t.nt", "# made here\n<http://x/a> <http://x/r> <http://x/b> .\n_:n1 <http://x/r> <http://x/b> .\n"
                                                           "<http://x/a> <http://x/label> \"\xe6\xb3\xb5 .\"@zh .\n"));
    QCOMPARE(read.report.triples, 2);
    QCOMPARE(read.report.literals, 1);
    QCOMPARE(read.report.blankLines, 1);
    QCOMPARE(read.text(1), std::string("_:n1 http://x/r http://x/b"));
    // By its first line, whatever the name.
    QCOMPARE(readFileOf(scratch_->put("t.txt", "<http://x/a> <http://x/r> <http://x/b> .\n")).text(0), std::string("http://x/a http://x/r http://x/b"));
  }

  void csvColumnsAreChosenByNameByNumberOrFound() {
    const std::string text = "note,object,subject,predicate\n\"x, \"\"y\"\"\",valve,pump,has_part\n";
    QCOMPARE(readFileOf(scratch_->put("found.csv", text)).text(0), std::string("pump has_part valve"));
    QCOMPARE(readFileOf(scratch_->put("named.csv", text), "object,predicate,subject").text(0), std::string("valve has_part pump"));
    QCOMPARE(readFileOf(scratch_->put("number.csv", text), "3,4,1").text(0), std::string("pump has_part x, \"y\""));
    QCOMPARE(readFileOf(scratch_->put("bare.csv", "pump,has_part,valve\n")).text(0), std::string("pump has_part valve"));
    QCOMPARE(readFileOf(scratch_->put("semicolon.csv", "h;r;t\npump;has_part;valve\n")).text(0), std::string("pump has_part valve"));
    QVERIFY(failsWith(Code::BadOption, "names no three columns", [] { parseTripleColumns("a,b"); }));
  }

  void theNoteOfColumnsReadsBack() {
    Item item;
    item.group = columnsNote(parseTripleColumns("a, b ,3"));
    QCOMPARE(item.group, std::string("columns a,b,3"));
    QVERIFY(columnsOf(item) == (TripleColumns{"a", "b", "3"}));
    QVERIFY(columnsOf(Item()) == TripleColumns());
  }

  void gb18030IsRecognisedAndConverted() {
    // "泵\t有\t阀门\n阀门\t属于\t泵\n" in GBK
    const ReadFile read = readFileOf(scratch_->put("t.txt", "\xb1\xc3\t\xd3\xd0\t\xb7\xa7\xc3\xc5\n\xb7\xa7\xc3\xc5\t\xca\xf4\xd3\xda\t\xb1\xc3\n"));
    QVERIFY(read.report.isGb18030);
    QCOMPARE(read.text(0), std::string("\xe6\xb3\xb5 \xe6\x9c\x89 \xe9\x98\x80\xe9\x97\xa8"));
    QCOMPARE(read.triples[1], (Triple{1, 1, 0}));
  }

  void whatIsNoTripleNamesItsLine() {
    refuses("a.txt", "", "", "the file is empty");
    refuses("b.txt", "\n\n", "", "the file is empty");
    refuses("c.txt", "a\tr\tb\na\tr\n", ":2", "the line has 2 fields; expected 3");
    refuses("d.txt", "a\tr\tb\tc\td\te\n", ":1", "more than 4 fields");
    refuses("e.txt", "a\t\tb\n", ":1", "the relation of the triple is empty");
    refuses("f.txt", std::string("a\tr\tb\n\0\n", 8), ":2", "binary");
    refuses("g.txt", "a\tr\t\xe6\xb3\xb5\na\tr\tb\xe6\xb3\n", ":2", "no UTF-8");
    refuses("h.txt", "\xff\xfe" "a", "", "UTF-16");
    refuses("i.nt", "<a> <r> <b>\n", ":1", "does not end with a dot");
    refuses("j.nt", "<a> \"r\" <b> .\n", ":1", "the predicate is neither");
    refuses("k.nt", "<a> <r> \"x\" .\n", "", "literals only");
    refuses("l.csv", "a,b\n1,2\n", ":1", "2 column(s); expected at least 3");
    refuses("m.csv", "head,relation,tail\na,r,b\na,r\n", ":3", "the row has 2 fields; expected 3");
    refuses("n.csv", "head,relation,tail\na,\"r,b\n", ":2", "not closed");
    refuses("o.csv", "head,relation,tail\na,r,b\n", ":1", "there is no column `x`; the first row has `head`, `relation`, `tail`", "head,relation,x");
    QCOMPARE(errorOf([&] { readFileOf(scratch_->at("none.txt")); }).code(), Code::NotFound);
    QVERIFY(contains(errorOf([&] { readFileOf(scratch_->at("")); }).message(), "folder"));
  }

  void aStopIsHeardWithinALargeFile() {
    std::string text;
    for (int i = 0; i < 70000; ++i) text += "a" + std::to_string(i) + "\tr\tb\n";
    const auto file = scratch_->put("t.txt", text);
    Progress progress;
    progress.cancel.request();
    Vocabulary entities, relations;
    std::vector<Triple> triples;
    QVERIFY(failsWith(Code::Stopped, "", [&] { readTriples(file, TripleSyntax::Auto, {}, entities, relations, triples, progress); }));
  }

  void publicSetsHaveTheirPublishedCounts() {
    ASSAY_REQUIRE_SHARED_DATA(folder, "kg/fb15k-237");
    const ReadFile read = readFileOf(folder / "train.txt");
    QCOMPARE(read.report.triples, 272115);
    QCOMPARE(read.report.duplicates, 0);
    QCOMPARE(read.entities.size(), 14505);   // of 14541; the others occur only in valid and test
    QCOMPARE(read.relations.size(), 237);
  }
};

QTEST_GUILESS_MAIN(TripleReaderTest)
#include "tst_triple_reader.moc"
