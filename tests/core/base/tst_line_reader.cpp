// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <QTemporaryDir>

#include "core/base/gb18030.h"
#include "core/base/line_reader.h"
#include "core/base/utf8.h"
#include "tests/support/expect_error.h"
#include "tests/support/test_files.h"

using namespace assay;
namespace fs = std::filesystem;

class LineReaderTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  fs::path put(const std::string& text) const {
    const fs::path file = fs::path(folder_.path().toStdString()) / "t.txt";
    putText(file, text);
    return file;
  }
  std::vector<std::string> linesOf(const std::string& text, std::size_t block = LineReader::usualBlock) const {
    LineReader reader(put(text), block);
    std::vector<std::string> lines;
    for (std::string_view line; reader.next(line);) lines.emplace_back(line);
    return lines;
  }
  using Lines = std::vector<std::string>;

 private Q_SLOTS:
  void linesAreTheSameWhateverTheBlock() {
    const std::string text = "\xef\xbb\xbf" "first\r\n\nthird \xe6\xb3\xb5\nlast";
    const Lines expected = {"first", "", "third \xe6\xb3\xb5", "last"};
    for (const std::size_t block : {9, 10, 11, 13, 17, 1000}) QVERIFY2(linesOf(text, block) == expected, std::to_string(block).c_str());
    QVERIFY(linesOf("").empty());
    QVERIFY(linesOf("\n") == Lines{""});
  }

  void aLineOverOneBlockIsRefused() {
    QVERIFY(linesOf("12345678\n", 8) == Lines{"12345678"});
    QVERIFY(failsWith(Code::BadInput, "t.txt:2: the line is longer than 8 bytes", [&] { linesOf("1\n123456789\n", 8); }));
    QVERIFY(failsWith(Code::BadInput, "t.txt:1: the line is longer than 8 bytes", [&] { linesOf("123456789", 8); }));
  }

  void brokenTextIsNamedByItsLine() {
    QVERIFY(failsWith(Code::BadInput, "t.txt:3: the text is broken", [&] { linesOf("\xe6\xb3\xb5\n\nx\xff\n"); }));
    // Latin-1 is no GB18030.
    QVERIFY(failsWith(Code::BadInput, "t.txt:1: the text is broken", [&] { linesOf("f\xfcr\n"); }));
    // What began as GB18030 goes on as such: FF is no byte of it.
    QVERIFY(failsWith(Code::BadInput, "t.txt:3: the text is broken: a byte sequence is no GB18030",
                      [&] { linesOf("\xb1\xc3\xd0\xb9\xc2\xa9\n\nx\xff\xffzzz\n", 7); }));
  }

  void soundTextIsTold() {
    QCOMPARE(firstBadUtf8("plain text of some length \xe6\xb3\xb5 \xf0\x9f\x98\x80"), std::string::npos);
    QCOMPARE(firstBadUtf8("\xc0\x80"), std::size_t(0));              // overlong
    QCOMPARE(firstBadUtf8("a\xed\xa0\x80"), std::size_t(1));          // a surrogate
    QCOMPARE(firstBadUtf8("abc\xf4\x90\x80\x80"), std::size_t(3));    // beyond U+10FFFF
    QCOMPARE(firstBadUtf8("ab\xe6\xb3"), std::size_t(2));
    std::string text;
    for (const char32_t c : {U'a', U'\u00e9', U'\u6cf5', U'\U0001F600'}) appendUtf8(text, c);
    QCOMPARE(text, std::string("a\xc3\xa9\xe6\xb3\xb5\xf0\x9f\x98\x80"));
  }

  void gb18030OfFourBytesIsConverted() {
    QCOMPARE(*fromGb18030("\x81\x39\xee\x39"), std::string("\xe3\x90\x80"));   // U+3400
    QVERIFY(!fromGb18030("\xb1"));
  }
};

QTEST_GUILESS_MAIN(LineReaderTest)
#include "tst_line_reader.moc"
