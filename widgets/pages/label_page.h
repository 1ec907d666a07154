// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/labels/item.h"
#include "widgets/pages/page.h"

class QActionGroup;
class QLabel;
class QToolBar;

namespace assay {

class ClassList;
class GalleryModel;
class GalleryView;
class ImageCanvas;
class ImageLoader;
class ThumbnailLoader;
struct ModelAnswer;

/// The picture fills the page: draw and correct boxes, class by digit key, next picture by key. What the
/// model says is dashed until it is accepted. Every change is written to the journal before it is drawn.
class LabelPage : public Page {
  Q_OBJECT

 public:
  explicit LabelPage(QWidget* parent = nullptr);
  ~LabelPage() override;

  QString id() const override { return "label"; }
  QString title() const override { return tr("Label"); }
  QString iconName() const override { return "label"; }
  void setSession(ProjectSession* session) override;
  void activate() override;
  bool isIdle() const override;
  QList<QAction*> pageActions() const override;

  /// Shows a picture; false when there is none such.
  bool showItem(ItemId item);
  ItemId currentItem() const { return item_; }
  ImageCanvas* canvas() const { return canvas_; }
  ClassList* classList() const { return classes_; }
  const std::vector<Detection>& predictions() const { return predictions_; }
  /// What the model said about the current picture; drawn dashed above the model's threshold.
  void showPredictions(std::vector<Detection> detections, std::vector<Detection> proposals = {});

 public Q_SLOTS:
  /// An item id; or a list of them, which alone are gone through until another picture is opened.
  void open(const QVariant& argument) override;
  void next();
  void previous();
  void nextUnlabelled();
  void leaveQueue();
  void undo();
  void redo();
  void askModel();
  void acceptPrediction();
  void acceptAllPredictions();
  void rejectPrediction();
  void copyFromPrevious();
  void toggleLabelled();
  void labelledAndNext();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QWidget* makeHeader();
  QWidget* makeFooter();
  void makeActions();
  QAction* makeAction(const QString& text, const QString& icon, const QList<QKeySequence>& keys, void (LabelPage::*slot)());
  void makeCanvasActions();
  void makeCompareActions();
  void makeClassActions();
  void connectCanvas();
  void connectSession();

  void reloadItems();
  void reloadClasses();
  void loadPictures();
  void pictureLoaded(const QString& file);
  void showLabels();
  void updateActions();
  void updateCaption();
  void go(int rows);

  /// Runs one change of labels; says what went wrong instead of letting it pass.
  bool perform(const std::function<void()>& change);
  void addBox(const QRectF& box);
  void changeBox(qint64 id, const QRectF& box);
  void chooseClass(const QString& name);
  void renameClass(const QString& before, const QString& after);
  bool addLabel(const Shape& shape, const std::string& className, Origin origin);
  std::optional<Annotation> annotation(qint64 id) const;
  /// Index of the prediction meant by a command: the selected one, else the surest; -1: none.
  int meantPrediction() const;
  void dropPrediction(int index);
  void acceptPredictionAs(int index, const std::string& className);
  void takeAnswer(ItemId item, const ModelAnswer& answer);

  ProjectSession* session_ = nullptr;
  ImageCanvas* canvas_;
  ClassList* classes_;
  GalleryModel* model_;
  ThumbnailLoader* thumbnails_;
  GalleryView* strip_;
  ImageLoader* loader_;
  QToolBar* tools_;
  QWidget* footer_ = nullptr;
  QLabel *notice_, *name_, *state_, *position_;

  std::vector<ItemId> queue_;          ///< the only pictures that are gone through; empty: all
  ItemId item_;
  QString file_, referenceFile_;
  std::vector<Annotation> labels_;
  std::vector<Detection> predictions_;
  std::size_t proposals_ = 0;   // the last of them: strange places that the model itself does not call defects
  std::optional<Box> waitingBox_;      ///< drawn before there was a class
  bool isShown_ = false, pictureIsThere_ = false;
  bool asksAlways_ = false;
  int question_ = 0;

  QList<QAction*> actions_, classActions_;
  QAction *undoAction_ = nullptr, *redoAction_ = nullptr, *askAction_ = nullptr, *askAlwaysAction_ = nullptr;
  QAction *acceptAction_ = nullptr, *acceptAllAction_ = nullptr, *rejectAction_ = nullptr;
  QAction *labelledAction_ = nullptr, *doneAction_ = nullptr, *copyAction_ = nullptr, *deleteAction_ = nullptr;
  QAction *insertAction_ = nullptr, *boxTool_ = nullptr, *selectTool_ = nullptr, *addClassAction_ = nullptr, *leaveQueue_ = nullptr;
  QList<QAction*> compareActions_;
};

}  // namespace assay
