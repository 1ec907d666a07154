// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/option_row.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QStyle>
#include <QToolButton>

#include "widgets/bridge/text.h"
#include "widgets/forms/option_editor.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int labelWidth = 190, narrowLabel = 120;
constexpr int roomy = 400;     // a row of this width has room for the wide label
constexpr int markWidth = 3;   // the bar beside a value that differs from the default

QString labelOf(const Option& option) { return translateOption(option.label.empty() ? option.key : option.label); }

bool isWide(OptionKind kind) { return kind == OptionKind::Text || kind == OptionKind::File; }

QString rangeText(const Option& option) {
  const auto number = [](double value) { return fromUtf8(toText(value)); };
  if (option.minimum && option.maximum) return OptionRow::tr("%1 to %2").arg(number(*option.minimum), number(*option.maximum));
  return option.minimum ? OptionRow::tr("at least %1").arg(number(*option.minimum)) : OptionRow::tr("at most %1").arg(number(*option.maximum));
}

QString tipOf(const Option& option) {
  QString tip = option.help.empty() ? labelOf(option) : translateOption(option.help);
  if (option.minimum || option.maximum) tip += '\n' + OptionRow::tr("Allowed: %1").arg(rangeText(option));
  return tip + '\n' + OptionRow::tr("Default: %1").arg(optionText(option, option.fallback)) + '\n' + fromUtf8(option.key);
}

void setInvalid(QWidget* field, bool isInvalid) {
  if (field->property("invalid").toBool() == isInvalid) return;
  field->setProperty("invalid", isInvalid);
  field->style()->unpolish(field);
  field->style()->polish(field);
}

}  // namespace

OptionRow::OptionRow(const Option& option, const QString& folder, QWidget* parent)
    : QWidget(parent), option_(option), default_(option.fallback), editor_(OptionEditor::make(option, folder, this)),
      label_(new QLabel(labelOf(option), this)), problem_(new QLabel(this)), reset_(new QToolButton(this)) {
  const QString tip = tipOf(option);
  label_->setToolTip(tip);
  label_->setFixedWidth(labelWidth);
  label_->setWordWrap(true);
  label_->setBuddy(editor_->widget());
  editor_->widget()->setToolTip(tip);
  editor_->widget()->setAccessibleName(label_->text());
  editor_->widget()->setObjectName(fromUtf8(option.key));
  auto* unit = new QLabel(translateOption(option.suffix), this);
  unit->setProperty("role", "secondary");
  reset_->setIcon(Theme::instance().icon("reset"));
  reset_->setIconSize(QSize(14, 14));
  problem_->setWordWrap(true);
  problem_->hide();
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(metrics::space2, 2, 0, 2);
  grid->setHorizontalSpacing(metrics::space2);
  grid->setVerticalSpacing(2);
  grid->addWidget(label_, 0, 0);
  grid->addWidget(editor_->widget(), 0, 1);
  grid->addWidget(unit, 0, 2);
  grid->addWidget(reset_, 0, 3);
  grid->setColumnStretch(isWide(option.kind) ? 1 : 4, 1);
  grid->addWidget(problem_, 1, 1, 1, 4);
  QSizePolicy keep = reset_->sizePolicy();
  keep.setRetainSizeWhenHidden(true);
  reset_->setSizePolicy(keep);
  connect(reset_, &QToolButton::clicked, this, [this] {
    setValue(default_);
    Q_EMIT changed();
  });
  connect(editor_, &OptionEditor::changed, this, [this] {
    showChanged();
    Q_EMIT changed();
  });
  setValue(default_);
}

std::optional<OptionValue> OptionRow::value() const { return editor_->value(); }

void OptionRow::setValue(const OptionValue& value) {
  editor_->setValue(value);
  showChanged();
}

void OptionRow::setDefault(const OptionValue& value) {
  default_ = value;
  showChanged();
}

bool OptionRow::isChanged() const {
  const auto now = value();
  return !now || toText(*now) != toText(default_);
}

void OptionRow::showChanged() {
  const bool differs = isChanged();
  reset_->setVisible(differs);
  reset_->setToolTip(tr("Back to %1").arg(optionText(option_, default_)));
  reset_->setAccessibleName(reset_->toolTip());
  update();
}

void OptionRow::setProblem(const QString& text, Severity severity) {
  problem_->setText(text);
  problem_->setVisible(!text.isEmpty());
  problem_->setProperty("role", severity == Severity::Error ? "bad" : "warning");
  problem_->style()->unpolish(problem_);
  problem_->style()->polish(problem_);
  setInvalid(editor_->widget(), !text.isEmpty() && severity == Severity::Error);
}

QString OptionRow::problem() const { return problem_->text(); }

bool OptionRow::fits(const QString& query) const {
  const QStringList texts{label_->text(), translateOption(option_.help), fromUtf8(option_.key), fromUtf8(option_.label)};
  for (const QString& word : query.split(' ', Qt::SkipEmptyParts))
    if (!texts.join('\n').contains(word, Qt::CaseInsensitive)) return false;
  return true;
}

QSize OptionRow::minimumSizeHint() const {
  const QSize wanted = QWidget::minimumSizeHint();
  return {wanted.width() - label_->width() + narrowLabel, wanted.height()};
}

/// All rows of a form are equally wide, so the fields stay in one column.
void OptionRow::resizeEvent(QResizeEvent* event) {
  label_->setFixedWidth(width() < roomy ? narrowLabel : labelWidth);
  QWidget::resizeEvent(event);
}

void OptionRow::paintEvent(QPaintEvent*) {
  if (!isChanged()) return;
  QPainter(this).fillRect(0, 2, markWidth, height() - 4, Theme::instance().tokens().accent);
}

}  // namespace assay
