// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of labels, by hand and by what the model says.
#include <algorithm>

#include <QLabel>
#include <QLocale>

#include "core/imaging/shape_raster.h"
#include "core/store/item_table.h"
#include "core/store/journal.h"
#include "widgets/bridge/model_server.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/bridge/while_alive.h"
#include "widgets/canvas/image_canvas.h"
#include "widgets/gallery/gallery_model.h"
#include "widgets/pages/class_list.h"
#include "widgets/pages/label_page.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr double sameBox = 0.5;   // a prediction that overlaps a label more than this says nothing new

QRectF toRect(const Box& box) { return {QPointF(box.x1, box.y1), QPointF(box.x2, box.y2)}; }
Box toBox(const QRectF& rect) { return {rect.left(), rect.top(), rect.right(), rect.bottom()}; }

/// Predictions are named by negative numbers on the canvas, labels by their ids.
qint64 shapeOfPrediction(int index) { return -1 - qint64(index); }
int predictionOfShape(qint64 shape) { return int(-1 - shape); }

}  // namespace

void LabelPage::connectCanvas() {
  connect(canvas_, &ImageCanvas::boxDrawn, this, &LabelPage::addBox);
  connect(canvas_, &ImageCanvas::boxChanged, this, &LabelPage::changeBox);
  connect(canvas_, &ImageCanvas::boxDeleted, this, [this](qint64 id) {
    perform([&] { session_->removeAnnotation(item_, AnnotationId{id}); });
  });
  connect(canvas_, &ImageCanvas::selectionChanged, this, [this](qint64 id) {
    if (const CanvasShape* shape = canvas_->findShape(id)) classes_->setActiveClass(shape->label);
    updateActions();
  });
  connect(canvas_, &ImageCanvas::shapeActivated, this, [this](qint64 id) {
    if (id < 0) acceptPredictionAs(predictionOfShape(id), predictions_[std::size_t(predictionOfShape(id))].className);
  });
  const auto showPosition = [this](const QPointF& at) {
    const QRectF picture(QPointF(), canvas_->imageSize());
    const QString zoom = tr("%1 %").arg(canvas_->zoom() * 100, 0, 'f', 0);
    position_->setText(picture.contains(at) ? tr("x %1  y %2 · %3").arg(int(at.x())).arg(int(at.y())).arg(zoom) : zoom);
  };
  connect(canvas_, &ImageCanvas::cursorMoved, this, showPosition);
  connect(canvas_, &ImageCanvas::zoomChanged, this, [showPosition] { showPosition(QPointF(-1, -1)); });
}

bool LabelPage::perform(const std::function<void()>& change) {
  if (!session_ || !item_) return false;
  if (session_->isReadOnly()) {
    Q_EMIT status(tr("Labels cannot be changed: %1.").arg(session_->readOnlyReason()));
    return false;
  }
  try {
    change();
    return true;
  } catch (const Error& error) {
    // The journal took nothing, so what is drawn must not look as if it had.
    showLabels();
    Q_EMIT status(tr("The change was not saved. %1").arg(describe(error)));
    return false;
  }
}

void LabelPage::showLabels() {
  labels_.clear();
  if (session_ && item_) labels_ = session_->annotations(item_);
  std::vector<CanvasShape> shapes;
  QHash<QString, int> counts;
  const auto colourOf = [this](const std::string& name) { return Theme::instance().series(session_->classColour(name)); };
  for (const Annotation& label : labels_) {
    ++counts[fromUtf8(label.className)];
    // Only boxes are moved and resized by hand here.
    shapes.push_back({label.id.value, toRect(boundingBox(label.shape)), colourOf(label.className), fromUtf8(label.className), -1, ShapeStyle::Label,
                      true, std::holds_alternative<Box>(label.shape), shapeArea(label.shape, colourOf(label.className))});
  }
  for (std::size_t i = 0; i < predictions_.size(); ++i) {
    const Detection& says = predictions_[i];
    shapes.push_back({shapeOfPrediction(int(i)), toRect(says.box), colourOf(says.className), fromUtf8(says.className),
                      says.score, ShapeStyle::Prediction, false, false, says.mask ? shapeArea(*says.mask, colourOf(says.className)) : ShapeArea()});
  }
  // Boxes belong to the picture of their item: none are drawn over the one before it.
  if (pictureIsThere_ || shapes.empty()) canvas_->setShapes(std::move(shapes));
  else canvas_->setShapes({});
  classes_->setCounts(counts);
  updateCaption();
  updateActions();
}

