// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the mouse does on the Label page, with a name, an icon and a key.
#include <QActionGroup>
#include <QToolBar>
#include <QToolButton>

#include "widgets/bridge/model_server.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/canvas/image_canvas.h"
#include "widgets/pages/class_list.h"
#include "widgets/pages/label_page.h"
#include "widgets/theme/theme.h"

namespace assay {

QAction* LabelPage::makeAction(const QString& text, const QString& icon, const QList<QKeySequence>& keys,
                               void (LabelPage::*slot)()) {
  auto* action = new QAction(Theme::instance().icon(icon), text, this);
  action->setShortcuts(keys);
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  if (!keys.isEmpty())
    action->setToolTip(QStringLiteral("%1 (%2)").arg(text, keys.first().toString(QKeySequence::NativeText)));
  connect(&Theme::instance(), &Theme::changed, action, [action, icon] { action->setIcon(Theme::instance().icon(icon)); });
  if (slot) connect(action, &QAction::triggered, this, slot);
  addAction(action);
  actions_ << action;
  return action;
}

void LabelPage::makeActions() {
  QAction* previousAction = makeAction(tr("Previous picture"), "previous", {Qt::Key_A, Qt::Key_PageUp}, &LabelPage::previous);
  QAction* nextAction = makeAction(tr("Next picture"), "next", {Qt::Key_D, Qt::Key_PageDown}, &LabelPage::next);
  QAction* unlabelled = makeAction(tr("Next unlabelled picture"), "play", {Qt::Key_N}, &LabelPage::nextUnlabelled);
  leaveQueue_ = makeAction(tr("All pictures"), "reset", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A)}, &LabelPage::leaveQueue);
  leaveQueue_->setToolTip(tr("Go through all pictures again, not only the suggested ones (Ctrl+Shift+A)"));
  leaveQueue_->setEnabled(false);
  undoAction_ = makeAction(tr("Undo"), "undo", {QKeySequence(Qt::CTRL | Qt::Key_Z)}, &LabelPage::undo);
  redoAction_ = makeAction(tr("Redo"), "redo", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)},
                           &LabelPage::redo);
  makeCanvasActions();
  makeCompareActions();
  askAction_ = makeAction(tr("Ask the model"), "ask-model", {Qt::Key_M}, &LabelPage::askModel);
  askAlwaysAction_ = makeAction(tr("Ask the model on every picture"), "ask-model", {QKeySequence(Qt::SHIFT | Qt::Key_M)}, nullptr);
  askAlwaysAction_->setCheckable(true);
  connect(askAlwaysAction_, &QAction::toggled, this, [this](bool on) {
    asksAlways_ = on;
    if (on) askModel();
  });
  acceptAction_ = makeAction(tr("Accept the prediction"), "accept", {Qt::Key_Return, Qt::Key_Enter}, &LabelPage::acceptPrediction);
  acceptAllAction_ = makeAction(tr("Accept all predictions"), "accept",
                                {QKeySequence(Qt::SHIFT | Qt::Key_Return), QKeySequence(Qt::SHIFT | Qt::Key_Enter)},
                                &LabelPage::acceptAllPredictions);
  rejectAction_ = makeAction(tr("Reject the prediction"), "reject", {Qt::Key_Backspace}, &LabelPage::rejectPrediction);
  labelledAction_ = makeAction(tr("Labelled"), "ok", {Qt::Key_L}, &LabelPage::toggleLabelled);
  labelledAction_->setCheckable(true);
  doneAction_ = makeAction(tr("Mark as labelled and go on"), "ok", {QKeySequence(Qt::CTRL | Qt::Key_Return)}, &LabelPage::labelledAndNext);
  copyAction_ = makeAction(tr("Copy boxes from the previous picture"), "clone", {QKeySequence(Qt::CTRL | Qt::Key_D)},
                           &LabelPage::copyFromPrevious);
  addClassAction_ = makeAction(tr("Add a class"), "class", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)}, nullptr);
  connect(addClassAction_, &QAction::triggered, classes_, &ClassList::editNewClass);
  QAction* rename = makeAction(tr("Rename the class"), "edit", {Qt::Key_F2}, nullptr);
  connect(rename, &QAction::triggered, classes_, &ClassList::renameActiveClass);

  const auto group = [this](std::initializer_list<QAction*> actions) {
    if (!tools_->actions().isEmpty()) tools_->addSeparator();
    for (QAction* action : actions) tools_->addAction(action);
  };
  tools_->addActions({selectTool_, boxTool_});
  group({undoAction_, redoAction_});
  group({previousAction, nextAction, unlabelled});
  tools_->addSeparator();
  tools_->addActions(actions_.mid(actions_.indexOf(deleteAction_) + 1, 2));   // fit and 100 %
  tools_->addSeparator();
  tools_->addActions(compareActions_);
  group({askAction_, acceptAllAction_});
  auto* space = new QWidget(tools_);
  space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  tools_->addWidget(space);
  tools_->addAction(labelledAction_);
  if (QWidget* button = tools_->widgetForAction(labelledAction_))
    static_cast<QToolButton*>(button)->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
}

