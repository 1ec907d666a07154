// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <array>

#include "core/base/random_seed.h"
#include "core/graph/gazetteer.h"
#include "core/graph/segmenter.h"
#include "tests/core/graph/graph_fixture.h"

using namespace assay;

class GazetteerTest : public QObject {
  Q_OBJECT

  static Gazetteer of(const std::vector<std::string>& names) {
    Gazetteer gazetteer;
    for (std::size_t i = 0; i < names.size(); ++i) gazetteer.add(names[i], int32_t(i));
    return gazetteer;
  }
  static std::string found(const Gazetteer& gazetteer, const std::string& text) {
    std::string list;
    for (const Mention& m : gazetteer.link(text)) list += (list.empty() ? "" : "|") + text.substr(m.begin, m.end - m.begin);
    return list;
  }
  static std::string cut(const Segmenter& segmenter, const std::string& text) {
    std::string list;
    for (const Token& t : segmenter.segment(text)) list += (list.empty() ? "" : "|") + text.substr(t.begin, t.end - t.begin);
    return list;
  }

 private Q_SLOTS:
  void formsOfOneTextFoldTogether() {
    QCOMPARE(folded("ＡＢＣ－１２　泵"), folded("abc-12 泵"));
    QCOMPARE(folded("“P—103”"), std::string("\"p-103\""));
    QCOMPARE(folded("Ⅳ 号　　②\u200B号"), std::string("iv 号 2号"));
    QCOMPARE(folded("  ÄPFEL Ж Σ \t"), std::string("äpfel ж σ"));
    QCOMPARE(folded("「泵」"), std::string("\"泵\""));
    QCOMPARE(folded("\xff"), std::string("\xef\xbf\xbd"));
    QCOMPARE(folded(""), std::string());
  }

  void placesOfFoldedCharactersAreThoseOfTheText() {
    FoldedText text;
    foldInto(" Ａ②②⑫ 泵 ", text);
    // bytes: blank 0, A 1, 2 4, 2 7, 12 10 10, blank 13, pump 14, end 17
    QVERIFY(text.chars == U"a2212 泵");
    QVERIFY(text.starts == (std::vector<uint32_t>{1, 4, 7, 10, 10, 13, 14, 17}));
  }

  void theLongestNameIsFoundInChineseText() {
    const Gazetteer gazetteer = of({"离心泵", "3号离心泵", "轴承", "轴承磨损"});
    QCOMPARE(found(gazetteer, "检查３号离心泵，轴承磨损严重，更换轴承。"), std::string("３号离心泵|轴承磨损|轴承"));
    QCOMPARE(found(gazetteer, "13号离心泵"), std::string("离心泵"));   // not number 3
  }

  void mostIsCoveredWhereNamesOverlap() {
    // Leftmost-longest would take the first name and lose the second.
    QCOMPARE(found(of({"上海建工", "建工集团公司"}), "上海建工集团公司"), std::string("建工集团公司"));
    QCOMPARE(found(of({"上海", "上海建工", "建工集团公司"}), "上海建工集团公司"), std::string("上海|建工集团公司"));
    QCOMPARE(of({"上海", "上海建工", "建工集团公司"}).linkAll("上海建工集团公司").size(), std::size_t(3));
  }

  void latinNamesBeginAndEndWithWords() {
    const Gazetteer gazetteer = of({"pump", "P-10", "main bearing"});
    QCOMPARE(found(gazetteer, "The PUMP, pumps, P-103 and (P-10): Main  Bearing"), std::string("PUMP|P-10|Main  Bearing"));
    QCOMPARE(found(gazetteer, "更换pump后"), std::string("pump"));
    QCOMPARE(found(gazetteer, "main\nbearing"), std::string("main\nbearing"));
  }

  void oneNameMayHaveSeveralBearersAndOneBearerSeveralNames() {
    Gazetteer gazetteer;
    QVERIFY(gazetteer.add("Pump", 1) && gazetteer.add("ｐｕｍｐ", 2) && gazetteer.add("pump", 1) && gazetteer.add("泵机", 1));
    QCOMPARE(gazetteer.nameCount(), 2);
    const std::vector<Mention> mentions = gazetteer.link("a pump");
    QCOMPARE(mentions.size(), std::size_t(1));
    QVERIFY(std::ranges::equal(gazetteer.entitiesOf(mentions[0].name), std::vector<int32_t>{1, 2}));
  }

  void namesThatAreEverywhereAreNotTaken() {
    Gazetteer gazetteer;
    for (const char* name : {"", " ", "泵", "a", "12", "--", "3.5"}) QVERIFY2(!gazetteer.add(name, 0), name);
    QVERIFY(gazetteer.link("泵 a 12 -- 3.5").empty());
    QVERIFY(gazetteer.link("").empty());
  }

  void namesOfAGraphAreItsDisplayNamesAndAliases() {
    GraphParts parts;
    parts.entities.add("m1");
    parts.relations.add("r");
    parts.names.names = {"离心泵"};
    parts.names.aliases = {{"centrifugal pump"}};
    parts.train = {{0, 0, 0}};
    const Gazetteer gazetteer{Graph(std::move(parts))};
    QCOMPARE(found(gazetteer, "离心泵 (Centrifugal Pump, m1)"), std::string("离心泵|Centrifugal Pump"));
  }

  void anyTextIsLinkedWithinItsBounds() {
    // Random bytes and characters: mentions lie in the text, in order, none over another.
    const Gazetteer gazetteer = of({"ab", "b泵", "泵泵泵", "a b", "②泵"});
    const std::vector<std::string> pieces = {"a", "b", "泵", " ", "②", "\xe6", "\xff", "Ａ", "\u200B", "."};
    Random random(5);
    for (int round = 0; round < 2000; ++round) {
      std::string text;
      for (int64_t n = random.below(12); n > 0; --n) text += pieces[std::size_t(random.below(int64_t(pieces.size())))];
      uint32_t last = 0;
      for (const Mention& m : gazetteer.link(text)) {
        QVERIFY(m.begin >= last && m.begin < m.end && m.end <= text.size());
        last = m.end;
      }
    }
  }

  void chineseFallsIntoTheWordsOfTheLexicon() {
    Segmenter segmenter;
    for (const char* word : {"离心泵", "轴承", "磨损", "轴承磨损", "承磨"}) segmenter.add(word);
    QCOMPARE(cut(segmenter, "离心泵的轴承磨损了"), std::string("离心泵|的|轴承磨损|了"));
    QCOMPARE(cut(segmenter, "P-103 泵 stopped 3次。"), std::string("P|-|103|泵|stopped|3|次|。"));
    QCOMPARE(cut(segmenter, " \n"), std::string());
    segmenter.add("磨损了", 1000);
    QCOMPARE(cut(segmenter, "轴承磨损了"), std::string("轴承|磨损了"));
  }

  void namesOfAGraphTeachWordsThatTheyShare() {
    GraphParts parts;
    for (const char* name : {"一号离心泵", "二号离心泵"}) parts.entities.add(name);
    parts.relations.add("r");
    parts.train = {{0, 0, 1}};
    const Segmenter segmenter{Graph(std::move(parts))};
    QCOMPARE(cut(segmenter, "离心泵和二号离心泵"), std::string("离心泵|和|二号离心泵"));
  }
};

QTEST_GUILESS_MAIN(GazetteerTest)
#include "tst_gazetteer.moc"