std::optional<Annotation> LabelPage::annotation(qint64 id) const {
  const auto it = std::find_if(labels_.begin(), labels_.end(), [id](const Annotation& a) { return a.id.value == id; });
  return id > 0 && it != labels_.end() ? std::optional(*it) : std::nullopt;
}

bool LabelPage::addLabel(const Shape& shape, const std::string& className, Origin origin) {
  return perform([&] {
    // Somebody draws here, so somebody has looked. First, so that one undo takes the box back.
    const Item* item = session_->item(item_);
    if (item && (item->status == LabelStatus::Unlabelled || !queue_.empty())) session_->setStatus(item_, LabelStatus::Labelled);   // in a queue also a withheld one
    Annotation label;
    label.className = className;
    label.shape = shape;
    label.origin = origin;
    const AnnotationId id = session_->addAnnotation(item_, label);
    showLabels();
    canvas_->selectShape(id.value);
  });
}

void LabelPage::addBox(const QRectF& box) {
  const QString name = classes_->activeClass();
  if (name.isEmpty()) {
    waitingBox_ = toBox(box);
    classes_->editNewClass();
    Q_EMIT status(tr("Name the class of this box, then press Enter."));
    return;
  }
  addLabel(toBox(box), name.toStdString(), Origin::Human);
}

void LabelPage::changeBox(qint64 id, const QRectF& box) {
  std::optional<Annotation> label = annotation(id);
  if (!label) return;
  label->shape = toBox(box);
  label->origin = Origin::Human;
  perform([&] { session_->changeAnnotation(item_, *label); });
}

void LabelPage::chooseClass(const QString& name) {
  classes_->setActiveClass(name);
  const qint64 selected = canvas_->selectedShape();
  if (selected < 0) return acceptPredictionAs(predictionOfShape(selected), name.toStdString());
  std::optional<Annotation> label = annotation(selected);
  if (!label || fromUtf8(label->className) == name) return;
  label->className = name.toStdString();
  perform([&] { session_->changeAnnotation(item_, *label); });
}

void LabelPage::renameClass(const QString& before, const QString& after) {
  if (!session_ || session_->isReadOnly()) return classes_->refresh();
  const auto from = before.toStdString(), to = after.toStdString();
  session_->changeInBackground(
      tr("Renaming %1 to %2").arg(before, after),
      [from, to](Database& database, const Progress& progress) {
        Transaction transaction(database);   // all labels or none
        std::vector<ItemId> items;
        for (const ClassCount& count : classCounts(database))
          if (count.className == from) items.push_back(count.item);
        for (std::size_t i = 0; i < items.size(); ++i) {
          progress.step(int64_t(i), int64_t(items.size()));
          for (const Annotation& label : annotationsOf(database, items[i])) {
            if (label.className != from) continue;
            Annotation renamed = label;
            renamed.className = to;
            Edit edit;
            edit.item = items[i];
            edit.change = AnnotationChange{label, renamed};
            applyEdit(database, edit);
          }
        }
        transaction.commit();
      },
      whileAlive(this, [this, session = session_, from, to](const QString& error) {
        if (session != session_) return;
        if (error.isEmpty()) {
          perform([&] {
            Project project = session_->project();
            for (ClassDef& def : project.classes)
              if (def.name == from) def.name = to;
            session_->setProject(project);
          });
        } else {
          Q_EMIT status(tr("The class was not renamed. %1").arg(error));
        }
        reloadClasses();
      }));
}

