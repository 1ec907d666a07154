// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/graph_page.h"

#include <algorithm>
#include <map>

#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>

#include "widgets/bridge/model_server.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/bridge/while_alive.h"
#include "widgets/graph/document_panel.h"
#include "widgets/graph/embedding_map.h"
#include "widgets/graph/graph_data.h"
#include "widgets/graph/graph_inspector.h"
#include "widgets/graph/graph_search_box.h"
#include "widgets/graph/graph_view.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

enum View { messageView, graphView, mapView, documentsView };
constexpr int neighboursAtOnce = 30;      // more around one node are a disc without names
constexpr int rowsAsked = 50, drawnPredictions = 5, mappedEntities = 3000;
constexpr int64_t mostLinksLookedAt = 20000;   // of one entity, for links among those that are drawn

/// The neighbours of an entity, relation by relation in turn, so that one with a thousand facts leaves room for others.
/// No more than can be drawn.
std::vector<Neighbour> inTurns(const std::vector<Neighbour>& all) {
  constexpr std::size_t most = 2 * GraphDrawing::mostNodes;
  std::map<std::pair<int32_t, bool>, std::vector<Neighbour>> kinds;
  for (const Neighbour& one : all) {
    std::vector<Neighbour>& some = kinds[{one.relation, one.isOutgoing}];
    if (some.size() < most) some.push_back(one);
  }
  std::vector<Neighbour> ordered;
  for (std::size_t turn = 0; !kinds.empty() && ordered.size() < most; ++turn) {
    for (const auto& [kind, some] : kinds) ordered.push_back(some[turn]);
    std::erase_if(kinds, [turn](const auto& kind) { return turn + 1 >= kind.second.size(); });
  }
  return ordered;
}

Triple factOf(int32_t entity, const Neighbour& n) {
  return n.isOutgoing ? Triple{entity, n.relation, n.entity} : Triple{n.entity, n.relation, entity};
}

}  // namespace

GraphPage::~GraphPage() = default;

QWidget* GraphPage::inspector() { return inspector_; }

void GraphPage::setSession(ProjectSession* session) {
  if (session_) session_->disconnect(this);
  session_ = session;
  isStale_ = true;
  isReading_ = isAccepting_ = false;
  finding_ = 0;
  stopReading();
  wanted_.clear();
  triples_.clear();
  map_->setMap({});
  map_->setEmptyText({});
  showData(nullptr);
  if (!session) return;
  connect(session, &ProjectSession::itemsChanged, this, [this] {
    isStale_ = true;
    if (isVisible()) reload();
  });
  connect(session, &ProjectSession::runsChanged, this, [this] { isMapCurrent_ = false; });
}

void GraphPage::activate() {
  if (session_ && isStale_) reload();
}

bool GraphPage::isIdle() const { return !isReading_ && !finding_ && !reading_ && !ranked_ && !similar_ && !mapped_ && view_->isIdle() && (!map_->isVisible() || map_->isUpToDate()); }

/// What the graph was read from: nothing is read again when only documents or splits of other items changed.
std::vector<std::string> GraphPage::tripleFiles() const {
  std::vector<std::string> files;
  for (const Item& item : session_->items())
    if (item.kind == ItemKind::Triples) files.push_back(item.path + '\n' + item.sha256 + '\n' + item.reference + '\n' + std::string(splitName(item.split)));
  return files;
}

void GraphPage::reload() {
  isStale_ = false;
  std::vector<std::string> files = tripleFiles();
  if (data_ && files == triples_) return listDocuments();
  triples_ = std::move(files);
  ++ticket_;   // of a read that is under way nothing is wanted any more
  if (triples_.empty()) {
    isReading_ = false;
    showData(nullptr);
    return showMessage(tr("The project has no graph yet. Import triples on the Data page; the graph can be walked through here at once, and asked when a model has been trained."));
  }
  isReading_ = true;
  if (!data_) showMessage(tr("Reading the graph…"));   // else the present one stays on the canvas meanwhile
  auto read = std::make_shared<std::shared_ptr<const GraphData>>();
  session_->runInBackground(
      tr("Reading the graph"),
      [items = session_->items(), root = session_->project().root, read](Database&, const Progress& progress) { *read = GraphData::read(items, root, progress); },
      whileAlive(this, [this, read, ticket = ticket_](const QString& error) {
        if (ticket != ticket_) return;   // read again meanwhile
        isReading_ = false;
        if (error.isEmpty()) return showData(*read);
        showData(nullptr);
        triples_.clear();
        showMessage(tr("The graph cannot be read: %1").arg(error));
        Q_EMIT idleChanged();
      }));
}

void GraphPage::showMessage(const QString& text) {
  message_->setText(text);
  step_->setVisible(session_ && !isReading_);
  stack_->setCurrentIndex(messageView);
}

/// Names of what is drawn, to be drawn again of a graph that was read anew.
QStringList GraphPage::drawnIds() const {
  QStringList ids;
  for (const DrawnNode& node : view_->drawing().nodes()) ids << fromUtf8(data_->graph().entities().name(node.entity));
  return ids;
}

