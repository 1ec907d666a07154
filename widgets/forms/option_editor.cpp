// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/option_editor.h"

#include <cmath>
#include <limits>

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QSpinBox>

#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int fieldWidth = 120;

/// A wheel over a long form scrolls the form; it changes a field only when that has the focus.
class WheelGuard : public QObject {
 public:
  using QObject::QObject;
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() != QEvent::Wheel || static_cast<QWidget*>(watched)->hasFocus()) return false;
    event->ignore();
    return true;
  }
};

class BooleanEditor : public OptionEditor {
 public:
  BooleanEditor(QWidget* parent) : OptionEditor(new QCheckBox(parent), parent) {
    connect(box(), &QCheckBox::toggled, this, &OptionEditor::changed);
  }
  std::optional<OptionValue> value() const override { return OptionValue(box()->isChecked()); }
  void setValue(const OptionValue& value) override {
    const QSignalBlocker quiet(box());
    box()->setChecked(std::get<bool>(value));
  }

 private:
  QCheckBox* box() const { return static_cast<QCheckBox*>(widget_); }
};

class IntegerEditor : public OptionEditor {
 public:
  IntegerEditor(const Option& option, QWidget* parent) : OptionEditor(new QSpinBox(parent), parent) {
    box()->setRange(static_cast<int>(*option.minimum), static_cast<int>(*option.maximum));
    box()->setFixedWidth(fieldWidth);
    box()->setFocusPolicy(Qt::StrongFocus);
    box()->setKeyboardTracking(true);
    if (option.wordValue == option.minimum) box()->setSpecialValueText(translateOption(option.word));
    connect(box(), &QSpinBox::valueChanged, this, &OptionEditor::changed);
  }
  std::optional<OptionValue> value() const override { return OptionValue(static_cast<int64_t>(box()->value())); }
  void setValue(const OptionValue& value) override {
    const QSignalBlocker quiet(box());
    box()->setValue(static_cast<int>(std::get<int64_t>(value)));
  }

 private:
  QSpinBox* box() const { return static_cast<QSpinBox*>(widget_); }
};

/// A line for a number. Left empty it shows, and has, the value that the option has a word for.
class NumberLine : public OptionEditor {
 public:
  NumberLine(const Option& option, QWidget* parent) : OptionEditor(new QLineEdit(parent), parent), option_(option) {
    line()->setFixedWidth(fieldWidth);
    line()->setFont(Theme::instance().tabularFont());
    if (option.wordValue) line()->setPlaceholderText(translateOption(option.word));
    connect(line(), &QLineEdit::textEdited, this, &OptionEditor::changed);
  }
  std::optional<OptionValue> value() const override {
    const QString text = line()->text().trimmed();
    return text.isEmpty() && option_.wordValue ? number(*option_.wordValue) : parsed(text);
  }
  void setValue(const OptionValue& value) override { line()->setText(isWord(option_, value) ? QString() : written(value)); }

 protected:
  virtual std::optional<OptionValue> number(double value) const = 0;
  virtual std::optional<OptionValue> parsed(const QString& text) const = 0;
  virtual QString written(const OptionValue& value) const = 0;

 private:
  QLineEdit* line() const { return static_cast<QLineEdit*>(widget_); }
  const Option option_;
};

/// Whole numbers beyond the 32 bits of a spin box: seeds, steps.
class BigIntegerEditor : public NumberLine {
 public:
  using NumberLine::NumberLine;

 protected:
  std::optional<OptionValue> number(double value) const override { return OptionValue(static_cast<int64_t>(value)); }
  std::optional<OptionValue> parsed(const QString& text) const override {
    bool isNumber = false;
    const qlonglong found = text.toLongLong(&isNumber);
    return isNumber ? std::optional(OptionValue(static_cast<int64_t>(found))) : std::nullopt;
  }
  QString written(const OptionValue& value) const override { return QString::number(std::get<int64_t>(value)); }
};

/// A plain field, because 2e-3 and 0.00002 are both how people write a learning rate.
class RealEditor : public NumberLine {
 public:
  using NumberLine::NumberLine;