void LabelPage::undo() {
  perform([&] {
    const ItemId changed = session_->undo();
    if (changed) open(qint64(changed.value));
  });
}

void LabelPage::redo() {
  perform([&] {
    const ItemId changed = session_->redo();
    if (changed) open(qint64(changed.value));
  });
}

void LabelPage::toggleLabelled() {
  const Item* item = session_ ? session_->item(item_) : nullptr;
  if (!item) return;
  const LabelStatus after = item->status == LabelStatus::Labelled ? LabelStatus::Unlabelled : LabelStatus::Labelled;
  perform([&] { session_->setStatus(item_, after); });
}

void LabelPage::labelledAndNext() {
  const Item* item = session_ ? session_->item(item_) : nullptr;
  if (!item) return;
  if (item->status == LabelStatus::Labelled || perform([&] { session_->setStatus(item_, LabelStatus::Labelled); }))
    nextUnlabelled();
}

void LabelPage::copyFromPrevious() {
  const int row = model_->rowOf(item_);
  if (row < 1) return;
  const Item* here = session_->item(item_);
  const std::vector<Annotation> before = session_->annotations(model_->itemAt(row - 1));
  int copied = 0;
  perform([&] {
    for (Annotation label : before) {
      const Box box = boundingBox(label.shape);
      // The pictures may differ in size: what lies outside stays behind.
      if (box.x2 > here->width || box.y2 > here->height) continue;
      label.id = {};
      label.origin = Origin::Human;
      session_->addAnnotation(item_, label);
      ++copied;
    }
    if (copied && (here->status == LabelStatus::Unlabelled || !queue_.empty())) session_->setStatus(item_, LabelStatus::Labelled);
  });
  Q_EMIT status(tr("%n box(es) copied from the previous picture.", nullptr, copied));
}

// What the model says --------------------------------------------------------------------------------

void LabelPage::askModel() {
  const Item* item = session_ ? session_->item(item_) : nullptr;
  if (!item) return;
  if (!session_->model().isAvailable()) {
    Q_EMIT status(tr("There is no trained model to ask yet: train one on the Train page."));
    return;
  }
  if (question_) session_->model().cancel(question_);
  Q_EMIT status(tr("Asking the model…"));
  const QString reference = item->reference.empty() ? QString() : session_->absolutePath(item->reference);
  question_ = session_->model().ask(session_->absolutePath(item->path), reference, this,
                                    [this, asked = item_](const ModelAnswer& answer) { takeAnswer(asked, answer); });
}

void LabelPage::takeAnswer(ItemId item, const ModelAnswer& answer) {
  if (item != item_) return;
  question_ = 0;
  if (!answer.error.isEmpty()) {
    Q_EMIT status(tr("The model did not answer. %1").arg(answer.error));
    return;
  }
  std::vector<Detection> sure;
  for (const Detection& says : answer.detections)
    if (says.score >= answer.threshold) sure.push_back(says);
  const bool saysNothing = sure.empty() && answer.proposals.empty();
  showPredictions(std::move(sure), answer.proposals);
  const double strange = answer.output.is_object() && answer.output.contains("image_score") && answer.output["image_score"].is_number() ? answer.output["image_score"].get<double>() : 0;
  if (saysNothing && strange >= answer.threshold && strange > 0) {
    const double share = answer.output.contains("unlike_clean") && answer.output["unlike_clean"].is_number() ? answer.output["unlike_clean"].get<double>() : strange;
    return void(Q_EMIT status(tr("The picture is unlike the clean ones (%1 %), though no place of it stands out.").arg(QLocale().toString(100 * share, 'f', 1))));
  }
  Q_EMIT status(saysNothing                              ? tr("The model finds nothing in this picture.")
                : predictions_.empty()                   ? tr("The model agrees with the labels.")
                : predictions_.size() == proposals_      ? tr("The model finds nothing, but %n place(s) should be looked at: a digit gives one its class, Backspace rejects", nullptr, int(proposals_))
                                                         : tr("%n prediction(s): Enter accepts, Backspace rejects", nullptr, int(predictions_.size())));
}

