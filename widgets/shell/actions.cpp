// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/actions.h"

#include <QWidget>

#include "widgets/theme/theme.h"

namespace assay {

QAction* Actions::add(const QString& group, const QString& text, const QString& icon, const QKeySequence& key,
                      std::function<void()> run) {
  auto* action = new QAction(text, window_);
  if (!icon.isEmpty()) action->setIcon(Theme::instance().icon(icon));
  setKey(action, key);
  action->setProperty("group", group);
  QObject::connect(action, &QAction::triggered, window_, [run = std::move(run)] { run(); });
  window_->addAction(action);
  all_ << action;
  return action;
}

void Actions::setKey(QAction* action, const QKeySequence& key) {
  action->setShortcut(key);
  const QString keyText = key.toString(QKeySequence::NativeText);
  action->setToolTip(keyText.isEmpty() ? action->text() : QStringLiteral("%1 (%2)").arg(action->text(), keyText));
}

QAction* Actions::addChoice(QActionGroup* choices, const QString& group, const QString& text, bool isChosen,
                            std::function<void()> run) {
  QAction* action = add(group, text, {}, {}, std::move(run));
  action->setCheckable(true);
  action->setChecked(isChosen);
  choices->addAction(action);
  return action;
}

}  // namespace assay
