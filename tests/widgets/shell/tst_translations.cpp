// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include "core/job/run_spec.h"
#include "core/plugin/catalogue.h"
#include "translations/option_texts.h"
#include "widgets/bridge/text.h"
#include "widgets/shell/language.h"

using namespace assay;

namespace {

QString sourceFile(const char* path) {
  QFile file(qEnvironmentVariable("ASSAY_SOURCE") + '/' + path);
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void collect(const Option& option, QSet<QString>& texts) {
  texts << fromUtf8(option.label) << fromUtf8(option.help) << fromUtf8(option.suffix) << fromUtf8(option.word);
  for (const std::string& choice : option.choices) texts << fromUtf8(choice);
}

}  // namespace

class TestTranslations : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nothingIsLeftUntranslated() {
    const QString ts = sourceFile("translations/assay_zh_CN.ts");
    QVERIFY(ts.count("<message") > 300);
    QCOMPARE(ts.count("type=\"unfinished\""), 0);
    QCOMPARE(ts.count("<translation></translation>") + ts.count("<translation />"), 0);
    QCOMPARE(sourceFile("translations/assay_en.ts").count("type=\"unfinished\""), 0);
  }

  void everyPlaceholderSurvivesTheTranslation() {
    const QString ts = sourceFile("translations/assay_zh_CN.ts");
    static const QRegularExpression message("<source>(.*?)</source>\\s*<translation>(.*?)</translation>",
                                            QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression holder("%(\\d|n)");
    for (auto it = message.globalMatch(ts); it.hasNext();) {
      const auto match = it.next();
      QSet<QString> before, after;
      for (auto i = holder.globalMatch(match.captured(1)); i.hasNext();) before << i.next().captured();
      for (auto i = holder.globalMatch(match.captured(2)); i.hasNext();) after << i.next().captured();
      QVERIFY2(before == after, qPrintable(match.captured(1)));
    }
  }

  void everyTextOfTheSchemasIsTranslated() {
    QSet<QString> known, wanted;
    for (const char* text : optionTexts) known << QString::fromUtf8(text);
    const std::filesystem::path source = toPath(qEnvironmentVariable("ASSAY_SOURCE"));
    for (const char* id : {"detector", "knowledge_graph", "template"}) {
      const PluginManifest manifest = readManifest(source / "plugins" / id / "plugin.yaml");
      wanted << fromUtf8(manifest.name) << fromUtf8(manifest.doc);
      const OptionSchema schema = runSchema(manifest);
      for (const Option& option : schema.options()) collect(option, wanted);
    }
    wanted.remove(QString());
    const QSet<QString> missing = wanted - known;
    QVERIFY2(missing.isEmpty(), qPrintable(QStringList(missing.values()).join('\n')));
  }

  void chineseIsSpokenAfterTheSwitchAndEnglishAfterTheNext() {
    QCOMPARE(applyLanguage("zh_CN"), QString("zh_CN"));
    QCOMPARE(translateOption("Learning rate"), QString("学习率"));
    QCOMPARE(applyLanguage("en"), QString("en"));
    QCOMPARE(translateOption("Learning rate"), QString("Learning rate"));
  }

  void englishPluralsAgreeWithTheirNumber() {
    applyLanguage("en");
    QCOMPARE(QCoreApplication::translate("assay::MainWindow", "CPU · %n threads", nullptr, 1), QString("CPU · 1 thread"));
    QCOMPARE(QCoreApplication::translate("assay::MainWindow", "CPU · %n threads", nullptr, 2), QString("CPU · 2 threads"));
  }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
