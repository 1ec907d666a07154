// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QListWidget>
#include <QWidget>

class QLineEdit;
class QToolButton;

namespace assay {

class ProjectSession;

/// The classes of the project with their digit keys and how often each occurs in the picture. The
/// current one is what a new box gets. Names are edited in place.
class ClassList : public QWidget {
  Q_OBJECT

 public:
  explicit ClassList(QWidget* parent = nullptr);
  void setSession(ProjectSession* session);
  /// Reads the classes again.
  void refresh();
  void setCounts(const QHash<QString, int>& counts);
  QString activeClass() const;
  void setActiveClass(const QString& name);
  void editNewClass();
  void renameActiveClass();

 Q_SIGNALS:
  void activeClassChanged(const QString& name);
  /// A click or Enter on a class: also for the selected box.
  void classChosen(const QString& name);
  void classAdded(const QString& name);
  void renamed(const QString& before, const QString& after);
  void failed(const QString& sentence);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void addClass();
  void finishRename(QListWidgetItem* item);
  bool nameIsFree(const QString& name);

  ProjectSession* session_ = nullptr;
  QListWidget* list_;
  QLineEdit* name_;
  QToolButton* add_;
  QHash<QString, int> counts_;
  bool isFilling_ = false;
};

}  // namespace assay
