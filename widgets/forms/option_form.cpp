// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/forms/option_form.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/bridge/message_text.h"
#include "widgets/bridge/text.h"
#include "widgets/forms/option_row.h"
#include "widgets/forms/option_section.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

std::string groupOf(const std::string& key) {
  const auto dot = key.find('.');
  return dot == std::string::npos ? "general" : key.substr(0, dot);
}

/// What people change first comes first; groups of a plugin's own stand after the model.
int groupRank(const std::string& group) {
  static const std::vector<std::string> order = {"trainer", "model", "*", "data", "device", "distributed", "general"};
  const auto at = std::find(order.begin(), order.end(), group);
  return static_cast<int>((at == order.end() ? std::find(order.begin(), order.end(), "*") : at) - order.begin());
}

QString presetTitle(const std::string& name) {
  if (name == "quick") return OptionForm::tr("Quick");
  if (name == "balanced") return OptionForm::tr("Balanced");
  if (name == "best") return OptionForm::tr("Best");
  return fromUtf8(name);
}

/// From little to much work; an author's own names come after, in their order.
int presetRank(const std::string& name) {
  static const std::vector<std::string> order = {"quick", "balanced", "best"};
  return static_cast<int>(std::find(order.begin(), order.end(), name) - order.begin());
}

}  // namespace

OptionForm::OptionForm(QWidget* parent)
    : QWidget(parent), presetRow_(new QHBoxLayout), search_(new QLineEdit(this)), nothingFound_(new QLabel(this)),
      body_(new QVBoxLayout) {
  search_->setPlaceholderText(tr("Search options"));
  search_->setClearButtonEnabled(true);
  search_->addAction(Theme::instance().icon("search"), QLineEdit::LeadingPosition);
  nothingFound_->setProperty("role", "secondary");
  nothingFound_->setText(tr("No option is called that."));
  nothingFound_->hide();
  presetRow_->setSpacing(metrics::space1);
  body_->setSpacing(0);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(metrics::space2);
  column->addLayout(presetRow_);
  column->addWidget(search_);
  column->addWidget(nothingFound_);
  column->addLayout(body_);
  column->addStretch();
  connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) { filter(text.trimmed()); });
}

OptionForm::~OptionForm() = default;

void OptionForm::clear() {
  for (OptionSection* section : sections_) delete section;
  sections_.clear();
  rows_.clear();
  for (const auto& [name, button] : presetButtons_) delete button;
  presetButtons_.clear();
}

void OptionForm::setSchema(const OptionSchema& schema, const std::map<std::string, OptionValues>& presets, const QString& folder) {
  clear();
  schema_ = schema;
  presets_ = presets;
  buildPresets(presets);
  std::map<std::string, OptionSection*> byGroup;
  std::vector<Option> ordered = schema.options();
  std::stable_sort(ordered.begin(), ordered.end(), [](const Option& a, const Option& b) {
    return groupRank(groupOf(a.key)) < groupRank(groupOf(b.key));
  });
  for (const Option& option : ordered) {
    OptionSection*& section = byGroup[groupOf(option.key)];
    if (!section) {
      section = new OptionSection(groupTitle(fromUtf8(groupOf(option.key))), this);
      sections_.push_back(section);
      body_->addWidget(section);
    }
    auto* row = new OptionRow(option, folder, section);
    section->addRow(row);
    rows_[option.key] = row;
    connect(row, &OptionRow::changed, this, &OptionForm::onEdited);
  }
  for (OptionSection* section : sections_) section->finish();
  showPreset();
}

void OptionForm::buildPresets(const std::map<std::string, OptionValues>& presets) {
  std::vector<std::string> names;
  for (const auto& [name, values] : presets) names.push_back(name);
  std::stable_sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return presetRank(a) < presetRank(b); });
  for (const std::string& name : names) {
    auto* button = new QPushButton(presetTitle(name), this);
    button->setCheckable(true);
    button->setObjectName("preset-" + fromUtf8(name));
    connect(button, &QPushButton::clicked, this, [this, name] { applyPreset(fromUtf8(name)); });
    presetRow_->addWidget(button);
    presetButtons_[name] = button;
  }
}

