// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/base/error.h"
#include "plugins/text_reader/lexicon.h"
#include "tests/support/expect_error.h"

using namespace assay;
using namespace assay::text;

class TextLexiconTest : public QObject {
  Q_OBJECT

  static Lexicon lexicon() {
    return Lexicon({.texts = {U"泵轴承泵轴承泵轴承", U"Ｐ103 p999 罕"}, .types = {"PART", "OIL", "PART"}, .relations = {"feeds", "feeds", "of"}});
  }

 private Q_SLOTS:
  void whatIsRareIsUnknown() {
    const Lexicon words = lexicon();
    const std::vector<int64_t> numbers = words.charactersOf(U"泵罕轴");
    QVERIFY(numbers[0] > Lexicon::unknown && numbers[2] > Lexicon::unknown && numbers[0] != numbers[2]);
    QCOMPARE(numbers[1], Lexicon::unknown);
    const std::vector<int64_t> pairs = words.pairsOf(U"泵轴罕");
    QCOMPARE(pairs[0], Lexicon::unknown);
    QVERIFY(pairs[1] > Lexicon::unknown);   // three times
    QCOMPARE(pairs[2], Lexicon::unknown);
    QVERIFY(words.charactersOf(U"").empty());
  }

  void widthCaseAndDigitsAreOne() {
    const Lexicon words = lexicon();
    QCOMPARE(words.charactersOf(U"Ｐ１"), words.charactersOf(U"p7"));
    QVERIFY(words.charactersOf(U"p")[0] > Lexicon::unknown);
  }

  void labelsComeByCount() {
    QCOMPARE(lexicon().types(), (std::vector<std::string>{"PART", "OIL"}));
    QCOMPARE(lexicon().relationNumber("of"), int64_t{1});
    QCOMPARE(lexicon().relationNumber("x"), int64_t{-1});
  }

  void whatIsSavedReadsTheSame() {
    const Lexicon words = lexicon(), again = Lexicon::fromJson(words.toJson(), "test");
    const std::u32string text = U"泵轴承Ｐ999罕 x";
    QCOMPARE(again.charactersOf(text), words.charactersOf(text));
    QCOMPARE(again.pairsOf(text), words.pairsOf(text));
    QCOMPARE(again.characterCount(), words.characterCount());
    QCOMPARE(again.pairCount(), words.pairCount());
    QCOMPARE(again.types(), words.types());
    Json broken = words.toJson();
    broken["pairs"] = "泵";
    QVERIFY(failsWith(Code::BadInput, "even number", [&] { Lexicon::fromJson(broken, "test"); }));
    broken["types"] = {1};
    QVERIFY(!errorOf([&] { Lexicon::fromJson(broken, "test"); }).message().empty());
  }
};

QTEST_APPLESS_MAIN(TextLexiconTest)
#include "tst_text_lexicon.moc"
