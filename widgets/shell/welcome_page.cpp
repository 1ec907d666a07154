// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/welcome_page.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/shell/recent_button.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int columnWidth = 340;
constexpr int logo = 40;

QLabel* label(const QString& text, const char* role, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setProperty("role", role);
  label->setWordWrap(true);
  return label;
}

QString withHome(const QString& folder) {
  const QString home = QDir::homePath();
  return folder.startsWith(home + '/') ? '~' + folder.mid(home.size()) : folder;
}

}  // namespace

WelcomePage::WelcomePage(const QList<QAction*>& begin, QWidget* parent) : QWidget(parent), recent_(new QVBoxLayout) {
  auto* recents = new QWidget(this);
  recents->setFixedWidth(columnWidth);
  auto* recentColumn = new QVBoxLayout(recents);
  recentColumn->setContentsMargins(0, 0, 0, 0);
  recentColumn->setSpacing(metrics::space2);
  recentColumn->addWidget(label(tr("Recent projects"), "section", recents));
  recent_->setSpacing(0);
  recentColumn->addLayout(recent_);
  recentColumn->addStretch();

  auto* row = new QHBoxLayout;
  row->setSpacing(3 * metrics::space5);
  row->addStretch();
  row->addWidget(makeBeginnings(begin), 0, Qt::AlignTop);
  row->addWidget(recents, 0, Qt::AlignTop);
  row->addStretch();
  auto* column = new QVBoxLayout(this);
  column->addStretch(2);
  column->addLayout(row);
  column->addStretch(3);
  setRecentProjects({});
}

QWidget* WelcomePage::makeBeginnings(const QList<QAction*>& begin) {
  auto* side = new QWidget(this);
  side->setFixedWidth(columnWidth);
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(metrics::space2);
  auto* mark = new QLabel(side);
  mark->setPixmap(Theme::instance().icon("evaluate").pixmap(QSize(logo, logo), devicePixelRatioF(), QIcon::Normal, QIcon::On));
  connect(&Theme::instance(), &Theme::changed, mark, [this, mark] {
    mark->setPixmap(Theme::instance().icon("evaluate").pixmap(QSize(logo, logo), devicePixelRatioF(), QIcon::Normal, QIcon::On));
  });
  column->addWidget(mark);
  column->addWidget(label(QStringLiteral("Assay"), "title", side));
  column->addWidget(label(tr("Label a small dataset, train a model on it, and see whether you can trust the result."),
                          "secondary", side));
  column->addSpacing(metrics::space3);
  for (QAction* action : begin) {
    auto* button = new QPushButton(action->icon(), action->text(), side);
    button->setToolTip(action->toolTip());
    if (action == begin.first()) {
      button->setProperty("kind", "primary");
      button->setIcon({});
      setFocusProxy(button);   // the first step is under the hand
    }
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    column->addWidget(button);
  }
  column->addSpacing(metrics::space3);
  column->addWidget(label(tr("You can also drop a project folder on this window."), "caption", side));
  return side;
}

void WelcomePage::setRecentProjects(const QStringList& folders) {
  while (QLayoutItem* item = recent_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  for (const QString& folder : folders) {
    auto* button = new RecentButton(QFileInfo(folder).fileName(), withHome(folder), this);
    button->setToolTip(folder);
    connect(button, &QAbstractButton::clicked, this, [this, folder] { Q_EMIT openRequested(folder); });
    recent_->addWidget(button);
  }
  if (folders.isEmpty())
    recent_->addWidget(label(tr("Projects that you open appear here. The sample is a good first one: it trains in minutes."),
                             "secondary", this));
}

}  // namespace assay
