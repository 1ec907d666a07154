// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/base/random_seed.h"
#include "core/base/utf8.h"
#include "core/text/text_pieces.h"

using namespace assay;

class TextPiecesTest : public QObject {
  Q_OBJECT

  static std::vector<std::string> cut(const std::string& text, std::size_t bytes, std::size_t most = TextPieces::noLimit) {
    TextPieces pieces(bytes, most);
    pieces.addText(text);
    return pieces.take();
  }

 private Q_SLOTS:
  void linesStayWhole() {
    QCOMPARE(cut("ab\ncd\nef\n", 5), (std::vector<std::string>{"ab\n", "cd\n", "ef\n"}));
    QCOMPARE(cut("ab\ncd\nef", 7), (std::vector<std::string>{"ab\ncd\n", "ef\n"}));
    QVERIFY(cut("", 5).empty());
    QVERIFY(cut(" \n\r\n\t\n", 2).empty());
  }

  void longLinesAreCutBetweenCharacters() {
    const std::vector<std::string> pieces = cut("泵轴承", 4);   // three bytes each
    QCOMPARE(pieces, (std::vector<std::string>{"泵", "轴", "承\n"}));
  }

  void whatIsBeyondTheLimitIsNotTaken() {
    QCOMPARE(cut("ab\ncd\nef\n", 100, 6), (std::vector<std::string>{"ab\ncd\n"}));
    QCOMPARE(cut("泵轴承", 100, 7), (std::vector<std::string>{"泵轴\n"}));
    TextPieces pieces(100, 3);
    pieces.addText("abc\nd");
    QVERIFY(pieces.isFull());
  }

  /// Nothing is lost but line ends that are made and blank pieces, and no piece is longer than it may be.
  void allOfATextIsThere() {
    Random random(3);
    const std::vector<std::string> parts = {"a", "泵", "\n", "😀", "bc", "，"};
    for (int trial = 0; trial < 300; ++trial) {
      std::string text;
      for (int64_t i = random.below(60); i > 0; --i) text += parts[std::size_t(random.below(int64_t(parts.size())))];
      std::string all;
      for (const std::string& piece : cut(text, 9)) {
        QVERIFY(piece.size() <= 10);
        QCOMPARE(firstBadUtf8(piece), std::string::npos);
        all += piece;
      }
      std::erase(text, '\n');
      std::erase(all, '\n');
      QCOMPARE(all, text);
    }
  }
};

QTEST_APPLESS_MAIN(TextPiecesTest)
#include "tst_text_pieces.moc"
