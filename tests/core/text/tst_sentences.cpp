// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/base/random_seed.h"
#include "core/base/utf8.h"
#include "core/text/sentences.h"

using namespace assay;

class SentencesTest : public QObject {
  Q_OBJECT

  static std::string cut(const std::string& text) {
    std::string list;
    for (const TextSpan& s : splitSentences(text)) list += (list.empty() ? "" : "|") + text.substr(s.begin, s.end - s.begin);
    return list;
  }

 private Q_SLOTS:
  void marksAndLineEndsEndSentences() {
    QCOMPARE(cut("泵停机。“轴承坏了！”　已更换；\n下一条\r\n\r\n"), std::string("泵停机。|“轴承坏了！”|已更换；|下一条"));
    QCOMPARE(cut("Pump P-103 stopped. The seal leaks!! Replace it?"), std::string("Pump P-103 stopped.|The seal leaks!!|Replace it?"));
    QCOMPARE(cut(""), std::string());
    QCOMPARE(cut(" \n "), std::string());
  }

  void numbersAndInitialsDoNot() {
    QCOMPARE(cut("It rose by 3.5 bar at J. Smith's pump. Then it fell."), std::string("It rose by 3.5 bar at J. Smith's pump.|Then it fell."));
    QCOMPARE(cut("See no. 3"), std::string("See no.|3"));   // abbreviations are not known
  }

  void whatIsTooLongIsCutAtAComma() {
    const std::string text = std::string(3000, 'x') + "，" + std::string(3000, 'y') + std::string(3000, 'z');
    const std::vector<TextSpan> spans = splitSentences(text);
    QCOMPARE(spans[0], (TextSpan{0, 3003}));
    for (const TextSpan& s : spans) QVERIFY(s.end - s.begin <= longestSentence + 3);
  }

  void spansLieInOrderAndNoneIsLost() {
    const std::vector<std::string> pieces = {"a", "泵", "。", ".", " ", "\n", "”", "1", "…", "\xff", "　"};
    Random random(2);
    for (int round = 0; round < 2000; ++round) {
      std::string text, kept;
      for (int64_t n = random.below(15); n > 0; --n) text += pieces[std::size_t(random.below(int64_t(pieces.size())))];
      uint32_t last = 0;
      for (const TextSpan& s : splitSentences(text)) {
        QVERIFY(s.begin >= last && s.begin < s.end && s.end <= text.size());
        kept += text.substr(s.begin, s.end - s.begin);
        last = s.end;
      }
      const auto letters = [](const std::string& t) { return std::count_if(t.begin(), t.end(), [](char c) { return c == 'a' || c == '1' || c == '.'; }); };
      QCOMPARE(letters(kept), letters(text));
    }
  }
};

QTEST_GUILESS_MAIN(SentencesTest)
#include "tst_sentences.moc"
