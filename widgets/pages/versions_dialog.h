// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QDialog>

#include "core/store/run_table.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace assay {

class ProjectSession;

/// The dataset versions of the project, and what changed from one to the next.
class VersionsDialog : public QDialog {
  Q_OBJECT

 public:
  VersionsDialog(ProjectSession& session, QWidget* parent = nullptr);

 private:
  void reload();
  void freeze();
  void showDifference();

  ProjectSession& session_;
  std::vector<VersionRow> versions_;   ///< newest first
  QTableWidget* table_;
  QLabel* difference_;
  QPushButton* freeze_;
};

}  // namespace assay
