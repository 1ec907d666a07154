// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/style_sheet.h"

#include <algorithm>

#include <QFile>
#include <QList>

namespace assay {

namespace {

QString pixels(int value) { return QString::number(value) + "px"; }

QList<std::pair<QString, QString>> replacements(const Tokens& t, Shade shade) {
  return {
      {"window", t.window.name()},
      {"panel", t.panel.name()},
      {"raised", t.raised.name()},
      {"line", t.line.name()},
      // Fields need 3:1 only as a hint of where to click; the label beside them carries the meaning.
      {"field", blend(t.line, t.secondaryText, 0.25).name()},
      {"mark", t.secondaryText.name()},
      {"text", t.text.name()},
      {"secondaryText", t.secondaryText.name()},
      {"disabledText", t.disabledText.name()},
      {"accent", t.accent.name()},
      {"onAccent", t.onAccent.name()},
      {"accentHover", blend(t.accent, t.text, 0.12).name()},
      {"accentPressed", blend(t.accent, t.text, 0.24).name()},
      {"good", t.good.name()},
      {"warning", t.warning.name()},
      {"bad", t.bad.name()},
      {"selection", selectionColour(t).name()},
      {"hover", hoverColour(t).name()},
      {"pressed", blend(t.panel, t.text, 0.12).name()},
      {"scroll", blend(t.line, t.secondaryText, 0.45).name()},
      {"bodyPx", pixels(metrics::bodyPx)},
      {"captionPx", pixels(metrics::captionPx)},
      {"titlePx", pixels(metrics::titlePx)},
      {"radius", pixels(metrics::radius)},
      {"row", pixels(metrics::row)},
      {"icons", shade == Shade::Dark ? QString(":/themes/dark") : QString(":/themes/light")},
  };
}

}  // namespace

QColor selectionColour(const Tokens& tokens) { return blend(tokens.panel, tokens.accent, 0.16); }
QColor hoverColour(const Tokens& tokens) { return blend(tokens.panel, tokens.text, 0.06); }

QString styleSheetFor(const Tokens& tokens, Shade shade) {
  QFile file(":/themes/assay.qss");
  if (!file.open(QIODevice::ReadOnly)) return {};
  QString text = QString::fromUtf8(file.readAll());
  auto names = replacements(tokens, shade);
  // Longest first, so that @accent does not eat the beginning of @accentHover.
  std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  for (const auto& [name, value] : names) text.replace("@" + name, value);
  return text;
}

QPalette paletteFor(const Tokens& t) {
  QPalette palette;
  palette.setColor(QPalette::Window, t.window);
  palette.setColor(QPalette::WindowText, t.text);
  palette.setColor(QPalette::Base, t.panel);
  palette.setColor(QPalette::AlternateBase, t.window);
  palette.setColor(QPalette::Text, t.text);
  palette.setColor(QPalette::PlaceholderText, t.secondaryText);
  palette.setColor(QPalette::Button, t.raised);
  palette.setColor(QPalette::ButtonText, t.text);
  palette.setColor(QPalette::BrightText, t.bad);
  palette.setColor(QPalette::ToolTipBase, t.raised);
  palette.setColor(QPalette::ToolTipText, t.text);
  palette.setColor(QPalette::Highlight, t.accent);
  palette.setColor(QPalette::HighlightedText, t.onAccent);
  palette.setColor(QPalette::Link, t.accent);
  palette.setColor(QPalette::LinkVisited, t.accent);
  palette.setColor(QPalette::Light, t.raised);
  palette.setColor(QPalette::Midlight, t.line);
  palette.setColor(QPalette::Mid, t.line);
  palette.setColor(QPalette::Dark, t.secondaryText);
  palette.setColor(QPalette::Shadow, t.line);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
    palette.setColor(QPalette::Disabled, role, t.disabledText);
  palette.setColor(QPalette::Disabled, QPalette::Highlight, t.line);
  return palette;
}

}  // namespace assay
