// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QDialog>
#include <QStringList>

#include "core/formats/format.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace assay {

class ColumnChooser;

/// What to import, from where, as what. It only asks; the page imports.
class ImportDialog : public QDialog {
  Q_OBJECT

 public:
  /// `kinds`: what the project's items may be; formats of other kinds are not offered.
  explicit ImportDialog(const std::vector<ItemKind>& kinds, QWidget* parent = nullptr);

  /// Several files (dropped) are pictures without labels.
  void setSources(const QStringList& paths);
  QStringList sources() const { return sources_; }
  Format format() const;
  ImportOptions options() const;

 private:
  void sourceEdited();
  void showFormat();
  void showColumns();
  void browseFolder();
  void browseFile();

  QStringList sources_;
  QFormLayout* form_ = nullptr;
  QLineEdit* path_;
  QComboBox* format_;
  QLabel* explanation_;
  QComboBox* split_;
  QCheckBox* copy_;
  QCheckBox* skipBad_;
  ColumnChooser* columns_;
  QPushButton* import_;
};

}  // namespace assay
