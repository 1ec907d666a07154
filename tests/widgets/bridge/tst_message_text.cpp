// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include "widgets/bridge/message_patterns.h"
#include "widgets/bridge/message_text.h"
#include "widgets/bridge/text.h"
#include "widgets/shell/language.h"

using namespace assay;

namespace {

/// What core says to people in a source file: literals of at least two words.
QStringList sentencesIn(const char* path) {
  QFile file(qEnvironmentVariable("ASSAY_SOURCE") + '/' + path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  static const QRegularExpression noise("^\\s*(#include|//).*$|//[^\"\\n]*$", QRegularExpression::MultilineOption);
  static const QRegularExpression literal("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
  const QString text = QString::fromUtf8(file.readAll()).remove(noise);
  QStringList found;
  for (auto it = literal.globalMatch(text); it.hasNext();) {
    const QString words = it.next().captured(1).trimmed();
    if (words.contains(' ')) found << words;
  }
  return found;
}

QString filled(QString pattern, int* values) {
  *values = 0;
  for (int i = 9; i > 0; --i) {
    if (!pattern.contains('%' + QString::number(i))) continue;
    *values = std::max(*values, i);
    pattern.replace('%' + QString::number(i), QString("Q%1Q").arg(i));
  }
  return pattern;
}

}  // namespace

class TestMessageText : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { applyLanguage("zh_CN"); }

  void everyPatternSpeaksChineseWithItsValues() {
    for (const char* pattern : messagePatterns) {
      int values = 0;
      const QString english = filled(QString::fromUtf8(pattern), &values);
      const QString chinese = translateMessage(english.toStdString());
      QVERIFY2(chinese != english, pattern);
      for (int i = 1; i <= values; ++i) QVERIFY2(chinese.contains(QString("Q%1Q").arg(i)), pattern);
    }
  }

  void everySentenceOfTheValidatorHasAPattern() {
    QStringList patterns;
    for (const char* pattern : messagePatterns) patterns << QString::fromUtf8(pattern);
    int sentences = 0;
    for (const char* path : {"core/project/validator.cpp", "core/project/problem_bag.h", "core/project/import_items.cpp"})
      for (const QString& sentence : sentencesIn(path)) {
        ++sentences;
        const bool isKnown = std::any_of(patterns.begin(), patterns.end(), [&](const QString& p) { return p.contains(sentence); });
        QVERIFY2(isKnown, qPrintable(QString("%1: `%2` has no pattern in widgets/bridge/message_patterns.h").arg(path, sentence)));
      }
    QVERIFY(sentences > 40);
  }

  void theMostExactPatternSpeaks() {
    QCOMPARE(translateMessage("has the same content as a.png, and one of them is in the test split: the model would be judged by what it has seen"),
             QString("与 a.png 的内容相同，且其中之一在测试集中：模型会被拿已经见过的内容来评判"));
    QCOMPARE(translateMessage("`-3` is outside 1 to 64"), QString("“-3”不在 1 到 64 的范围内"));
  }

  void aValueThatIsASentenceOfItsOwnIsTranslatedToo() {
    QCOMPARE(translateMessage("copying /a b/c.png failed: No space left on device"), QString("复制 /a b/c.png 失败：磁盘空间不足"));
    QCOMPARE(translateMessage("and 7 more: labels without area"), QString("还有 7 项：没有面积的标注"));
    QCOMPARE(translateMessage("5 items added, 0 removed, 1 changed (2 labels added, 0 removed, 3 changed); 2 classes added; 1 classes removed"),
             QString("新增 5 个条目，移除 0 个，改动 1 个（标注：新增 2，移除 0，改动 3）；新增 2 个类别；移除 1 个类别"));
  }

  void aValueMayLookLikeAPlaceholder() {
    QCOMPARE(translateMessage("class `%2 of %1` has no label in the training split"), QString("类别“%2 of %1”在训练集中没有标注"));
  }

  void whatNobodyKnowsStaysAsItIs() {
    QCOMPARE(translateMessage("the camera is on holiday"), QString("the camera is on holiday"));
    QCOMPARE(translateMessage(""), QString());
  }

  void englishStaysEnglish() {
    applyLanguage("en");
    QCOMPARE(translateMessage("`-3` is outside 1 to 64"), QString("`-3` is outside 1 to 64"));
  }

  void anErrorIsDescribedInTheUsersLanguage() {
    QCOMPARE(describe(Error(Code::ReadOnly, "creating the file failed: Permission denied", "/p/project.yaml")),
             QString("创建文件失败：没有权限（/p/project.yaml）"));
  }
};

QTEST_GUILESS_MAIN(TestMessageText)
#include "tst_message_text.moc"
