// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_inspector.h"

#include <algorithm>
#include <set>

#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include "widgets/bridge/text.h"
#include "widgets/charts/series_math.h"
#include "widgets/graph/graph_data.h"
#include "widgets/graph/graph_search_box.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int entityRole = Qt::UserRole + 1;
constexpr int64_t pathBudget = 200'000;    // facts looked at: a few hundredths of a second
constexpr std::size_t mostFacts = 1000;   // of a hub: more rows are nothing to read

QTableWidgetItem* cell(const QString& text, int32_t entity) {
  auto* item = new QTableWidgetItem(text);
  item->setData(entityRole, entity);
  item->setToolTip(text);
  return item;
}

QTableWidgetItem* number(const QString& text, int32_t entity) {
  QTableWidgetItem* item = cell(text, entity);
  item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  item->setFont(Theme::instance().tabularFont());
  return item;
}

}  // namespace

GraphInspector::GraphInspector(QWidget* parent)
    : QWidget(parent), title_(new QLabel), caption_(new QLabel), tabs_(new QTabWidget), questions_(new QComboBox), goalBox_(new GraphSearchBox) {
  title_->setProperty("role", "section");
  title_->setWordWrap(true);
  title_->setTextFormat(Qt::PlainText);
  title_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  caption_->setProperty("role", "caption");
  caption_->setWordWrap(true);
  caption_->setTextFormat(Qt::PlainText);
  questions_->setAccessibleName(tr("Question"));
  questions_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  goalBox_->setPlaceholderText(tr("To which entity?"));
  tabs_->setDocumentMode(true);
  tabs_->addTab(buildTab(Facts, nullptr), tr("Facts"));
  tabs_->addTab(buildTab(Predicted, questions_), tr("Predicted"));
  tabs_->addTab(buildTab(Similar, nullptr), tr("Similar"));
  tabs_->addTab(buildTab(Paths, goalBox_), tr("Paths"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(metrics::space3, metrics::space3, metrics::space3, metrics::space3);
  column->setSpacing(metrics::space2);
  column->addWidget(title_);
  column->addWidget(caption_);
  column->addWidget(tabs_, 1);
  connect(tabs_, &QTabWidget::currentChanged, this, [this] {
    if (tab() == Paths) fillPaths();
    Q_EMIT tabChanged();
  });
  connect(questions_, &QComboBox::currentIndexChanged, this, &GraphInspector::questionChanged);
  connect(goalBox_, &GraphSearchBox::entityChosen, this, [this](int32_t goal) {
    goal_ = goal;
    fillPaths();
  });
  show(nullptr, {});
}

QWidget* GraphInspector::buildTab(Tab tab, QWidget* above) {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, metrics::space2, 0, 0);
  column->setSpacing(metrics::space2);
  if (above) column->addWidget(above);
  auto* table = new QTableWidget;
  const QStringList headers[] = {{tr("Relation"), tr("Entity")}, {tr("Rank"), tr("Entity"), tr("Score")}, {tr("Rank"), tr("Entity"), tr("Cosine")}, {tr("Chain")}};
  table->setColumnCount(int(headers[tab].size()));
  table->setHorizontalHeaderLabels(headers[tab]);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(metrics::row);
  table->horizontalHeader()->setStretchLastSection(tab == Facts || tab == Paths);
  table->horizontalHeader()->setHighlightSections(false);
  table->setShowGrid(false);
  table->setWordWrap(tab == Paths);
  table->setFrameShape(QFrame::NoFrame);
  table->setTabKeyNavigation(false);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::SingleSelection);
  table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  if (tab == Facts) table->setColumnWidth(0, 130);
  if (tab == Predicted || tab == Similar) {
    table->setColumnWidth(0, 44);
    table->setColumnWidth(2, 64);
    table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    for (int column : {0, 2}) table->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  }
  connect(table, &QTableWidget::cellClicked, this, [this, tab](int row, int) {
    if (isSecondClick()) return;
    sinceClick_.start();
    activate(tab, row);
  });
  connect(table, &QTableWidget::itemActivated, this, [this, tab](QTableWidgetItem* item) {
    if (!isSecondClick()) activate(tab, item->row());
  });
  auto* message = new QLabel;
  message->setProperty("role", "secondary");
  message->setWordWrap(true);
  column->addWidget(message);
  column->addWidget(table, 1);
  tables_.push_back(table);
  messages_.push_back(message);
  return page;
}

/// Of a double click: the first one has filled the table anew, so that this one would open something that nobody aimed at.
bool GraphInspector::isSecondClick() const { return sinceClick_.isValid() && sinceClick_.elapsed() < QApplication::doubleClickInterval(); }

GraphInspector::Tab GraphInspector::tab() const { return Tab(tabs_->currentIndex()); }
void GraphInspector::setTab(Tab tab) { tabs_->setCurrentIndex(tab); }

void GraphInspector::show(std::shared_ptr<const GraphData> data, std::optional<int32_t> entity) {
  if (data != data_) {
    goalBox_->setData(data);
    goal_.reset();
  }
  data_ = std::move(data);
  entity_ = data_ ? entity : std::nullopt;
  tabs_->setVisible(entity_.has_value());
  caption_->setVisible(entity_.has_value());
  title_->setText(entity_ ? data_->name(*entity_) : tr("Choose an entity to see its facts and what is predicted."));
  if (!entity_) return;
  QStringList facts{tr("%n fact(s)", nullptr, int(data_->adjacency().degree(*entity_)))};
  if (const QString type = fromUtf8(data_->graph().typeOf(*entity_)); !type.isEmpty()) facts.prepend(type);
  if (const QString id = fromUtf8(data_->graph().entities().name(*entity_)); id != data_->name(*entity_)) facts.append(id);
  caption_->setText(facts.join(QStringLiteral(" · ")));
  fillFacts();
  fillQuestions();
  fillPaths();
  for (Tab tab : {Predicted, Similar}) showMessage(tab, {});
}

