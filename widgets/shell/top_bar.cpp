// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/top_bar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "core/store/run_table.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int searchWidth = 220;
constexpr int shownHashDigits = 4;

}  // namespace

TopBar::TopBar(QMenu* projectMenu, QAction* search, QAction* train, QWidget* parent)
    : QFrame(parent), project_(new QToolButton(this)), data_(new QLabel(this)),
      search_(new QPushButton(this)), train_(new QPushButton(this)) {
  setObjectName("topBar");
  setFixedHeight(metrics::toolbar);
  project_->setPopupMode(QToolButton::InstantPopup);
  project_->setMenu(projectMenu);
  project_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  project_->setIcon(Theme::instance().icon("project"));
  project_->setToolTip(tr("Project menu"));
  QFont bold = Theme::instance().bodyFont();
  bold.setWeight(QFont::DemiBold);
  project_->setFont(bold);
  data_->setProperty("role", "secondary");
  search_->setObjectName("searchField");
  search_->setIcon(Theme::instance().icon("search"));
  search_->setText(tr("Search") + "   " + search->shortcut().toString(QKeySequence::NativeText));
  search_->setMinimumWidth(searchWidth);
  search_->setToolTip(search->text());
  train_->setProperty("kind", "primary");
  train_->setText(train->text());
  train_->setToolTip(train->toolTip());
  train_->setEnabled(train->isEnabled());

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(metrics::space2, 0, metrics::space2, 1);
  row->setSpacing(metrics::space3);
  row->addWidget(project_);
  row->addWidget(data_);
  row->addStretch();
  row->addWidget(search_);
  row->addWidget(train_);
  connect(search_, &QPushButton::clicked, search, &QAction::trigger);
  connect(train_, &QPushButton::clicked, train, &QAction::trigger);
  connect(train, &QAction::changed, train_, [this, train] { train_->setEnabled(train->isEnabled()); });
  refreshName();
}

void TopBar::setSession(ProjectSession* session) {
  if (session_) session_->disconnect(this);
  session_ = session;
  if (session_) {
    connect(session_, &ProjectSession::projectChanged, this, &TopBar::refreshName);
    connect(session_, &ProjectSession::itemsChanged, this, &TopBar::refreshCounts);
    connect(session_, &ProjectSession::labelsChanged, this, &TopBar::refreshCounts);
    connect(session_, &ProjectSession::runsChanged, this, &TopBar::refreshCounts);
  }
  refreshName();
  refreshCounts();
}

void TopBar::refreshName() {
  project_->setText(session_ ? fromUtf8(session_->project().name) : tr("No project"));
}

void TopBar::refreshCounts() {
  if (!session_) return data_->clear();
  const QLocale locale;
  QStringList parts;
  const std::vector<VersionRow> versions = listVersions(session_->database());
  if (!versions.empty()) parts << tr("version %1").arg(fromUtf8(versions.front().hash).left(shownHashDigits));
  const auto& items = session_->items();
  const bool holdsFiles = !items.empty() && items.front().kind != ItemKind::Image;   // labels are in them
  if (holdsFiles) parts << tr("%n file(s)", nullptr, int(items.size()));
  else parts << tr("%1 labelled of %2").arg(locale.toString(session_->labelledCount()), locale.toString(qlonglong(items.size())));
  data_->setText(parts.join(QStringLiteral(" · ")));
  data_->setToolTip(versions.empty() ? tr("A dataset version is frozen when you train.")
                                     : tr("Newest dataset version: %1").arg(fromUtf8(versions.front().hash)));
}

}  // namespace assay
