// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QList>
#include <QWidget>

namespace assay {

class ProjectSession;

/// One page of the rail. Pages draw and send commands; they own no project or training state.
class Page : public QWidget {
  Q_OBJECT

 public:
  using QWidget::QWidget;

  virtual QString id() const = 0;         ///< "data", "label", "train", "runs", "evaluate": for --page
  virtual QString title() const = 0;      ///< translated
  virtual QString iconName() const = 0;   ///< resources/icons/<name>.svg
  /// Shows the session's project; nullptr when it is closed. Called before the page is first shown.
  virtual void setSession(ProjectSession* session) = 0;
  /// The page became visible: load what was put off.
  virtual void activate() {}
  /// False while something is still loading or animating; --grab waits for it.
  virtual bool isIdle() const { return true; }
  /// What belongs to this page in the command palette and the menu; each has a text, an icon and a key.
  virtual QList<QAction*> pageActions() const { return {}; }
  /// Right-hand inspector of the frame, or nullptr.
  virtual QWidget* inspector() { return nullptr; }

 Q_SIGNALS:
  void idleChanged();
  /// Ask the shell to go to another page: ("label", item id as QVariant), ("evaluate", run id), ...
  void navigate(const QString& pageId, const QVariant& argument);
  /// A sentence for the status bar.
  void status(const QString& text);

 public Q_SLOTS:
  /// The other end of navigate().
  virtual void open(const QVariant& argument) { Q_UNUSED(argument) }
};

}  // namespace assay
