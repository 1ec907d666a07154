// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>

#include <QTimer>

#include "core/base/strong_id.h"
#include "core/report/detection_metrics.h"
#include "widgets/pages/page.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QTableWidget;
class QToolButton;
class QVBoxLayout;

namespace assay {

class ConfusionView;
class EvaluationDetail;
class EvaluationGallery;
class PrecisionRecallChart;
struct EvaluationData;

/// How good a run is: a sentence, the curve with a threshold to drag, where it errs.
class EvaluatePage : public Page {
  Q_OBJECT

 public:
  explicit EvaluatePage(QWidget* parent = nullptr);
  ~EvaluatePage() override;

  QString id() const override { return "evaluate"; }
  QString title() const override { return tr("Evaluate"); }
  QString iconName() const override { return "evaluate"; }
  void setSession(ProjectSession* session) override;
  void activate() override;
  bool isIdle() const override;
  QList<QAction*> pageActions() const override { return actions_; }

  /// What is shown for the threshold, for tests and screen readers.
  CurvePoint counts() const { return counts_; }
  QString sentence() const;

 public Q_SLOTS:
  /// A run's id: chooses it.
  void open(const QVariant& argument) override;

 private:
  QWidget* buildToolbar();
  QWidget* buildSentence();
  QWidget* buildBoxes();
  QWidget* buildCounts();
  QWidget* buildGallery();
  void buildActions();
  void reloadRuns();
  void choose();
  void load();
  void showData(std::shared_ptr<const EvaluationData> data);
  /// With a button for the next step, if there is one.
  void showMessage(const QString& text, const QString& step = {}, std::function<void()> act = {});
  void showGeneric();
  void showBoxes();
  void placeImages();
  void takeThreshold(double threshold);
  void settle();
  std::vector<std::pair<QString, CurvePoint>> tableRows() const;
  void addImageRows(std::vector<std::pair<QString, CurvePoint>>& rows, double threshold) const;
  void fillTable();
  void openCell(int row, int column);
  void clearFilter();
  void openImage(int image);
  void evaluate();
  void showLabelCurve();
  void exportReport();
  std::filesystem::path folder() const;
  std::optional<RunId> run() const;
  QString split() const;

  ProjectSession* session_ = nullptr;
  std::shared_ptr<const EvaluationData> data_;
  ConfusionMatrix confusion_;
  std::optional<std::set<int>> filter_;
  CurvePoint counts_;
  QList<QAction*> actions_;
  QComboBox *runs_ = nullptr, *splits_ = nullptr;
  QPushButton *evaluate_ = nullptr, *step_ = nullptr;
  std::function<void()> takeStep_;
  QToolButton *report_ = nullptr, *curve_ = nullptr;
  QLabel *sentence_ = nullptr, *facts_ = nullptr, *message_ = nullptr, *found_ = nullptr, *missed_ = nullptr, *false_ = nullptr,
         *rates_ = nullptr, *galleryTitle_ = nullptr;
  QDoubleSpinBox* threshold_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  QScrollArea* generic_ = nullptr;
  PrecisionRecallChart* chart_ = nullptr;
  ConfusionView* matrix_ = nullptr;
  QWidget* confusionFrame_ = nullptr;
  QTableWidget* table_ = nullptr;
  QToolButton* showAll_ = nullptr;
  EvaluationGallery* gallery_ = nullptr;
  EvaluationDetail* detail_ = nullptr;
  QTimer settle_;
  QString shownFolder_;
  int loading_ = 0;
};

}  // namespace assay