void GraphPage::drawAgain(const QStringList& ids, const QString& chosenId) {
  view_->change([&](GraphDrawing& drawing) {
    for (const QString& id : ids)
      if (const auto entity = data_->graph().entities().find(id.toStdString())) addEntity(drawing, *entity, {});
  });
  if (const auto entity = data_->graph().entities().find(chosenId.toStdString())) view_->choose(view_->drawing().nodeOf(*entity));
}

void GraphPage::forgetQuestions() {
  for (int* number : {&ranked_, &similar_, &mapped_}) {
    if (session_ && *number) session_->model().cancel(*number);
    *number = 0;
  }
}

void GraphPage::showData(std::shared_ptr<const GraphData> data) {
  forgetQuestions();
  isMapCurrent_ = false;
  const QStringList drawn = data_ && data ? drawnIds() : QStringList();
  const auto before = chosen();
  const QString chosenId = before && data_ ? fromUtf8(data_->graph().entities().name(*before)) : QString();
  data_ = std::move(data);
  search_->setData(data_);
  search_->setEnabled(data_ != nullptr);
  inspector_->show(data_, {});
  documents_->setData(data_);
  view_->clear();
  for (QAction* action : actions_) action->setEnabled(data_ != nullptr);
  facts_->clear();
  if (!data_) return;
  const QLocale locale;
  facts_->setText(tr("%1 entities · %2 facts").arg(locale.toString(data_->graph().entityCount()), locale.toString(qlonglong(data_->factCount()))));
  if (stack_->currentIndex() == messageView) showView(graphView);
  view_->setTypes(types());
  listDocuments();
  if (!drawn.isEmpty()) drawAgain(drawn, chosenId);
  else if (!wanted_.isEmpty()) open(std::exchange(wanted_, {}));
  else showHub();
  Q_EMIT idleChanged();
}

/// Somewhere to begin: what most facts are about.
void GraphPage::showHub() {
  int32_t hub = 0;
  for (int32_t entity = 1; entity < data_->graph().entityCount(); ++entity)
    if (data_->adjacency().degree(entity) > data_->adjacency().degree(hub)) hub = entity;
  showEntity(hub);
}

/// In the order of their colours.
QStringList GraphPage::types() const {
  QStringList types;
  for (int32_t type = 0; type < data_->graph().types().size(); ++type) types << fromUtf8(data_->graph().types().name(type));
  return types;
}

std::optional<int32_t> GraphPage::chosen() const {
  const auto node = view_->chosen();
  return node ? std::optional(view_->drawing().nodes()[std::size_t(*node)].entity) : std::nullopt;
}

void GraphPage::showEntity(int32_t entity) {
  if (!data_) return;
  showView(graphView);
  const bool isNew = !view_->drawing().nodeOf(entity);
  if (isNew) expand(entity);
  view_->choose(view_->drawing().nodeOf(entity));
}

/// With its links to all that is drawn already.
int GraphPage::addEntity(GraphDrawing& drawing, int32_t entity, std::optional<int> beside) const {
  if (const auto present = drawing.nodeOf(entity)) return *present;
  const int64_t degree = data_->adjacency().degree(entity);
  const int node = drawing.add({entity, data_->name(entity), data_->colour(entity), degree}, beside);
  if (degree > mostLinksLookedAt) return node;
  for (const Neighbour& n : data_->adjacency().neighbours(entity))
    if (drawing.nodeOf(n.entity)) drawing.addFact(factOf(entity, n), data_->relation(n.relation));
  return node;
}

void GraphPage::expand(int32_t entity) {
  if (!data_) return;
  int added = 0;
  int64_t left = 0;
  view_->change([&](GraphDrawing& drawing) {
    const int centre = addEntity(drawing, entity, {});
    for (const Neighbour& n : inTurns(data_->adjacency().neighbours(entity))) {
      if (!drawing.nodeOf(n.entity)) {
        if (added >= neighboursAtOnce || drawing.isFull()) {
          ++left;
          continue;
        }
        addEntity(drawing, n.entity, centre);
        ++added;
      }
      drawing.addFact(factOf(entity, n), data_->relation(n.relation));
    }
  });
  const QString name = data_->name(entity);
  left = std::max<int64_t>(left, data_->adjacency().degree(entity) - 2 * GraphDrawing::mostNodes);
  if (view_->drawing().isFull()) Q_EMIT status(tr("The canvas is full: clear it to go on."));
  else if (left > 0) Q_EMIT status(tr("%n more fact(s) of %1: expand it again.", nullptr, int(left)).arg(name));
  else if (added == 0) Q_EMIT status(tr("All neighbours of %1 are here.").arg(name));
}

void GraphPage::choose(int node) {
  inspector_->show(data_, node < 0 ? std::nullopt : std::optional(view_->drawing().nodes()[std::size_t(node)].entity));
  if (node >= 0) map_->mark(QString::fromStdString(data_->graph().entities().name(*inspector_->entity())));
  ask();
}