void LabelPage::showPredictions(std::vector<Detection> detections, std::vector<Detection> proposals) {
  const auto isSaid = [this](const Detection& says, bool byClass) {
    return std::any_of(labels_.begin(), labels_.end(), [&](const Annotation& label) {
      const Box box = boundingBox(label.shape);
      return byClass ? label.className == says.className && intersectionOverUnion(box, says.box) > sameBox : intersectionOverUnion(box, says.box) > 0;
    });
  };
  std::erase_if(detections, [&](const Detection& says) { return isSaid(says, /*byClass=*/true); });
  std::erase_if(proposals, [&](const Detection& says) { return isSaid(says, /*byClass=*/false); });   // a label there says what it is
  const auto surestFirst = [](const Detection& a, const Detection& b) { return a.score > b.score; };
  std::stable_sort(detections.begin(), detections.end(), surestFirst);
  std::stable_sort(proposals.begin(), proposals.end(), surestFirst);
  detections.insert(detections.end(), proposals.begin(), proposals.end());
  proposals_ = proposals.size();
  predictions_ = std::move(detections);
  showLabels();
}

int LabelPage::meantPrediction() const {
  if (canvas_->selectedShape() < 0) return predictionOfShape(canvas_->selectedShape());
  return predictions_.empty() ? -1 : 0;
}

void LabelPage::dropPrediction(int index) {
  if (std::size_t(index) >= predictions_.size() - proposals_) --proposals_;
  predictions_.erase(predictions_.begin() + index);
  canvas_->selectShape(0);
  showLabels();
  // On to the next, so that Enter, Enter, Backspace, ... goes through all of them.
  if (!predictions_.empty()) canvas_->selectShape(shapeOfPrediction(std::min(index, int(predictions_.size()) - 1)));
}

void LabelPage::acceptPredictionAs(int index, const std::string& className) {
  if (index < 0 || index >= int(predictions_.size())) return;
  const auto& known = session_->project().classes;
  if (std::none_of(known.begin(), known.end(), [&](const ClassDef& def) { return def.name == className; })) {
    canvas_->selectShape(shapeOfPrediction(index));   // a digit is for what is selected
    Q_EMIT status(tr("The model says “%1”, which is not a class of this project: press a digit to choose one.").arg(fromUtf8(className)));
    return;
  }
  const Item* item = session_->item(item_);
  const Detection& says = predictions_[std::size_t(index)];
  const std::optional<Mask> mask = says.mask ? clipped(*says.mask, item->width, item->height) : std::nullopt;
  Box box = says.box;
  box = {std::clamp(box.x1, 0.0, double(item->width)), std::clamp(box.y1, 0.0, double(item->height)),
         std::clamp(box.x2, 0.0, double(item->width)), std::clamp(box.y2, 0.0, double(item->height))};
  if (box.area() <= 0 || addLabel(mask ? Shape(*mask) : Shape(box), className, Origin::Model)) dropPrediction(index);
}

void LabelPage::acceptPrediction() {
  const int index = meantPrediction();
  if (index >= 0) acceptPredictionAs(index, predictions_[std::size_t(index)].className);
}

void LabelPage::acceptAllPredictions() {
  while (predictions_.size() > proposals_) {   // what somebody should look at is not taken unseen
    const std::size_t before = predictions_.size();
    acceptPredictionAs(0, predictions_.front().className);
    if (predictions_.size() == before) return;   // not accepted: the status says why
  }
}

void LabelPage::rejectPrediction() {
  const int index = meantPrediction();
  if (index >= 0) dropPrediction(index);
}

}  // namespace assay
