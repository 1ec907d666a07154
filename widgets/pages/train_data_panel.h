// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QGridLayout;
class QLabel;

namespace assay {

class ClassBalance;
class ProjectSession;

/// "What": the data that a run started now would learn from.
class TrainDataPanel : public QWidget {
  Q_OBJECT

 public:
  explicit TrainDataPanel(QWidget* parent = nullptr);
  void show(ProjectSession& session);

 private:
  void showSplits(ProjectSession& session);
  void showClasses(ProjectSession& session);

  QLabel* version_;
  QGridLayout* splits_;
  ClassBalance* classes_;
  QLabel *classesHeading_, *classesNote_;
};

}  // namespace assay