OptionRow* OptionForm::row(const std::string& key) const {
  const auto it = rows_.find(key);
  return it == rows_.end() ? nullptr : it->second;
}

bool OptionForm::holds(const std::string& key, const OptionValue& value) const {
  const OptionRow* field = row(key);
  if (!field) return false;
  const Option& option = field->option();
  return value.index() == option.fallback.index() || (option.kind == OptionKind::Real && std::holds_alternative<int64_t>(value));
}

void OptionForm::setValues(const OptionValues& values) {
  for (const auto& [key, row] : rows_) {
    const OptionValue* value = values.find(key);
    // A value of the wrong kind (a hand-edited file) is reported by validate(), not forced into the field.
    row->setValue(value && holds(key, *value) ? *value : row->option().fallback);
  }
  showProblems();
  showPreset();
}

OptionValues OptionForm::values() const {
  OptionValues values;
  for (const auto& [key, row] : rows_)
    if (const auto value = row->value(); value && row->isChanged()) values.set(key, *value);
  return values;
}

Problems OptionForm::problems() const {
  Problems found = schema_.validate(values());
  for (const auto& [key, row] : rows_)
    if (!row->value()) found.push_back({Severity::Error, key, tr("Enter a number.").toStdString(), {}});
  return found;
}

void OptionForm::setProblems(const Problems& problems) {
  outside_ = problems;
  showProblems();
}

void OptionForm::showProblems() {
  std::map<std::string, Problem> first;
  Problems all = problems();
  all.insert(all.end(), outside_.begin(), outside_.end());
  for (const Problem& problem : all) first.try_emplace(problem.where, problem);
  for (const auto& [key, row] : rows_) {
    const auto it = first.find(key);
    if (it == first.end()) row->setProblem({});
    else row->setProblem(translateMessage(it->second.message), it->second.severity);
  }
  if (search_->text().isEmpty())
    for (OptionSection* section : sections_) section->unfoldIfNeeded();
}

void OptionForm::onEdited() {
  showProblems();
  showPreset();
  Q_EMIT valuesChanged();
}

OptionValues OptionForm::presetValues(const OptionValues& preset) const {
  // A preset speaks for every key that any of them names; a seed or a thread count stays the user's.
  OptionValues complete;
  for (const auto& [name, values] : presets_)
    for (const auto& [key, value] : values)
      if (const Option* option = schema_.find(key)) complete.set(key, option->fallback);
  for (const auto& [key, value] : preset) complete.set(key, value);
  return complete;
}

QString OptionForm::preset() const {
  const OptionValues now = schema_.resolve(values());
  for (const auto& [name, values] : presets_) {
    bool isIn = true;
    for (const auto& [key, value] : presetValues(values))
      if (const OptionValue* present = now.find(key)) isIn = isIn && toText(*present) == toText(value);
    if (isIn) return fromUtf8(name);
  }
  return {};
}

void OptionForm::applyPreset(const QString& name) {
  const auto it = presets_.find(name.toStdString());
  if (it == presets_.end()) return;
  for (const auto& [key, value] : presetValues(it->second))
    if (OptionRow* field = row(key)) field->setValue(value);
  onEdited();
}

void OptionForm::showPreset() {
  const std::string now = preset().toStdString();
  for (const auto& [name, button] : presetButtons_) button->setChecked(name == now);
}

void OptionForm::filter(const QString& text) {
  int fitting = 0;
  for (OptionSection* section : sections_) fitting += section->filter(text);
  nothingFound_->setVisible(fitting == 0);
  if (text.isEmpty()) showProblems();
}

}  // namespace assay
