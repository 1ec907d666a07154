// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <QHash>
#include <QStackedWidget>
#include <QVariant>

#include "widgets/pages/page.h"

namespace assay {

class ProjectSession;

/// What is known of a page before it is made.
struct PageKind {
  QString id;
  QString title;      ///< translated
  QString iconName;
  std::function<Page*(QWidget* parent)> make;
  std::function<bool(const std::string& task)> isFor = [](const std::string&) { return true; };   ///< whether projects of a task have it
};

/// The pages of this program, in the order of the work.
std::vector<PageKind> pageKinds();

/// Makes each page when it is first shown, so that starting costs one page.
class PageHost : public QStackedWidget {
  Q_OBJECT

 public:
  explicit PageHost(std::vector<PageKind> kinds, QWidget* parent = nullptr);

  void setSession(ProjectSession* session);
  /// Those of the open project's task; all without one.
  std::vector<PageKind> offered() const;
  /// Shows a page; nullptr when the project has none of that name. A valid argument goes to Page::open().
  Page* goTo(const QString& id, const QVariant& argument = {});
  Page* current() const { return current_; }
  /// The page when it was made already.
  Page* made(const QString& id) const { return pages_.value(id); }

 Q_SIGNALS:
  void pageMade(assay::Page* page);
  void currentPageChanged(assay::Page* page);
  void navigate(const QString& pageId, const QVariant& argument);
  void status(const QString& text);
  void idleChanged();

 private:
  Page* make(const PageKind& kind);

  std::vector<PageKind> kinds_;
  QHash<QString, Page*> pages_;
  ProjectSession* session_ = nullptr;
  Page* current_ = nullptr;
};

}  // namespace assay
