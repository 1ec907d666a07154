// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QBasicTimer>
#include <QThreadPool>
#include <QWidget>

#include "widgets/canvas/canvas_image.h"
#include "widgets/canvas/canvas_shape.h"
#include "widgets/canvas/canvas_view.h"

namespace assay {

/// A picture under boxes: pan, zoom to pixels, draw, move, resize. It owns no labels: what a hand asks for
/// goes out as a signal, and the boxes that the owner sets come back. Read-only it still pans, zooms and
/// selects. All rectangles of the interface are in image pixels, on whole pixels when they go out.
///
/// Mouse: the wheel zooms around the cursor (Shift and Ctrl pan), the middle button or Space pans; the box
/// tool draws; the selected box is moved and resized by either tool.
/// Keys: arrows move the selected box by 1 px (Shift: 10), Alt+arrows resize it, Ctrl+arrows pan, Tab goes
/// from box to box, Delete deletes, Esc cancels or deselects, + and - zoom. What it does not use it leaves
/// to its parent.
class ImageCanvas : public QWidget {
  Q_OBJECT

 public:
  enum class Tool { Select, Box };
  enum class Compare { Off, SideBySide, Swipe, Blink };

  explicit ImageCanvas(QWidget* parent = nullptr);
  ~ImageCanvas() override;

  /// Shown at once; its smaller levels are made on a worker thread.
  void setImage(const QImage& image);
  /// A picture of the same size as the last one keeps the zoom that a person chose.
  void setImage(const CanvasImage& image);
  /// The picture to compare with; a null one ends comparing.
  void setReference(const CanvasImage& reference);
  /// No picture: a sentence in its place.
  void showMessage(const QString& message);
  bool hasImage() const { return !image_.isNull(); }
  QSize imageSize() const { return image_.size(); }

  void setShapes(std::vector<CanvasShape> shapes);
  const std::vector<CanvasShape>& shapes() const { return shapes_; }
  /// 0 when none is.
  qint64 selectedShape() const { return selected_; }
  const CanvasShape* findShape(qint64 id) const;

  void setReadOnly(bool readOnly);
  bool isReadOnly() const { return readOnly_; }
  Tool tool() const { return tool_; }
  /// Colour of the box that is being drawn and of the cross-hair's tag: the class it will get.
  void setDrawColour(const QColor& colour);

  Compare compare() const { return compare_; }
  void setCompare(Compare compare);
  bool hasReference() const { return !reference_.isNull(); }

  double zoom() const { return view_.scale; }
  bool isFitted() const { return fitted_; }
  /// Pixels of the image <-> pixels of this widget.
  QPointF toImage(const QPointF& widget) const;
  QPointF toWidget(const QPointF& image) const;

  QSize sizeHint() const override { return {640, 480}; }

 public Q_SLOTS:
  void setTool(assay::ImageCanvas::Tool tool);
  void selectShape(qint64 id);
  void selectNext();
  void selectPrevious();
  void deleteSelected();
  /// A box in the middle of what is in sight: drawing without a mouse.
  void insertBox();
  void zoomToFit();
  void zoomToPixels();                 ///< 100 %
  void zoomIn() { zoomBy(1.25); }
  void zoomOut() { zoomBy(0.8); }
  void zoomTo(const QRectF& imageRect);

 Q_SIGNALS:
  void boxDrawn(const QRectF& box);
  void boxChanged(qint64 id, const QRectF& box);
  void boxDeleted(qint64 id);
  void selectionChanged(qint64 id);
  void toolChanged(assay::ImageCanvas::Tool tool);
  void compareChanged(assay::ImageCanvas::Compare compare);
  void zoomChanged(double zoom);
  void cursorMoved(const QPointF& pixel);   ///< outside the picture too
  void shapeActivated(qint64 id);           ///< double click

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void timerEvent(QTimerEvent* event) override;
  bool focusNextPrevChild(bool next) override;

 private:
  enum class Drag { None, Pan, Draw, Shape, Divider };

  QRectF mainPane() const;
  QRectF referencePane() const;
  QRectF paneUnder(const QPointF& widget) const;
  QPointF imageAt(const QPointF& widget) const { return view_.toImage(widget - pane_.topLeft()); }
  bool isOverDivider(const QPointF& widget) const;

  void paintPane(QPainter& painter, const QRectF& pane, const CanvasImage& image, bool withShapes);
  void paintPicture(QPainter& painter, const QRectF& pane, const CanvasImage& image);
  void paintPixelGrid(QPainter& painter, const QRectF& shown);
  void paintShapes(QPainter& painter);
  void paintGuides(QPainter& painter, const QRectF& pane);
  void paintComparison(QPainter& painter);

  void beginDrag(Drag drag, const QPointF& at);
  void beginEdit(const QPointF& at, Qt::KeyboardModifiers modifiers);
  void continueDrag(const QPointF& at);
  void endDrag();
  void cancelDrag();
  void hover(const QPointF& at);
  void updateCursor(const QPointF& at);
  bool nudge(int key, Qt::KeyboardModifiers modifiers);
  void commitNudge();
  bool panByKey(int key);
  void zoomBy(double factor);
  void viewChanged(bool byPerson);
  void step(int direction);
  qint64 shapeAt(const QPointF& imagePoint) const;
  unsigned gripUnder(const QPointF& widget) const;
  bool canEdit(qint64 id) const;
  bool canResize(qint64 id) const;
  QRectF shownBox(const CanvasShape& shape) const;

  CanvasImage image_, reference_;
  QString message_;
  std::vector<CanvasShape> shapes_;
  qint64 selected_ = 0, hovered_ = 0;
  bool readOnly_ = false, fitted_ = true;
  Tool tool_ = Tool::Select;
  QColor drawColour_;

  Compare compare_ = Compare::Off;
  double divider_ = 0.5;            ///< swipe: share of the width that shows the reference
  bool showsReference_ = false;     ///< blink: which of the two is on
  QBasicTimer blink_;

  CanvasView view_;
  QRectF pane_;                     ///< the pane that the hand is in
  Drag drag_ = Drag::None;
  unsigned grip_ = 0;
  QPointF pressed_, lastMouse_;
  bool spaceHeld_ = false, mouseInside_ = false;
  QRectF startBox_, previewBox_;    ///< the held box as it was, and as it is now; not yet the owner's
  bool nudging_ = false;

  QThreadPool levels_;              ///< makes the smaller copies of pictures set as QImage
  int imageSerial_ = 0;
};

}  // namespace assay
