// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/graph/path_finder.h"
#include "widgets/graph/graph_answers.h"
#include "widgets/pages/page.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace assay {

class DocumentPanel;
class EmbeddingMap;
class GraphData;
class GraphDrawing;
class GraphInspector;
class GraphSearchBox;
class GraphView;
class PredictionService;
struct GraphQuestion;
struct ModelAnswer;

/// A knowledge graph to walk through: search, neighbourhoods that grow by a click, what a trained model predicts as dashed
/// links, ranks, similar entities, chains between two, and a map of all. Facts need no model; the rest asks the newest run.
class GraphPage : public Page {
  Q_OBJECT

 public:
  explicit GraphPage(QWidget* parent = nullptr);
  ~GraphPage() override;

  QString id() const override { return "graph"; }
  QString title() const override { return tr("Graph"); }
  QString iconName() const override { return "graph"; }
  void setSession(ProjectSession* session) override;
  void activate() override;
  bool isIdle() const override;
  QList<QAction*> pageActions() const override { return actions_; }
  QWidget* inspector() override;

 public Q_SLOTS:
  /// An entity's id or name: shows its neighbourhood.
  void open(const QVariant& argument) override;

 private:
  void buildActions();
  QWidget* buildToolbar();
  QWidget* buildMessage();
  void reload();
  void showData(std::shared_ptr<const GraphData> data);
  void showMessage(const QString& text);
  void showHub();
  std::vector<std::string> tripleFiles() const;
  QStringList drawnIds() const;
  void drawAgain(const QStringList& ids, const QString& chosenId);
  void forgetQuestions();
  /// Puts an entity on the canvas with its nearest neighbourhood, and chooses it.
  void showEntity(int32_t entity);
  void expand(int32_t entity);
  int addEntity(GraphDrawing& drawing, int32_t entity, std::optional<int> beside) const;
  void choose(int node);
  void ask();
  void askPredictions();
  void askSimilar();
  void askMap();
  void takePredictions(const GraphQuestion& asked, const std::vector<RankedEntity>& ranked);
  void showPath(const std::vector<PathStep>& steps);
  void listDocuments();
  void findFacts();
  /// Which relation, and which way, the model finds likeliest for each proposed pair.
  void askRelations();
  /// The reader's names and relations beside those of the graph.
  void listReaders();
  void chooseReader(const QString& folder);
  void chooseOtherReader();
  void askReader(const std::vector<std::string>& pieces);
  void askForNames(const std::vector<std::string>& pieces);
  void askForRelations();
  void askForRelations(std::vector<std::pair<int32_t, int32_t>> asked, const Json& pairs);
  /// `take` gets the reader's answer, unless it is not wanted any more by then.
  void askReaderOnce(const Json& question, std::function<void(const Json&)> take);
  /// Answers that are still to come are not taken.
  void stopReading();
  void takeFindings(const Json& output);
  bool takeReading(const Triple& fact, double score);
  void acceptFacts();
  void takeRelation(int row, int32_t head, int32_t tail, const Json& output);
  void toggleMap();
  void toggleDocuments();
  void showView(int view);
  /// `take` gets the answer, or `failed` a sentence. A later question of the same kind replaces this one.
  void askModel(const Json& question, int& number, std::function<void(const Json&)> take, std::function<void(const QString&)> failed);
  std::optional<int32_t> chosen() const;
  QStringList types() const;

  ProjectSession* session_ = nullptr;
  std::shared_ptr<const GraphData> data_;
  bool isStale_ = false, isReading_ = false, isMapCurrent_ = false, isAccepting_ = false;
  int ticket_ = 0;                    ///< of the newest read
  std::vector<std::string> triples_;  ///< what was read, or is being read
  QString wanted_;                    ///< an entity to open when the graph is there
  int ranked_ = 0, similar_ = 0, mapped_ = 0, finding_ = 0;   ///< questions under way; 0: none
  QList<QAction*> actions_;
  QAction *expand_ = nullptr, *predict_ = nullptr, *clear_ = nullptr, *mapToggle_ = nullptr, *documentsToggle_ = nullptr, *all_ = nullptr;
  GraphSearchBox* search_ = nullptr;
  QLabel *facts_ = nullptr, *message_ = nullptr;
  QPushButton* step_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  GraphView* view_ = nullptr;
  EmbeddingMap* map_ = nullptr;
  DocumentPanel* documents_ = nullptr;
  QString readerFolder_;                          ///< of a project of the task "text"; empty: none is asked
  std::unique_ptr<PredictionService> reader_;     ///< of that project
  int reading_ = 0, readTicket_ = 0;              ///< questions to the reader under way; of the newest ones
  int findTicket_ = 0;                            ///< of the newest text
  GraphInspector* inspector_ = nullptr;
};

}  // namespace assay
