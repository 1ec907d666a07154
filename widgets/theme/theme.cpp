// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>

#include "widgets/theme/style_sheet.h"
#include "widgets/theme/svg_icon_engine.h"
#include "widgets/theme/tokens.h"

static void initialiseResources() {
  // A static library's resources are linked in only when somebody asks for them.
  Q_INIT_RESOURCE(icons);
  Q_INIT_RESOURCE(themes);
}

namespace assay {

namespace {

/// What the desktop asked for, read before we put our own palette over it.
bool desktopIsDark() {
  static const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
  return dark;
}

/// The system's face first; then faces with Chinese, so that both scripts sit on one base line.
QStringList uiFamilies() {
  static const QStringList families = [] {
    const QStringList present = QFontDatabase::families();
    QStringList list;
    const auto add = [&](const QString& name) { if (present.contains(name)) list << name; };
    const QString system = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    // A bare machine names no face or says "Sans Serif", and fontconfig may then answer with a Chinese one for Latin
    // too, whose ellipsis stands in mid-air.
    if (!QStringList{"Sans Serif", "Sans", "sans-serif"}.contains(system)) add(system);
    for (const char* name : {"Inter", "Noto Sans", "Segoe UI", "Ubuntu", "Cantarell", "Open Sans", "Roboto", "DejaVu Sans"})
      if (list.isEmpty()) add(name);
    for (const char* name : {"Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
                             "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback"})
      add(name);
    return list;
  }();
  return families;
}

QFont uiFont(int pixels, QFont::Weight weight = QFont::Normal) {
  QFont font;
  font.setFamilies(uiFamilies());
  font.setPixelSize(pixels);
  font.setWeight(weight);
  return font;
}

bool digitsAreEqual(const QFont& font) {
  const QFontMetricsF metrics(font);
  const qreal width = metrics.horizontalAdvance('0');
  for (char digit = '1'; digit <= '9'; ++digit)
    if (!qFuzzyCompare(metrics.horizontalAdvance(digit), width)) return false;
  return true;
}

/// The interface's own face if its digits are equally wide; else one beside which they do not look like a typewriter's.
QStringList tabularFamilies() {
  if (digitsAreEqual(uiFont(metrics::bodyPx))) return uiFamilies();
  const QStringList present = QFontDatabase::families();
  for (const char* name : {"Noto Sans", "Roboto", "Open Sans", "DejaVu Sans"}) {
    QFont font = uiFont(metrics::bodyPx);
    font.setFamilies({name});
    if (present.contains(name) && digitsAreEqual(font)) return QStringList{name} + uiFamilies();
  }
  return QStringList{QFontDatabase::systemFont(QFontDatabase::FixedFont).family()} + uiFamilies();
}

}  // namespace

Theme& Theme::instance() {
  static Theme theme;
  return theme;
}

Theme::Theme() {
  initialiseResources();
  tokens_ = tokensOf(Shade::Light);
}

bool Theme::isDark() const { return mode_ == Mode::Dark || (mode_ == Mode::System && desktopIsDark()); }

void Theme::apply(Mode mode) {
  desktopIsDark();
  mode_ = mode;
  const Shade shade = isDark() ? Shade::Dark : Shade::Light;
  tokens_ = tokensOf(shade);
  if (QApplication::style()->name() != "fusion" && qApp->styleSheet().isEmpty())
    QApplication::setStyle(QStyleFactory::create("Fusion"));
  QApplication::setFont(bodyFont());
  QApplication::setPalette(paletteFor(tokens_));
  qApp->setStyleSheet(styleSheetFor(tokens_, shade));
  Q_EMIT changed();
}

QColor Theme::series(int index) const { return okabeIto(index); }

QIcon Theme::icon(const QString& name) const { return QIcon(new SvgIconEngine(name)); }

QFont Theme::bodyFont() const { return uiFont(metrics::bodyPx); }
QFont Theme::captionFont() const { return uiFont(metrics::captionPx); }
QFont Theme::titleFont() const { return uiFont(metrics::titlePx, QFont::DemiBold); }

QFont Theme::tabularFont() const {
  static const QStringList families = tabularFamilies();
  QFont font = bodyFont();
  font.setFamilies(families);
  return font;
}

}  // namespace assay
