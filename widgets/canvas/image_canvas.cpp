// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/image_canvas.h"

#include <algorithm>
#include <cmath>

#include <QMetaObject>
#include <QTimerEvent>

#include "widgets/canvas/box_drag.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr int blinkMilliseconds = 450;
constexpr double fitMargin = metrics::space4;
constexpr double largestFit = 8;        // a 30 px crop is not blown up to the whole window
constexpr double stripInSight = 48;     // screen pixels of the picture that cannot be pushed away

}  // namespace

ImageCanvas::ImageCanvas(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(160, 120);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Picture"));
  levels_.setMaxThreadCount(1);
  drawColour_ = Theme::instance().tokens().accent;
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

ImageCanvas::~ImageCanvas() {
  levels_.clear();
  levels_.waitForDone();
}

void ImageCanvas::setImage(const QImage& image) {
  setImage(CanvasImage::flat(image));
  if (image.isNull()) return;
  levels_.clear();
  levels_.start([this, image, serial = imageSerial_] {
    CanvasImage whole = CanvasImage::withLevels(image);
    QMetaObject::invokeMethod(this, [this, whole, serial] {
      if (serial != imageSerial_) return;   // another picture came meanwhile
      image_ = whole;
      update();
    }, Qt::QueuedConnection);
  });
}

void ImageCanvas::setImage(const CanvasImage& image) {
  cancelDrag();
  ++imageSerial_;
  const bool sameSize = image.size() == image_.size();
  image_ = image;
  message_.clear();
  if (!sameSize || fitted_) zoomToFit();
  update();
}

void ImageCanvas::setReference(const CanvasImage& reference) {
  reference_ = reference;
  if (reference_.isNull()) blink_.stop();
  else if (compare_ == Compare::Blink) blink_.start(blinkMilliseconds, this);
  if (fitted_) zoomToFit();
  update();
}

void ImageCanvas::showMessage(const QString& message) {
  setImage(CanvasImage());
  setReference(CanvasImage());
  setShapes({});
  message_ = message;
  update();
}

void ImageCanvas::setShapes(std::vector<CanvasShape> shapes) {
  shapes_ = std::move(shapes);
  if (!findShape(hovered_)) hovered_ = 0;
  if (selected_ && !findShape(selected_)) {
    if (drag_ == Drag::Shape) cancelDrag();
    nudging_ = false;
    selectShape(0);
  }
  update();
}

const CanvasShape* ImageCanvas::findShape(qint64 id) const {
  const auto it = std::find_if(shapes_.begin(), shapes_.end(), [id](const CanvasShape& s) { return s.id == id; });
  return id && it != shapes_.end() ? &*it : nullptr;
}

void ImageCanvas::setReadOnly(bool readOnly) {
  if (readOnly) cancelDrag();
  readOnly_ = readOnly;
  update();
}

void ImageCanvas::setDrawColour(const QColor& colour) {
  drawColour_ = colour;
  update();
}

void ImageCanvas::setTool(Tool tool) {
  if (tool_ == tool) return;
  cancelDrag();
  tool_ = tool;
  updateCursor(lastMouse_);
  update();
  Q_EMIT toolChanged(tool);
}

void ImageCanvas::setCompare(Compare compare) {
  if (compare_ == compare) return;
  const auto middle = [this] { return QPointF(mainPane().width() / 2, mainPane().height() / 2); };
  const QPointF lookedAt = view_.toImage(middle());
  compare_ = compare;
  view_.origin = middle() - lookedAt * view_.scale;   // the pane may be half as wide now
  showsReference_ = compare == Compare::Blink && hasReference();
  if (showsReference_) blink_.start(blinkMilliseconds, this);
  else blink_.stop();
  if (fitted_) zoomToFit();
  update();
  Q_EMIT compareChanged(compare);
}

void ImageCanvas::timerEvent(QTimerEvent* event) {
  if (event->timerId() != blink_.timerId()) return QWidget::timerEvent(event);
  showsReference_ = !showsReference_;
  update();
}

void ImageCanvas::selectShape(qint64 id) {
  commitNudge();
  if (!findShape(id)) id = 0;
  if (id == selected_) return;
  selected_ = id;
  update();
  Q_EMIT selectionChanged(id);
}

void ImageCanvas::selectNext() { step(1); }
void ImageCanvas::selectPrevious() { step(-1); }

void ImageCanvas::step(int direction) {
  std::vector<const CanvasShape*> order;
  for (const CanvasShape& shape : shapes_)
    if (shape.id) order.push_back(&shape);
  if (order.empty()) return;
  // In reading order, so that the eye can follow.
  std::stable_sort(order.begin(), order.end(), [](const CanvasShape* a, const CanvasShape* b) {
    return std::pair(a->box.top(), a->box.left()) < std::pair(b->box.top(), b->box.left());
  });
  const auto at = std::find_if(order.begin(), order.end(), [this](const CanvasShape* s) { return s->id == selected_; });
  const int count = int(order.size());
  const int from = at == order.end() ? (direction > 0 ? -1 : count) : int(at - order.begin());
  const CanvasShape& next = *order[std::size_t((from + direction + count) % count)];
  selectShape(next.id);
  const QRectF seen = view_.toImage(QRectF(QPointF(), mainPane().size()));
  if (!seen.intersects(next.box)) {
    view_.centre(next.box, mainPane().size());
    viewChanged(true);
  }
}

void ImageCanvas::deleteSelected() {
  nudging_ = false;
  if (canEdit(selected_)) Q_EMIT boxDeleted(selected_);
}

void ImageCanvas::insertBox() {
  if (readOnly_ || !hasImage()) return;
  const QRectF seen = view_.toImage(QRectF(QPointF(), mainPane().size())).intersected(QRectF(QPointF(), imageSize()));
  const QSizeF size(std::max(2.0, seen.width() / 8), std::max(2.0, seen.height() / 8));
  const QPointF half(size.width() / 2, size.height() / 2);
  const QRectF box = spanned(seen.center() - half, seen.center() + half, imageSize());
  if (!box.isEmpty()) Q_EMIT boxDrawn(box);
}

bool ImageCanvas::canEdit(qint64 id) const {
  const CanvasShape* shape = findShape(id);
  return !readOnly_ && shape && shape->isEditable;
}

bool ImageCanvas::canResize(qint64 id) const { return canEdit(id) && findShape(id)->isResizable; }

// Views and panes ----------------------------------------------------------------------------------

QRectF ImageCanvas::mainPane() const {
  const QRectF all = rect();
  if (compare_ != Compare::SideBySide || !hasReference()) return all;
  const double half = std::floor(all.width() / 2);
  return {half, 0, all.width() - half, all.height()};
}

QRectF ImageCanvas::referencePane() const {
  if (compare_ != Compare::SideBySide || !hasReference()) return {};
  return {0, 0, std::floor(width() / 2.0) - 1, double(height())};
}

QRectF ImageCanvas::paneUnder(const QPointF& widget) const {
  const QRectF reference = referencePane();
  return !reference.isEmpty() && reference.contains(widget) ? reference : mainPane();
}

QPointF ImageCanvas::toImage(const QPointF& widget) const {
  return view_.toImage(widget - paneUnder(widget).topLeft());
}

QPointF ImageCanvas::toWidget(const QPointF& image) const { return view_.toPane(image) + mainPane().topLeft(); }

void ImageCanvas::zoomToFit() {
  fitted_ = true;
  if (!hasImage()) return;
  view_.fit(imageSize(), mainPane().size(), fitMargin, largestFit);
  viewChanged(false);
}

void ImageCanvas::zoomToPixels() {
  const QRectF pane = mainPane();
  view_.zoomAround(mouseInside_ ? lastMouse_ - paneUnder(lastMouse_).topLeft() : QRectF(QPointF(), pane.size()).center(), 1);
  viewChanged(true);
}

void ImageCanvas::zoomBy(double factor) {
  const QPointF centre = QRectF(QPointF(), mainPane().size()).center();
  view_.zoomAround(mouseInside_ ? lastMouse_ - paneUnder(lastMouse_).topLeft() : centre, view_.scale * factor);
  viewChanged(true);
}

void ImageCanvas::zoomTo(const QRectF& imageRect) {
  if (!hasImage() || imageRect.isEmpty()) return;
  const QSizeF pane = mainPane().size();
  view_.fit(imageRect.size(), pane, fitMargin * 4, largestFit);
  view_.centre(imageRect, pane);
  viewChanged(true);
}

void ImageCanvas::viewChanged(bool byPerson) {
  if (byPerson) fitted_ = false;
  if (hasImage()) view_.keepInSight(imageSize(), mainPane().size(), stripInSight);
  update();
  Q_EMIT zoomChanged(view_.scale);
}

void ImageCanvas::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (fitted_) zoomToFit();
  else viewChanged(false);
}

}  // namespace assay
