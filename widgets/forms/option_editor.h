// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QObject>

#include "core/base/option_schema.h"

class QWidget;

namespace assay {

/// The field of one option. What was typed stays as it is, right or wrong.
class OptionEditor : public QObject {
  Q_OBJECT

 public:
  /// A check box, spin box, number field, text field, list or a path with a button, after the option's kind.
  /// Relative paths start at `folder`.
  static OptionEditor* make(const Option& option, const QString& folder, QWidget* parent);

  QWidget* widget() const { return widget_; }
  /// None while the text is not a value of the option's kind.
  virtual std::optional<OptionValue> value() const = 0;
  /// Does not emit changed().
  virtual void setValue(const OptionValue& value) = 0;

 Q_SIGNALS:
  void changed();

 protected:
  OptionEditor(QWidget* widget, QWidget* parent);
  QWidget* widget_;
};

}  // namespace assay
