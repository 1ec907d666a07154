// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/base/option_schema.h"

class QLabel;
class QToolButton;

namespace assay {

class OptionEditor;

/// Label, field, unit, a way back to the default, and what is wrong with it.
class OptionRow : public QWidget {
  Q_OBJECT

 public:
  /// Relative paths of files start at `folder`.
  OptionRow(const Option& option, const QString& folder, QWidget* parent = nullptr);

  const Option& option() const { return option_; }
  std::optional<OptionValue> value() const;
  void setValue(const OptionValue& value);
  /// What the reset button goes back to; the schema's fallback at first.
  void setDefault(const OptionValue& value);
  bool isChanged() const;
  void setProblem(const QString& text, Severity severity = Severity::Error);
  QString problem() const;
  /// Label, help and key, in the user's language and in English.
  bool fits(const QString& query) const;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void changed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showChanged();

  Option option_;
  OptionValue default_;
  OptionEditor* editor_;
  QLabel* label_;
  QLabel* problem_;
  QToolButton* reset_;
};

}  // namespace assay