void GraphInspector::fillFacts() {
  QTableWidget* table = tables_[Facts];
  const std::vector<Neighbour> all = data_->adjacency().neighbours(*entity_);
  const int shown = int(std::min(all.size(), mostFacts));
  table->setRowCount(0);
  table->setRowCount(shown);
  for (int row = 0; row < shown; ++row) {
    const Neighbour& fact = all[std::size_t(row)];
    const QString relation = data_->relation(fact.relation);
    table->setItem(row, 0, cell(fact.isOutgoing ? relation + QStringLiteral(" →") : QStringLiteral("← ") + relation, fact.entity));
    table->setItem(row, 1, cell(data_->name(fact.entity), fact.entity));
  }
  messages_[Facts]->setVisible(all.size() > mostFacts);
  messages_[Facts]->setText(tr("The first %1 of %2 facts.").arg(QLocale().toString(shown), QLocale().toString(qlonglong(all.size()))));
}

/// The entity's own relations first, as it stands in them; then every other, both ways. The question of the entity before
/// stays when it is one of its own.
void GraphInspector::fillQuestions() {
  const QSignalBlocker quiet(questions_);
  const auto before = question();
  questions_->clear();
  std::set<std::pair<int32_t, bool>> asked;
  const auto add = [&](int32_t relation, bool isBackward) {
    if (!asked.emplace(relation, isBackward).second) return;
    const QString name = data_->relation(relation);
    questions_->addItem(isBackward ? tr("? → %1 → this").arg(name) : tr("this → %1 → ?").arg(name), QVariant::fromValue(relation * 2 + int(isBackward)));
  };
  for (const Neighbour& fact : data_->adjacency().neighbours(*entity_)) add(fact.relation, !fact.isOutgoing);
  const int own = questions_->count();
  for (int32_t relation = 0; relation < data_->graph().relationCount(); ++relation)
    for (bool isBackward : {false, true}) add(relation, isBackward);
  if (before)
    if (const int row = questions_->findData(before->relation * 2 + int(before->isBackward)); row >= 0 && row < own) questions_->setCurrentIndex(row);
}

std::optional<GraphQuestion> GraphInspector::question() const {
  const QVariant code = questions_->currentData();
  if (!entity_ || !code.isValid()) return std::nullopt;
  return GraphQuestion{*entity_, code.toInt() / 2, code.toInt() % 2 == 1};
}

void GraphInspector::fillPaths() {
  QTableWidget* table = tables_[Paths];
  table->setRowCount(0);
  paths_.clear();
  if (!entity_ || tab() != Paths) return;   // looked for when somebody looks
  if (!goal_ || goal_ == entity_) return showMessage(Paths, tr("Name a second entity: the chains of facts between the two are listed, the most telling first."));
  PathOptions options;
  options.budget = pathBudget;
  const FoundPaths found = findPaths(data_->adjacency(), *entity_, *goal_, options);
  paths_ = found.paths;
  if (paths_.empty())
    return showMessage(Paths, found.isComplete ? tr("No chain of up to three facts leads there.") : tr("No chain was found; both have too many facts to try all."));
  showMessage(Paths, {});
  for (const GraphPath& path : paths_) {
    QString text = data_->name(path.steps.front().from());
    for (const PathStep& step : path.steps) {
      const QString relation = data_->relation(step.fact.relation);
      text += (step.isForward ? QStringLiteral(" — %1 → ") : QStringLiteral(" ← %1 — ")).arg(relation) + data_->name(step.to());
    }
    table->insertRow(table->rowCount());
    table->setItem(table->rowCount() - 1, 0, cell(text, path.steps.back().to()));
  }
  table->resizeRowsToContents();
}

void GraphInspector::showPredictions(const std::vector<RankedEntity>& ranked) { fill(Predicted, ranked); }
void GraphInspector::showSimilar(const std::vector<RankedEntity>& ranked) { fill(Similar, ranked); }

void GraphInspector::fill(Tab tab, const std::vector<RankedEntity>& ranked) {
  QTableWidget* table = tables_[std::size_t(tab)];
  const Tokens& tokens = Theme::instance().tokens();
  showMessage(tab, ranked.empty() ? tr("Nothing was found.") : QString());
  table->setRowCount(int(ranked.size()));
  for (int row = 0; row < int(ranked.size()); ++row) {
    const RankedEntity& one = ranked[std::size_t(row)];
    const int32_t entity = data_->graph().entities().find(one.id.toStdString()).value_or(-1);
    table->setItem(row, 0, number(QLocale().toString(row + 1), entity));
    table->setItem(row, 1, cell(one.isKnown ? tr("%1 (known)").arg(one.name) : one.name, entity));
    table->setItem(row, 2, number(shortNumber(one.score), entity));
    if (one.isKnown)
      for (int column = 0; column < 3; ++column) table->item(row, column)->setForeground(tokens.secondaryText);
  }
}

void GraphInspector::showMessage(Tab tab, const QString& text) {
  if (tab != Facts) tables_[std::size_t(tab)]->setRowCount(0);
  messages_[std::size_t(tab)]->setText(text);
  messages_[std::size_t(tab)]->setVisible(!text.isEmpty());
}

void GraphInspector::activate(Tab tab, int row) {
  if (tab == Paths) return Q_EMIT pathActivated(paths_[std::size_t(row)].steps);
  const int32_t entity = tables_[std::size_t(tab)]->item(row, 0)->data(entityRole).toInt();
  if (entity >= 0) Q_EMIT entityActivated(entity);
}

}  // namespace assay
