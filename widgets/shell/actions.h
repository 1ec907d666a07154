// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>
#include <QList>

namespace assay {

/// Actions of the frame, each with a text, an icon, a key and a group under which the command
/// palette and the shortcut help list it.
class Actions {
 public:
  explicit Actions(QWidget* window) : window_(window) {}
  ~Actions() { qDeleteAll(all_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;

  QAction* add(const QString& group, const QString& text, const QString& icon, const QKeySequence& key,
               std::function<void()> run);
  /// One of several that exclude each other.
  QAction* addChoice(QActionGroup* choices, const QString& group, const QString& text, bool isChosen,
                     std::function<void()> run);
  const QList<QAction*>& all() const { return all_; }
  /// With its tool tip.
  static void setKey(QAction* action, const QKeySequence& key);
  static QString groupOf(const QAction* action) { return action->property("group").toString(); }

 private:
  QWidget* window_;
  QList<QAction*> all_;
};

}  // namespace assay
