// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/rail.h"

#include <QAction>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/theme/theme.h"

namespace assay {

Rail::Rail(QWidget* parent) : QFrame(parent), pages_(new QVBoxLayout), tools_(new QVBoxLayout) {
  setObjectName("rail");
  setFixedWidth(metrics::rail);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 1, metrics::space1);
  column->setSpacing(0);
  pages_->setSpacing(0);
  tools_->setSpacing(0);
  column->addLayout(pages_);
  column->addStretch();
  column->addLayout(tools_);
}

void Rail::addPage(QAction* action) { pages_->addWidget(makeButton(action)); }
void Rail::addTool(QAction* action) { tools_->addWidget(makeButton(action)); }

QToolButton* Rail::makeButton(QAction* action) {
  auto* button = new QToolButton(this);
  button->setDefaultAction(action);
  button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
  button->setIconSize(QSize(20, 20));
  button->setFixedSize(metrics::rail - 1, metrics::rail - 4);
  button->setFocusPolicy(Qt::TabFocus);
  connect(action, &QAction::changed, button, [action, button] { button->setVisible(action->isVisible()); });   // a default action does not do that
  return button;
}

}  // namespace assay
