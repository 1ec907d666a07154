// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/support/expect_error.h"
#include "widgets/graph/text_findings.h"

using namespace assay;

class TextFindingsTest : public QObject {
  Q_OBJECT

  static Json name(const char* text, double score) { return {{"name", text}, {"type", "PER"}, {"begin", 0}, {"end", 1}, {"score", score}}; }
  static Json relation(int head, int tail, const char* label) { return {{"head", head}, {"tail", tail}, {"relation", label}, {"score", 0.7}}; }
  static Json answer(Json names, Json relations) {
    return {{"sentences", Json::array({{{"text", "一句话"}, {"names", std::move(names)}, {"relations", std::move(relations)}}})}};
  }

 private Q_SLOTS:
  /// The numbers of relations are those of the answer's names, guesses among them.
  void sureNamesArePairedWithTheirRelation() {
    const auto found = namesTogether(answer({name("王芳", 0.9), name("谁", 0.1), name("阀门", 0.8), name("泵", 0.8)}, {relation(0, 2, "checks"), relation(2, 3, "unknown"), relation(0, 1, "knows")}));
    QCOMPARE(found.size(), std::size_t{3});
    QCOMPARE(found[0].first, QString("王芳"));
    QCOMPARE(found[0].second, QString("阀门"));
    QCOMPARE(found[0].relation, std::string("checks"));
    QCOMPARE(found[0].score, 0.7);
    QCOMPARE(found[0].sentence, QString("一句话"));
    QCOMPARE(found[1].second, QString("泵"));
    QVERIFY(found[1].relation.empty());   // not asked
    QVERIFY(found[2].relation.empty());   // unrelated, it says
  }

  void aRelationMayRunAgainstTheSentence() {
    const auto found = namesTogether(answer({name("阀门", 0.9), name("王芳", 0.9)}, {relation(1, 0, "checks")}));
    QCOMPARE(found[0].first, QString("王芳"));
    QCOMPARE(found[0].second, QString("阀门"));
  }

  void oneNameTwiceIsNoPair() { QVERIFY(namesTogether(answer({name("泵", 0.9), name("泵 ", 0.9), name(" ", 0.9)}, Json::array())).empty()); }

  void aReaderSaysWhatItWasTrainedFor() {
    const ReaderSkills skills = skillsOf({{"names", Json::array()}, {"relations", {"drives"}}});
    QVERIFY(!skills.findsNames && skills.relatesNames);
    QVERIFY(!errorOf([] { (void)skillsOf({{"names", 3}, {"relations", Json::array()}}); }).message().empty());
  }

  void givenPairsHaveOneRelationEach() {
    const auto pair = [](const char* relation) { return Json{{"answers", {{{"relation", relation}, {"score", 0.6}}}}}; };
    const auto read = relationsRead({{"pairs", {pair("drives"), pair("unknown")}}}, 2);
    QCOMPARE(read[0].relation, std::string("drives"));
    QCOMPARE(read[0].score, 0.6);
    QVERIFY(read[1].relation.empty());
    for (const Json& wrong : {Json::object(), Json{{"pairs", Json::array()}}, Json{{"pairs", {{{"answers", Json::array()}}}}}})
      QVERIFY(!errorOf([&] { (void)relationsRead(wrong, 1); }).message().empty());
  }

  void anotherFormIsRefused() {
    for (const Json& wrong : {Json::object(), Json{{"sentences", 3}}, answer({{{"name", 1}, {"score", 1.0}}}, Json::array()), answer(Json::array(), {{{"head", "x"}}})})
      QVERIFY2(!errorOf([&] { (void)namesTogether(wrong); }).message().empty(), toLine(wrong).c_str());
    QVERIFY(namesTogether(answer({name("a", 1), name("b", 1)}, {relation(-1, 1, "r"), relation(0, 9, "r")}))[0].relation.empty());
  }
};

QTEST_APPLESS_MAIN(TextFindingsTest)
#include "tst_text_findings.moc"
