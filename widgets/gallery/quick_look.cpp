// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/quick_look.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "widgets/bridge/text.h"
#include "widgets/canvas/image_canvas.h"
#include "widgets/canvas/image_loader.h"
#include "widgets/gallery/gallery_model.h"
#include "widgets/theme/theme.h"

namespace assay {

QuickLook::QuickLook(GalleryModel* model, QWidget* parent)
    : QWidget(parent), model_(model), loader_(new ImageLoader(this, 256)), canvas_(new ImageCanvas(this)),
      caption_(new QLabel(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(metrics::space5, metrics::space5, metrics::space5, metrics::space3);
  layout->addWidget(canvas_, 1);
  caption_->setAlignment(Qt::AlignCenter);
  layout->addWidget(caption_);
  canvas_->setReadOnly(true);
  canvas_->installEventFilter(this);
  parent->installEventFilter(this);
  connect(loader_, &ImageLoader::loaded, this, &QuickLook::show);
  hide();
}

void QuickLook::open(ItemId item) {
  const int row = model_->rowOf(item);
  const Item* shown = model_->source().item(item);
  if (row < 0 || !shown || shown->kind != ItemKind::Image) return;
  item_ = item;
  file_ = model_->source().absolutePath(shown->path);
  caption_->setText(tr("%1 · %2 × %3 px · %4 of %5 · arrows go on, Enter opens, Space closes")
                        .arg(fromUtf8(shown->path).section('/', -1)).arg(shown->width).arg(shown->height)
                        .arg(row + 1).arg(model_->rowCount()));
  std::vector<CanvasShape> shapes;
  for (const Annotation& annotation : model_->source().annotations(item)) {
    const Box box = boundingBox(annotation.shape);
    shapes.push_back({annotation.id.value, QRectF(QPointF(box.x1, box.y1), QPointF(box.x2, box.y2)),
                      model_->source().classColour(annotation.className), fromUtf8(annotation.className), -1, ShapeStyle::Label, false, false, shapeArea(annotation.shape, model_->source().classColour(annotation.className))});
  }
  setGeometry(parentWidget()->rect());
  QWidget::show();
  raise();
  canvas_->setFocus();
  loader_->request(file_);
  canvas_->setShapes(std::move(shapes));
  QStringList near;
  for (int next : {row + 1, row - 1})
    if (next >= 0 && next < model_->rowCount())
      if (const Item* other = model_->source().item(model_->itemAt(next))) near << model_->source().absolutePath(other->path);
  loader_->prefetch(near);
}

void QuickLook::show(const QString& file) {
  if (file != file_) return;
  const LoadedImage* loaded = loader_->cached(file);
  if (!loaded) return;
  if (loaded->error.isEmpty()) canvas_->setImage(loaded->image);
  else canvas_->showMessage(loaded->error);
}

void QuickLook::close() {
  hide();
  parentWidget()->setFocus();
}

bool QuickLook::handleKey(int key) {
  const int row = model_->rowOf(item_);
  int next = row;
  switch (key) {
    case Qt::Key_Space: case Qt::Key_Escape: close(); return true;
    case Qt::Key_Return: case Qt::Key_Enter: close(); Q_EMIT chosen(item_); return true;
    case Qt::Key_Left: case Qt::Key_Up: next = row - 1; break;
    case Qt::Key_Right: case Qt::Key_Down: next = row + 1; break;
    default: return false;
  }
  if (row < 0 || next < 0 || next >= model_->rowCount()) return true;
  open(model_->itemAt(next));
  Q_EMIT moved(item_);
  return true;
}

bool QuickLook::eventFilter(QObject* watched, QEvent* event) {
  if (watched == canvas_ && event->type() == QEvent::KeyPress) {
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->modifiers() == Qt::NoModifier && handleKey(key->key())) return true;
  }
  if (watched == parentWidget() && event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

void QuickLook::mousePressEvent(QMouseEvent*) { close(); }   // beside the picture

void QuickLook::paintEvent(QPaintEvent*) {
  QColor veil = Theme::instance().tokens().window;
  veil.setAlphaF(0.94f);
  QPainter(this).fillRect(rect(), veil);
}

}  // namespace assay