 protected:
  std::optional<OptionValue> number(double value) const override { return OptionValue(value); }
  std::optional<OptionValue> parsed(const QString& text) const override {
    bool isNumber = false;
    double found = QLocale::c().toDouble(text, &isNumber);
    if (!isNumber) found = QLocale().toDouble(text, &isNumber);
    return isNumber && std::isfinite(found) ? std::optional(OptionValue(found)) : std::nullopt;
  }
  QString written(const OptionValue& value) const override {
    const auto* whole = std::get_if<int64_t>(&value);
    return QString::fromStdString(toText(OptionValue(whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value))));
  }
};

class TextEditor : public OptionEditor {
 public:
  TextEditor(QWidget* parent) : OptionEditor(new QLineEdit(parent), parent) {
    connect(line(), &QLineEdit::textEdited, this, &OptionEditor::changed);
  }
  std::optional<OptionValue> value() const override { return OptionValue(line()->text().toStdString()); }
  void setValue(const OptionValue& value) override { line()->setText(fromUtf8(std::get<std::string>(value))); }

 protected:
  QLineEdit* line() const { return static_cast<QLineEdit*>(widget_); }
};

/// A path that is typed or chosen; Alt+Down opens the dialog, as it opens a list.
class FileEditor : public TextEditor {
 public:
  FileEditor(const Option& option, const QString& folder, QWidget* parent)
      : TextEditor(parent), title_(translateOption(option.label.empty() ? option.key : option.label)), folder_(folder) {
    const QKeySequence key(Qt::ALT | Qt::Key_Down);
    QAction* choose = line()->addAction(Theme::instance().icon("folder"), QLineEdit::TrailingPosition);
    choose->setText(OptionEditor::tr("Choose a file…"));
    choose->setToolTip(OptionEditor::tr("Choose a file (%1)").arg(key.toString(QKeySequence::NativeText)));
    choose->setShortcut(key);
    choose->setShortcutContext(Qt::WidgetShortcut);
    connect(choose, &QAction::triggered, this, &FileEditor::choose);
  }

 private:
  void choose() {
    const QString file = QFileDialog::getOpenFileName(line()->window(), title_, folder_.filePath(line()->text()));
    if (file.isEmpty()) return;
    const QString relative = folder_.relativeFilePath(file);
    line()->setText(relative.startsWith("../") ? file : relative);   // one of the project stays with it
    Q_EMIT changed();
  }
  const QString title_;
  const QDir folder_;
};

class ChoiceEditor : public OptionEditor {
 public:
  ChoiceEditor(const Option& option, QWidget* parent) : OptionEditor(new QComboBox(parent), parent) {
    for (const std::string& choice : option.choices) list()->addItem(choiceName(choice), fromUtf8(choice));
    list()->setMinimumWidth(fieldWidth);
    list()->setFocusPolicy(Qt::StrongFocus);
    connect(list(), &QComboBox::currentIndexChanged, this, &OptionEditor::changed);
  }
  std::optional<OptionValue> value() const override { return OptionValue(list()->currentData().toString().toStdString()); }
  void setValue(const OptionValue& value) override {
    const QSignalBlocker quiet(list());
    list()->setCurrentIndex(list()->findData(fromUtf8(std::get<std::string>(value))));
  }

 private:
  QComboBox* list() const { return static_cast<QComboBox*>(widget_); }
};

bool fitsSpinBox(const Option& option) {
  constexpr double limit = std::numeric_limits<int>::max();
  return option.minimum && option.maximum && *option.minimum >= -limit && *option.maximum <= limit;
}

}  // namespace

OptionEditor::OptionEditor(QWidget* widget, QWidget* parent) : QObject(parent), widget_(widget) {
  widget_->installEventFilter(new WheelGuard(widget_));
}

OptionEditor* OptionEditor::make(const Option& option, const QString& folder, QWidget* parent) {
  switch (option.kind) {
    case OptionKind::Boolean: return new BooleanEditor(parent);
    case OptionKind::Integer:
      if (fitsSpinBox(option)) return new IntegerEditor(option, parent);
      return new BigIntegerEditor(option, parent);
    case OptionKind::Real: return new RealEditor(option, parent);
    case OptionKind::Choice: return new ChoiceEditor(option, parent);
    case OptionKind::File: return new FileEditor(option, folder, parent);
    case OptionKind::Text: break;
  }
  return new TextEditor(parent);
}

}  // namespace assay
