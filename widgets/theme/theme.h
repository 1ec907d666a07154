// SPDX-License-Identifier: GPL-3.0-or-later
// All colours, sizes and fonts of the workbench. No colour or pixel is written anywhere else.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>

namespace assay {

struct Tokens {
  QColor window, panel, raised, line;
  QColor text, secondaryText, disabledText;
  QColor accent, onAccent;
  QColor good, warning, bad;
  QColor canvas;              ///< around images, the same in both themes
};

namespace metrics {
inline constexpr int space1 = 4, space2 = 8, space3 = 12, space4 = 16, space5 = 24;
inline constexpr int radius = 4, control = 28, row = 24, toolbar = 40, rail = 56, statusBar = 24;
inline constexpr int bodyPx = 13, captionPx = 11, titlePx = 15;
}  // namespace metrics

class Theme : public QObject {
  Q_OBJECT

 public:
  enum class Mode { System, Light, Dark };
  static Theme& instance();

  /// Sets palette, style sheet and fonts of the application; emits changed().
  void apply(Mode mode);
  Mode mode() const { return mode_; }
  bool isDark() const;
  const Tokens& tokens() const { return tokens_; }

  /// Okabe-Ito order; from index 8 on the same colours again (draw those dashed or hatched).
  QColor series(int index) const;
  static bool seriesIsDashed(int index) { return index >= 8; }
  /// resources/icons/<name>.svg recoloured for the theme (normal, disabled, selected states).
  QIcon icon(const QString& name) const;
  QFont bodyFont() const;
  QFont captionFont() const;
  QFont titleFont() const;
  QFont tabularFont() const;    ///< digits of equal width

 Q_SIGNALS:
  void changed();

 private:
  Theme();
  Mode mode_ = Mode::System;
  Tokens tokens_;
};

}  // namespace assay
