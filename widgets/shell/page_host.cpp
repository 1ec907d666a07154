// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/page_host.h"

#include <algorithm>

#include <QApplication>

#include "widgets/bridge/project_session.h"

namespace assay {

PageHost::PageHost(std::vector<PageKind> kinds, QWidget* parent) : QStackedWidget(parent), kinds_(std::move(kinds)) {}

void PageHost::setSession(ProjectSession* session) {
  session_ = session;
  for (Page* page : std::as_const(pages_)) page->setSession(session);
}

Page* PageHost::make(const PageKind& kind) {
  Page* page = kind.make(this);
  pages_.insert(kind.id, page);
  addWidget(page);
  connect(page, &Page::navigate, this, &PageHost::navigate);
  connect(page, &Page::status, this, &PageHost::status);
  connect(page, &Page::idleChanged, this, &PageHost::idleChanged);
  Q_EMIT pageMade(page);
  page->setSession(session_);
  return page;
}

std::vector<PageKind> PageHost::offered() const {
  std::vector<PageKind> kinds = kinds_;
  if (session_) std::erase_if(kinds, [this](const PageKind& kind) { return !kind.isFor(session_->project().task); });
  return kinds;
}

Page* PageHost::goTo(const QString& id, const QVariant& argument) {
  const std::vector<PageKind> kinds = offered();
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const PageKind& k) { return k.id == id; });
  if (kind == kinds.end()) return nullptr;
  Page* page = pages_.value(id);
  if (!page) page = make(*kind);
  setCurrentWidget(page);
  const bool isOther = current_ != page;
  current_ = page;
  if (isOther) Q_EMIT currentPageChanged(page);
  // Keys belong to the page now, not to the button that led here; a field of the page keeps the focus.
  if (isOther && !page->isAncestorOf(QApplication::focusWidget())) page->setFocus(Qt::OtherFocusReason);
  page->activate();
  if (argument.isValid()) page->open(argument);
  return page;
}

}  // namespace assay
