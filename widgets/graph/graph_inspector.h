// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QWidget>

#include "core/graph/path_finder.h"
#include "widgets/graph/graph_answers.h"

class QComboBox;
class QLabel;
class QTabWidget;
class QTableWidget;

namespace assay {

class GraphData;
class GraphSearchBox;

/// What is asked of a trained graph: (entity, relation, ?), or (?, relation, entity) when it is asked backwards.
struct GraphQuestion {
  int32_t entity = 0, relation = 0;
  bool isBackward = false;
  bool operator==(const GraphQuestion&) const = default;
};

/// All about the chosen entity: its facts, what a model predicts, what is like it, how it hangs together with another.
class GraphInspector : public QWidget {
  Q_OBJECT

 public:
  enum Tab { Facts, Predicted, Similar, Paths };

  explicit GraphInspector(QWidget* parent = nullptr);

  /// Nothing chosen: no data, or no entity.
  void show(std::shared_ptr<const GraphData> data, std::optional<int32_t> entity);
  std::optional<int32_t> entity() const { return entity_; }
  Tab tab() const;
  void setTab(Tab tab);
  /// The question that the Predicted tab stands at.
  std::optional<GraphQuestion> question() const;

  void showPredictions(const std::vector<RankedEntity>& ranked);
  void showSimilar(const std::vector<RankedEntity>& ranked);
  /// Instead of a table: waiting, or what went wrong.
  void showMessage(Tab tab, const QString& text);
  QTableWidget* table(Tab tab) const { return tables_[std::size_t(tab)]; }

 Q_SIGNALS:
  /// Of a row somebody clicked or pressed Enter on.
  void entityActivated(int32_t entity);
  void tabChanged();
  void questionChanged();
  void pathActivated(const std::vector<assay::PathStep>& steps);

 private:
  QWidget* buildTab(Tab tab, QWidget* above);
  void fillFacts();
  void fillQuestions();
  void fillPaths();
  void fill(Tab tab, const std::vector<RankedEntity>& ranked);
  void activate(Tab tab, int row);
  bool isSecondClick() const;

  std::shared_ptr<const GraphData> data_;
  std::optional<int32_t> entity_, goal_;
  std::vector<GraphPath> paths_;
  QLabel *title_, *caption_;
  QTabWidget* tabs_;
  QComboBox* questions_;
  GraphSearchBox* goalBox_;
  std::vector<QTableWidget*> tables_;
  std::vector<QLabel*> messages_;
  QElapsedTimer sinceClick_;
};

}  // namespace assay
