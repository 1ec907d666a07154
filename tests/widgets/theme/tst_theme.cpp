// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QDir>
#include <QSignalSpy>
#include <QTest>

#include "widgets/theme/style_sheet.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/tokens.h"

using namespace assay;

class TestTheme : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void contrastOfBlackOnWhiteIsTwentyOne() {
    QCOMPARE(contrastRatio(QColor(0, 0, 0), QColor(255, 255, 255)), 21.0);
    QCOMPARE(contrastRatio(QColor(9, 9, 9), QColor(9, 9, 9)), 1.0);
  }

  void textIsReadableInBothThemes() {
    for (const Shade shade : {Shade::Light, Shade::Dark}) {
      const Tokens t = tokensOf(shade);
      for (const QColor& ground : {t.window, t.panel, t.raised})
        for (const QColor& ink : {t.text, t.secondaryText, t.accent, t.good, t.warning, t.bad})
          QVERIFY2(contrastRatio(ink, ground) >= 4.5, qPrintable(ink.name() + " on " + ground.name()));
      QVERIFY(contrastRatio(t.onAccent, t.accent) >= 4.5);
      QVERIFY(contrastRatio(t.text, selectionColour(t)) >= 4.5);
    }
  }

  void canvasIsTheSameInBothThemes() { QCOMPARE(tokensOf(Shade::Light).canvas, tokensOf(Shade::Dark).canvas); }

  void applyChangesPaletteAndTellsIt() {
    QSignalSpy changed(&Theme::instance(), &Theme::changed);
    Theme::instance().apply(Theme::Mode::Dark);
    QCOMPARE(changed.count(), 1);
    QVERIFY(Theme::instance().isDark());
    QCOMPARE(QApplication::palette().color(QPalette::Window), tokensOf(Shade::Dark).window);
    Theme::instance().apply(Theme::Mode::Light);
    QVERIFY(!Theme::instance().isDark());
    QCOMPARE(QApplication::palette().color(QPalette::Window), tokensOf(Shade::Light).window);
  }

  void styleSheetHasNoNameLeftUnfilled() {
    for (const Shade shade : {Shade::Light, Shade::Dark}) {
      const QString sheet = styleSheetFor(tokensOf(shade), shade);
      QVERIFY(sheet.size() > 1000);
      QVERIFY2(!sheet.mid(sheet.indexOf("*/")).contains('@'), "a @name of assay.qss is not a token");
    }
  }

  void seriesRepeatAfterEightAndAreThenDashed() {
    const Theme& theme = Theme::instance();
    QCOMPARE(theme.series(0), QColor("#0072B2"));
    QCOMPARE(theme.series(8), theme.series(0));
    QVERIFY(!Theme::seriesIsDashed(7));
    QVERIFY(Theme::seriesIsDashed(8));
  }

  void everyIconDrawsSomething() {
    const QStringList names = QDir(":/icons").entryList({"*.svg"});
    QVERIFY(names.size() >= 45);
    for (const QString& file : names) {
      const QImage image = Theme::instance().icon(file.chopped(4)).pixmap(QSize(20, 20)).toImage();
      bool hasInk = false;
      for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) hasInk = hasInk || qAlpha(image.pixel(x, y)) > 128;
      QVERIFY2(hasInk, qPrintable(file));
    }
  }

  void iconMadeInOneThemeFollowsTheOther() {
    Theme::instance().apply(Theme::Mode::Light);
    const QIcon icon = Theme::instance().icon("stop");
    const QRgb light = strongest(icon);
    Theme::instance().apply(Theme::Mode::Dark);
    const QRgb dark = strongest(icon);
    QCOMPARE(QColor(light).rgb(), tokensOf(Shade::Light).secondaryText.rgb());
    QCOMPARE(QColor(dark).rgb(), tokensOf(Shade::Dark).secondaryText.rgb());
  }

  void digitsOfTheTabularFontAreEquallyWide() {
    const QFontMetricsF metrics(Theme::instance().tabularFont());
    for (const char digit : {'1', '4', '7', '8'}) QCOMPARE(metrics.horizontalAdvance(digit), metrics.horizontalAdvance('0'));
  }

 private:
  static QRgb strongest(const QIcon& icon) {
    const QImage image = icon.pixmap(QSize(40, 40)).toImage().convertToFormat(QImage::Format_ARGB32);
    QRgb best = 0;
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x)
        if (qAlpha(image.pixel(x, y)) > qAlpha(best)) best = image.pixel(x, y);
    return best;
  }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
