// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the Graph page.
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/bridge/prediction_service.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/graph/document_panel.h"
#include "widgets/graph/embedding_map.h"
#include "widgets/graph/graph_data.h"
#include "widgets/graph/graph_inspector.h"
#include "widgets/graph/graph_search_box.h"
#include "widgets/graph/graph_view.h"
#include "widgets/pages/graph_page.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {
constexpr int searchWidth = 280;
}

GraphPage::GraphPage(QWidget* parent)
    : Page(parent), search_(new GraphSearchBox), stack_(new QStackedWidget), view_(new GraphView), map_(new EmbeddingMap), documents_(new DocumentPanel), inspector_(new GraphInspector) {
  buildActions();
  auto* mapPanel = new ChartPanel(tr("Entities whose vectors point the same way lie together"), map_, nullptr);
  connect(mapPanel, &ChartPanel::status, this, &Page::status);
  for (QWidget* view : {buildMessage(), static_cast<QWidget*>(view_), static_cast<QWidget*>(mapPanel), static_cast<QWidget*>(documents_)}) stack_->addWidget(view);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(1);
  column->addWidget(buildToolbar());
  column->addWidget(stack_, 1);
  connect(search_, &GraphSearchBox::entityChosen, this, &GraphPage::showEntity);
  connect(view_, &GraphView::nodeChosen, this, &GraphPage::choose);
  connect(view_, &GraphView::expandRequested, this, [this](int node) { expand(view_->drawing().nodes()[std::size_t(node)].entity); });
  connect(view_, &GraphView::idleChanged, this, &Page::idleChanged);
  connect(map_, &EmbeddingMap::entityChosen, this, &GraphPage::open);
  connect(inspector_, &GraphInspector::entityActivated, this, &GraphPage::showEntity);
  connect(inspector_, &GraphInspector::tabChanged, this, &GraphPage::ask);
  connect(inspector_, &GraphInspector::questionChanged, this, &GraphPage::ask);
  connect(inspector_, &GraphInspector::pathActivated, this, &GraphPage::showPath);
  connect(documents_, &DocumentPanel::findRequested, this, &GraphPage::findFacts);
  connect(documents_, &DocumentPanel::acceptRequested, this, &GraphPage::acceptFacts);
  connect(documents_, &DocumentPanel::readerChosen, this, &GraphPage::chooseReader);
  connect(documents_, &DocumentPanel::otherReaderRequested, this, &GraphPage::chooseOtherReader);
  setFocusProxy(view_);
  showData(nullptr);
}

void GraphPage::buildActions() {
  const auto add = [this](const QString& text, const QString& icon, const QKeySequence& key, std::function<void()> act) {
    auto* action = new QAction(Theme::instance().icon(icon), text, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, std::move(act));
    addAction(action);
    actions_ << action;
    return action;
  };
  add(tr("Search for an entity"), "search", QKeySequence::Find, [this] { search_->setFocus(); });
  expand_ = add(tr("Expand"), "plus", QKeySequence("E"), [this] {
    if (const auto entity = chosen()) expand(*entity);
  });
  predict_ = add(tr("Predict"), "ask-model", QKeySequence("P"), [this] {
    inspector_->setTab(GraphInspector::Predicted);
    ask();
  });
  add(tr("Similar entities"), "clone", QKeySequence("S"), [this] {
    inspector_->setTab(GraphInspector::Similar);
    ask();
  });
  add(tr("Chains to another entity"), "swap", QKeySequence("H"), [this] { inspector_->setTab(GraphInspector::Paths); });
  mapToggle_ = add(tr("Map"), "chart", QKeySequence("M"), [this] { toggleMap(); });
  mapToggle_->setCheckable(true);
  documentsToggle_ = add(tr("Documents"), "edit", QKeySequence("D"), [this] { toggleDocuments(); });
  documentsToggle_->setCheckable(true);
  add(tr("Find facts in the text"), "search", QKeySequence("Ctrl+Return"), [this] { findFacts(); });
  add(tr("Choose a text reader"), "ask-model", QKeySequence("R"), [this] { chooseOtherReader(); });
  add(tr("Tick the selected proposals"), "ok", QKeySequence("T"), [this] { documents_->chooseSelected(); });
  add(tr("Turn the selected proposals round"), "swap", QKeySequence("X"), [this] { documents_->turnSelected(); });
  add(tr("Reject the selected proposals"), "reject", QKeySequence::Delete, [this] { documents_->rejectSelected(); });
  add(tr("Accept the ticked facts"), "accept", QKeySequence("Ctrl+Shift+Return"), [this] { acceptFacts(); });
  all_ = add(tr("Show all"), "zoom-fit", QKeySequence("Ctrl+0"), [this] { view_->showAll(); });
  clear_ = add(tr("Clear the canvas"), "delete", QKeySequence("Ctrl+L"), [this] { view_->clear(); });
}

QWidget* GraphPage::buildToolbar() {
  auto* bar = new QFrame;
  bar->setProperty("role", "panel");
  bar->setFixedHeight(metrics::toolbar);
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(metrics::space3, 0, metrics::space3, 0);
  row->setSpacing(metrics::space1);
  search_->setFixedWidth(searchWidth);
  row->addWidget(search_);
  row->addSpacing(metrics::space2);
  const auto button = [row](QAction* action, Qt::ToolButtonStyle style) {
    auto* tool = new QToolButton;
    tool->setDefaultAction(action);
    tool->setToolButtonStyle(style);
    row->addWidget(tool);
  };
  for (QAction* action : {expand_, predict_, mapToggle_, documentsToggle_}) button(action, Qt::ToolButtonTextBesideIcon);
  facts_ = new QLabel;
  facts_->setProperty("role", "caption");
  row->addStretch();
  row->addWidget(facts_);
  row->addSpacing(metrics::space2);
  for (QAction* action : {all_, clear_}) button(action, Qt::ToolButtonIconOnly);
  return bar;
}

QWidget* GraphPage::buildMessage() {
  auto* page = new QWidget;
  message_ = new QLabel;
  message_->setAlignment(Qt::AlignCenter);
  message_->setProperty("role", "secondary");
  message_->setWordWrap(true);
  step_ = new QPushButton(tr("Go to Data"));
  connect(step_, &QPushButton::clicked, this, [this] { Q_EMIT navigate("data", {}); });
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(metrics::space5, metrics::space5, metrics::space5, metrics::space5);
  column->addStretch();
  column->addWidget(message_);
  column->addSpacing(metrics::space2);
  column->addWidget(step_, 0, Qt::AlignCenter);
  column->addStretch();
  return page;
}

}  // namespace assay
