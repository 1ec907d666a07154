// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/base/random_seed.h"
#include "core/labels/query.h"

using namespace assay;

namespace {

using Classes = std::vector<std::pair<std::string, int>>;

struct Sample {
  Item item;
  Classes classes;
  QuerySubject subject() const { return {&item, &classes}; }
};

Sample sample(std::string path, LabelStatus status, Split split, Classes classes, std::string group = {}) {
  Sample result;
  result.item.path = std::move(path);
  result.item.status = status;
  result.item.split = split;
  result.item.source = "boards sample";
  result.item.group = std::move(group);
  result.classes = std::move(classes);
  return result;
}

bool matches(const char* query, const Sample& s) { return Query::parse(query).matches(s.subject()); }

std::vector<Sample> fourBoards() {
  return {sample("images/board_01.png", LabelStatus::Labelled, Split::Train, {{"short", 2}, {"open", 1}}, "lot 12"),
          sample("images/board_02.png", LabelStatus::Labelled, Split::Train, {{"open", 3}}, "lot 12"),
          sample("images/board_03.png", LabelStatus::Unlabelled, Split::Test, {}),
          sample("images/panel_04.png", LabelStatus::Withheld, Split::Test, {{"short", 1}})};
}

int countOf(const FacetCounts::Counts& counts, const std::string& value) {
  for (const auto& entry : counts)
    if (entry.first == value) return entry.second;
  return -1;
}

}  // namespace

class QueryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anEmptyQueryLeavesEverything() {
    QVERIFY(Query::parse("  ").empty());
    QVERIFY(matches("", fourBoards()[2]));
  }

  void termsAreJoinedByAnd() {
    QVERIFY(matches("class:short split:train", fourBoards()[0]));
    QVERIFY(!matches("class:short split:train", fourBoards()[3]));
  }

  void valuesOfOneTermAreJoinedByOr() {
    QVERIFY(matches("class:short,open", fourBoards()[1]));
    QVERIFY(!matches("class:short,open", fourBoards()[2]));
  }

  void twoTermsOfOneFieldWantBoth() {
    QVERIFY(matches("class:short class:open", fourBoards()[0]));
    QVERIFY(!matches("class:short class:open", fourBoards()[1]));
  }

  void aMinusTurnsATermRound() {
    QVERIFY(!matches("-split:test", fourBoards()[2]));
    QVERIFY(matches("-class:short", fourBoards()[1]));
  }

  void aBareWordIsLookedForInTheFileNameAlone() {
    QVERIFY(matches("BOARD_01", fourBoards()[0]));
    QVERIFY(!matches("images", fourBoards()[0]));
    QVERIFY(matches("name:images/board", fourBoards()[0]));
  }

  void starStandsForAnyRun() {
    QVERIFY(matches("name:b*1.png", fourBoards()[0]));
    QVERIFY(!matches("name:b*1.png", fourBoards()[1]));
    QVERIFY(matches("class:sh*", fourBoards()[3]));
    QVERIFY(!matches("class:sh", fourBoards()[3]));
  }

  void quotesKeepSpaces() {
    QVERIFY(matches("group:\"lot 12\"", fourBoards()[1]));
    QVERIFY(!matches("group:\"lot 12\"", fourBoards()[2]));
  }

  void boxesAreCounted() {
    QVERIFY(matches("boxes:3", fourBoards()[0]));
    QVERIFY(matches("boxes:>2", fourBoards()[1]));
    QVERIFY(matches("boxes:0", fourBoards()[2]));
    QVERIFY(!matches("boxes:<1", fourBoards()[3]));
  }

  void whatIsNotUnderstoodIsReportedAndNarrowsNothing() {
    const Query query = Query::parse("status:green colour:red boxes:many class:open");
    QCOMPARE(query.problems().size(), std::size_t(3));
    QVERIFY(query.problems()[0].find("green") != std::string::npos);
    QVERIFY(query.problems()[1].find("colour") != std::string::npos);
    QCOMPARE(query.terms().size(), std::size_t(1));
  }

  void halfATermNarrowsNothing() {
    for (const char* text : {"class:", "-", ":", ",", "-class:", "\"", "class:,,"})
      QVERIFY2(matches(text, fourBoards()[2]), text);
  }

  void aFacetIsPressedAndReleased() {
    const Query none = Query::parse("");
    const Query one = none.toggled(QueryField::Class, "short");
    QCOMPARE(one.text(), std::string("class:short"));
    const Query two = one.toggled(QueryField::Class, "mouse bite");
    QCOMPARE(two.text(), std::string("class:short,\"mouse bite\""));
    QVERIFY(two.selects(QueryField::Class, "mouse bite"));
    QCOMPARE(two.toggled(QueryField::Class, "short").toggled(QueryField::Class, "mouse bite").text(), std::string());
  }

  void countsOfAFacetIgnoreItsOwnTerms() {
    const std::vector<Sample> boards = fourBoards();
    std::vector<QuerySubject> subjects;
    for (const Sample& board : boards) subjects.push_back(board.subject());
    const FacetCounts counts = countFacets(subjects, Query::parse("class:short split:train"), {"open", "short", "spur"});
    QCOMPARE(counts.matching, 1);                          // board_01 alone
    QCOMPARE(countOf(counts.classes, "open"), 2);          // board_01 and board_02 are in train
    QCOMPARE(countOf(counts.classes, "short"), 1);
    QCOMPARE(countOf(counts.classes, "spur"), 0);
    QCOMPARE(countOf(counts.splits, "train"), 1);
    QCOMPARE(countOf(counts.splits, "test"), 1);           // panel_04 has a short
    QCOMPARE(countOf(counts.statuses, "labelled"), 1);
    QCOMPARE(countOf(counts.statuses, "withheld"), 0);
    QCOMPARE(countOf(counts.groups, "lot 12"), 1);
    QVERIFY(!counts.groupsRepeatSources);
  }

  void groupsThatRepeatTheSourcesAreKnownWhateverIsAsked() {
    std::vector<Item> items(3);
    std::vector<QuerySubject> subjects;
    for (std::size_t i = 0; i < items.size(); ++i) {
      items[i].source = items[i].group = i == 0 ? "tagged_text" : "relation_text";
      subjects.push_back({&items[i], nullptr});
    }
    for (const char* query : {"", "source:tagged_text"}) QVERIFY(countFacets(subjects, Query::parse(query), {}).groupsRepeatSources);
    items[0].group = "lot 3";
    QVERIFY(!countFacets(subjects, Query::parse(""), {}).groupsRepeatSources);
  }

  void textOfAnyQueryReadsBackAsTheSameTerms() {
    Random random(7);
    const std::string alphabet = "ab-:,\"\\* \t>3class:status:labelled";
    for (int round = 0; round < 20000; ++round) {
      std::string text;
      for (int64_t n = random.below(24); n > 0; --n) text += alphabet[std::size_t(random.below(int64_t(alphabet.size())))];
      const Query query = Query::parse(text);
      const Query again = Query::parse(query.text());
      QVERIFY2(again.terms() == query.terms(), (text + " | " + query.text() + " | " + again.text()).c_str());
      QVERIFY(again.problems().empty());
    }
  }
};

QTEST_GUILESS_MAIN(QueryTest)
#include "tst_query.moc"
