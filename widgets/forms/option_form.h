// SPDX-License-Identifier: GPL-3.0-or-later
// A form made from a schema: an author of a plugin writes no GUI code.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QHash>
#include <QWidget>

#include "core/base/option_schema.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace assay {

class OptionRow;
class OptionSection;

class OptionForm : public QWidget {
  Q_OBJECT

 public:
  explicit OptionForm(QWidget* parent = nullptr);
  ~OptionForm() override;

  /// Builds the fields; `presets` become buttons above them ("quick", "balanced", "best" first).
  /// Relative paths of files start at `folder`.
  void setSchema(const OptionSchema& schema, const std::map<std::string, OptionValues>& presets = {}, const QString& folder = {});
  /// Whether the field of that key can show the value, right or wrong.
  bool holds(const std::string& key, const OptionValue& value) const;
  /// The schema's defaults with `values` over them; keys that the schema does not know are left out.
  void setValues(const OptionValues& values);
  /// Only what differs from the schema's defaults; fields that hold no value are left out.
  OptionValues values() const;
  /// From outside (preflight, validator); the form's own checks are added. Shown beside the field
  /// whose key is Problem::where.
  void setProblems(const Problems& problems);
  /// Everything wrong with the fields as they stand.
  Problems problems() const;
  /// Name of the preset whose values stand in the fields, or empty.
  QString preset() const;
  void applyPreset(const QString& name);
  OptionRow* row(const std::string& key) const;

 Q_SIGNALS:
  void valuesChanged();

 private:
  void clear();
  OptionValues presetValues(const OptionValues& preset) const;
  void buildPresets(const std::map<std::string, OptionValues>& presets);
  void onEdited();
  void showProblems();
  void showPreset();
  void filter(const QString& text);

  OptionSchema schema_;
  std::map<std::string, OptionValues> presets_;
  Problems outside_;
  QHBoxLayout* presetRow_;
  QLineEdit* search_;
  QLabel* nothingFound_;
  QVBoxLayout* body_;
  std::vector<OptionSection*> sections_;
  std::map<std::string, OptionRow*> rows_;
  std::map<std::string, QPushButton*> presetButtons_;
};

}  // namespace assay