void GraphPage::ask() {
  if (!inspector_->entity()) return;
  if (inspector_->tab() == GraphInspector::Predicted) askPredictions();
  if (inspector_->tab() == GraphInspector::Similar) askSimilar();
}

void GraphPage::askModel(const Json& question, int& number, std::function<void(const Json&)> take, std::function<void(const QString&)> failed) {
  if (number) session_->model().cancel(number);
  number = 0;
  if (!session_->model().isAvailable()) return failed(tr("There is no trained model yet. Train one first."));
  const auto isOver = std::make_shared<bool>(false);   // a service that cannot be started answers before ask() returns
  const int asked = session_->model().ask(question, this, [this, &number, isOver, data = data_, take = std::move(take), failed](const ModelAnswer& answer) {
    *isOver = true;
    number = 0;
    if (data != data_) return;   // of another graph
    try {
      if (answer.error.isEmpty()) take(answer.output);
      else failed(answer.error);
    } catch (const Error& error) {
      failed(describe(error));
    }
    Q_EMIT idleChanged();
  });
  number = *isOver ? 0 : asked;
}

void GraphPage::askPredictions() {
  const auto question = inspector_->question();
  if (!question) return;
  const Graph& graph = data_->graph();
  inspector_->showMessage(GraphInspector::Predicted, tr("Asking the model…"));
  askModel({{question->isBackward ? "tail" : "head", graph.entities().name(question->entity)}, {"relation", graph.relations().name(question->relation)}, {"top", rowsAsked}},
           ranked_, [this, asked = *question](const Json& output) { takePredictions(asked, rankedEntities(output)); },
           [this](const QString& error) { inspector_->showMessage(GraphInspector::Predicted, error); });
}

/// The first few that the graph does not say yet are drawn dashed.
void GraphPage::takePredictions(const GraphQuestion& asked, const std::vector<RankedEntity>& ranked) {
  const auto question = inspector_->question();
  if (question != asked) return;   // somebody has gone on
  inspector_->showPredictions(ranked);
  view_->change([&](GraphDrawing& drawing) {
    drawing.clearPredictions();
    const int centre = addEntity(drawing, question->entity, {});
    int drawn = 0;
    for (const RankedEntity& one : ranked) {
      const auto entity = data_->graph().entities().find(one.id.toStdString());
      if (one.isKnown || !entity || *entity == question->entity || drawing.isFull()) continue;
      if (++drawn > drawnPredictions) break;
      addEntity(drawing, *entity, centre);
      const Triple fact = question->isBackward ? Triple{*entity, question->relation, question->entity} : Triple{question->entity, question->relation, *entity};
      drawing.addPrediction(fact, data_->relation(question->relation), one.score);
    }
  });
}

void GraphPage::askSimilar() {
  inspector_->showMessage(GraphInspector::Similar, tr("Asking the model…"));
  askModel({{"similar", data_->graph().entities().name(*inspector_->entity())}, {"top", rowsAsked}}, similar_,
           [this](const Json& output) { inspector_->showSimilar(rankedEntities(output)); },
           [this](const QString& error) { inspector_->showMessage(GraphInspector::Similar, error); });
}

void GraphPage::askMap() {
  if (isMapCurrent_) return;
  map_->setEmptyText(tr("Asking the model…"));
  askModel({{"map", std::clamp(data_->graph().entityCount(), 2, mappedEntities)}}, mapped_,
           [this](const Json& output) {
             map_->setMap(entityMap(output), types());
             isMapCurrent_ = true;
             if (const auto entity = chosen()) map_->mark(QString::fromStdString(data_->graph().entities().name(*entity)));
           },
           [this](const QString& error) { map_->setEmptyText(error); });
}

void GraphPage::showView(int view) {
  stack_->setCurrentIndex(view);
  mapToggle_->setChecked(view == mapView);
  documentsToggle_->setChecked(view == documentsView);
}

void GraphPage::toggleMap() {
  if (!data_) return;
  showView(stack_->currentIndex() == mapView ? graphView : mapView);
  if (stack_->currentIndex() == mapView) askMap();
}

void GraphPage::toggleDocuments() {
  if (!data_) return;
  showView(stack_->currentIndex() == documentsView ? graphView : documentsView);
  if (stack_->currentIndex() == documentsView) listReaders();
}

void GraphPage::showPath(const std::vector<PathStep>& steps) {
  view_->change([&](GraphDrawing& drawing) {
    std::optional<int> last;
    for (const PathStep& step : steps) {
      if (drawing.isFull()) break;
      for (int32_t entity : {step.from(), step.to()}) last = addEntity(drawing, entity, last);
      drawing.addFact(step.fact, data_->relation(step.fact.relation));
    }
  });
}

void GraphPage::open(const QVariant& argument) {
  if (!argument.isValid()) return;
  if (!data_) {   // being read: it is opened then
    wanted_ = argument.toString();
    return;
  }
  const std::string wanted = argument.toString().toStdString();
  if (const auto entity = data_->graph().entities().find(wanted)) return showEntity(*entity);
  const auto found = data_->search().find(wanted, 1);
  if (!found.empty()) showEntity(found.front());
}

}  // namespace assay
