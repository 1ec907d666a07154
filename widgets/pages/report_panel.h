// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "core/base/problem.h"

class QLabel;
class QListWidget;
class QPushButton;

namespace assay {

/// What an import or export did, above the gallery and out of the way: one sentence, the problems on request.
class ReportPanel : public QFrame {
  Q_OBJECT

 public:
  explicit ReportPanel(QWidget* parent = nullptr);
  void report(const QString& sentence, const Problems& problems);
  QString text() const;
  int problemCount() const;

 private:
  void unfold(bool on);

  QLabel *icon_, *text_;
  QPushButton* more_;
  QListWidget* list_;
};

}  // namespace assay
