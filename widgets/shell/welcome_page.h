// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QAction;
class QVBoxLayout;

namespace assay {

/// What stands in the window while no project is open: the ways to begin, and where one left off.
class WelcomePage : public QWidget {
  Q_OBJECT

 public:
  /// `begin`: New, Open, Sample, in this order.
  explicit WelcomePage(const QList<QAction*>& begin, QWidget* parent = nullptr);
  void setRecentProjects(const QStringList& folders);

 Q_SIGNALS:
  void openRequested(const QString& folder);

 private:
  QWidget* makeBeginnings(const QList<QAction*>& begin);
  QVBoxLayout* recent_;
};

}  // namespace assay
