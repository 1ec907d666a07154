// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/text/code_points.h"
#include "plugins/text_reader/relation_baselines.h"
#include "plugins/text_reader/text_report.h"

using namespace assay;
using namespace assay::text;

class TextReportTest : public QObject {
  Q_OBJECT

  static RelationSentence sentence(const std::u32string& text, const std::string& relation) {
    return {text, {0, 1}, {1, 2}, relation};
  }

 private Q_SLOTS:
  /// Three true names, three found: one right, one of another type, one too long.
  void namesCountWhenAllOfThemIsRight() {
    const EvaluationResult result = judgeNames({{{0, 2, "A"}, {4, 5, "B"}}, {{1, 3, "A"}}}, {{{0, 2, "A"}, {4, 5, "A"}}, {{1, 4, "A"}}});
    QCOMPARE(result.count, int64_t{2});
    QCOMPARE(result.metrics.at("name_precision"), 1.0 / 3);
    QCOMPARE(result.metrics.at("name_recall"), 1.0 / 3);
    QCOMPARE(result.metrics.at("name_f1"), 1.0 / 3);
    const Json rows = result.artifacts.front().body["rows"];
    QCOMPARE(rows[0], Json({"A", 2.0 / 5, 1.0 / 3, 1.0 / 2, 2}));
    QCOMPARE(rows[1], Json({"B", 0.0, 0.0, 0.0, 1}));
  }

  /// By hand: a 2 right of 2 found and 3 true; b 1 of 2 and 1; unknown 1 of 2 and 2.
  void relationsAreAveragedTwoWays() {
    const EvaluationResult result = judgeRelations({"a", "a", "a", "b", "unknown", "unknown"}, {"a", "a", "b", "b", "unknown", "c"});
    QCOMPARE(result.metrics.at("relation_macro_f1"), (4.0 / 5 + 2.0 / 3 + 2.0 / 3) / 3);   // c is no truth
    QCOMPARE(result.metrics.at("relation_micro_f1"), 2 * 3.0 / (5 + 4));
    QCOMPARE(result.metrics.at("relation_accuracy"), 4.0 / 6);
  }

  void nothingFoundIsZero() {
    QCOMPARE(judgeNames({{{0, 1, "A"}}}, {{}}).metrics.at("name_f1"), 0.0);
    QCOMPARE(judgeNames({{}}, {{}}).metrics.at("name_f1"), 0.0);
    QCOMPARE(judgeRelations({}, {}).metrics.at("relation_accuracy"), 0.0);
  }

  void aTellingWordBeatsTheCommonest() {
    std::vector<RelationSentence> train;
    for (int i = 0; i < 6; ++i) train.push_back(sentence(U"甲乙合作经营", "cooperate"));
    for (int i = 0; i < 9; ++i) train.push_back(sentence(U"甲乙今天开会", "unknown"));
    const KeywordBaseline baseline(train);
    QCOMPARE(commonestRelation(train), std::string("unknown"));
    QCOMPARE(baseline.relationOf(sentence(U"丙丁明天合作", "")), std::string("cooperate"));
    QCOMPARE(baseline.relationOf(sentence(U"合作睡着", "")), std::string("unknown"));   // what a name says does not count
    QCOMPARE(baseline.relationOf(sentence(U"丙丁", "")), std::string("unknown"));
  }
};

QTEST_APPLESS_MAIN(TextReportTest)
#include "tst_text_report.moc"