void LabelPage::makeCanvasActions() {
  selectTool_ = makeAction(tr("Select"), "select", {Qt::Key_V}, nullptr);
  boxTool_ = makeAction(tr("Draw boxes"), "box", {Qt::Key_W}, nullptr);
  auto* tools = new QActionGroup(this);
  for (QAction* tool : {selectTool_, boxTool_}) {
    tool->setCheckable(true);
    tools->addAction(tool);
  }
  connect(selectTool_, &QAction::triggered, canvas_, [this] { canvas_->setTool(ImageCanvas::Tool::Select); });
  connect(boxTool_, &QAction::triggered, canvas_, [this] { canvas_->setTool(ImageCanvas::Tool::Box); });
  boxTool_->setChecked(true);
  canvas_->setTool(ImageCanvas::Tool::Box);   // whoever comes here wants to draw
  insertAction_ = makeAction(tr("Insert a box in the middle"), "plus", {Qt::Key_Insert}, nullptr);
  connect(insertAction_, &QAction::triggered, canvas_, &ImageCanvas::insertBox);
  deleteAction_ = makeAction(tr("Delete the box"), "delete", {Qt::Key_Delete}, nullptr);
  connect(deleteAction_, &QAction::triggered, canvas_, &ImageCanvas::deleteSelected);
  QAction* fit = makeAction(tr("Zoom to fit"), "zoom-fit", {Qt::Key_F}, nullptr);
  connect(fit, &QAction::triggered, canvas_, &ImageCanvas::zoomToFit);
  QAction* pixels = makeAction(tr("Zoom to 100 %"), "zoom-pixel", {Qt::Key_Z}, nullptr);
  connect(pixels, &QAction::triggered, canvas_, &ImageCanvas::zoomToPixels);
  QAction* in = makeAction(tr("Zoom in"), "zoom-in", {Qt::Key_Plus, Qt::Key_Equal}, nullptr);
  connect(in, &QAction::triggered, canvas_, &ImageCanvas::zoomIn);
  QAction* out = makeAction(tr("Zoom out"), "zoom-out", {Qt::Key_Minus}, nullptr);
  connect(out, &QAction::triggered, canvas_, &ImageCanvas::zoomOut);
}

void LabelPage::makeCompareActions() {
  using Compare = ImageCanvas::Compare;
  struct Way { Compare compare; QString text; const char* icon; Qt::Key key; };
  const Way ways[] = {{Compare::SideBySide, tr("Side by side with the reference"), "pair", Qt::Key_S},
                      {Compare::Swipe, tr("Swipe over the reference"), "swipe", Qt::Key_X},
                      {Compare::Blink, tr("Blink with the reference"), "blink", Qt::Key_B}};
  for (const Way& way : ways) {
    QAction* action = makeAction(way.text, way.icon, {way.key}, nullptr);
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this, compare = way.compare](bool on) {
      canvas_->setCompare(on ? compare : Compare::Off);
    });
    connect(canvas_, &ImageCanvas::compareChanged, action, [action, compare = way.compare](Compare now) {
      action->setChecked(now == compare);
    });
    compareActions_ << action;
  }
}

void LabelPage::makeClassActions() {
  qDeleteAll(classActions_);
  classActions_.clear();
  if (!session_) return;
  for (const ClassDef& def : session_->project().classes) {
    const QString name = fromUtf8(def.name);
    auto* action = new QAction(Theme::instance().icon("class"), tr("Class: %1").arg(name), this);
    if (!def.key.empty()) action->setShortcut(QKeySequence(fromUtf8(def.key)));
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, [this, name] { chooseClass(name); });
    addAction(action);
    classActions_ << action;
  }
}

void LabelPage::reloadClasses() {
  classes_->refresh();
  makeClassActions();
  showLabels();
}

QList<QAction*> LabelPage::pageActions() const { return actions_ + classActions_; }

void LabelPage::updateActions() {
  if (!undoAction_) return;
  const Item* item = session_ ? session_->item(item_) : nullptr;
  const bool canEdit = item && !session_->isReadOnly();
  const bool hasModel = item && session_->model().isAvailable();
  undoAction_->setEnabled(canEdit && session_->canUndo());
  redoAction_->setEnabled(canEdit && session_->canRedo());
  for (QAction* action : {insertAction_, boxTool_, copyAction_, labelledAction_, doneAction_}) action->setEnabled(canEdit);
  addClassAction_->setEnabled(session_ && !session_->isReadOnly());
  deleteAction_->setEnabled(canEdit && canvas_->selectedShape() > 0);
  askAction_->setEnabled(item);
  askAction_->setToolTip(hasModel ? tr("Ask the model (M)") : tr("There is no trained model to ask yet"));
  askAlwaysAction_->setEnabled(hasModel);
  const bool hasPredictions = canEdit && !predictions_.empty();
  for (QAction* action : {acceptAction_, acceptAllAction_, rejectAction_}) action->setEnabled(hasPredictions);
  for (QAction* action : compareActions_) action->setEnabled(item && !item->reference.empty());
  const bool isLabelled = item && item->status == LabelStatus::Labelled;
  labelledAction_->setChecked(isLabelled);
  labelledAction_->setText(isLabelled && labels_.empty() ? tr("Clean") : isLabelled ? tr("Labelled")
                           : labels_.empty() ? tr("Mark as clean") : tr("Mark as labelled"));
  labelledAction_->setToolTip(tr("%1 (L). Labelled means that every defect has its box; without boxes the picture is clean.")
                                  .arg(labelledAction_->text()));
  if (session_ && !classes_->activeClass().isEmpty())
    canvas_->setDrawColour(Theme::instance().series(session_->classColour(classes_->activeClass().toStdString())));
}

}  // namespace assay
