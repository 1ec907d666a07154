// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "core/plugin/catalogue.h"

class QButtonGroup;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace assay {

/// Name, place, task and classes of a new project. The tasks are those that plugins offer.
class NewProjectDialog : public QDialog {
  Q_OBJECT

 public:
  NewProjectDialog(const PluginCatalogue& catalogue, const QString& parentFolder, QWidget* parent = nullptr);

  QString folder() const;
  QString task() const;
  QStringList classes() const;

 private:
  QWidget* makeTasks(const PluginCatalogue& catalogue);
  QWidget* makePlace(const QString& parentFolder);
  void check();

  QLineEdit* name_;
  QLineEdit* place_;
  QLineEdit* classes_;
  QButtonGroup* tasks_;
  QLabel* problem_;
  QPushButton* create_;
};

}  // namespace assay
