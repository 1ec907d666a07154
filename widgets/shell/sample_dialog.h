// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace assay {

/// Which sample, how many, where.
class SampleDialog : public QDialog {
  Q_OBJECT

 public:
  explicit SampleDialog(const QString& parentFolder, QWidget* parent = nullptr);
  QString kind() const;      ///< "boards", "facts", "sentences" or "table"
  QString folder() const;
  int count() const;
  quint64 seed() const;

 private:
  void showKind();
  void check();

  QString parentFolder_;
  QComboBox* kind_;
  QLabel* doc_;
  QSpinBox* count_;
  QSpinBox* seed_;
  QLineEdit* folder_;
  QLabel* problem_;
  QPushButton* create_;
};

}  // namespace assay
