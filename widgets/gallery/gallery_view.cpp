// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/gallery_view.h"

#include <algorithm>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include "widgets/gallery/tile_painter.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr int margin = metrics::space3;
constexpr int gap = metrics::space2;

}  // namespace

GalleryView::GalleryView(GalleryModel* model, ThumbnailLoader* loader, QWidget* parent)
    : QAbstractItemView(parent), model_(model), loader_(loader) {
  setModel(model);
  setSelectionMode(ExtendedSelection);
  setVerticalScrollMode(ScrollPerPixel);
  setHorizontalScrollMode(ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFrameShape(NoFrame);
  setMouseTracking(true);
  viewport()->setMouseTracking(true);
  setEditTriggers(NoEditTriggers);
  setAccessibleName(tr("Pictures"));
  connect(loader, &ThumbnailLoader::ready, this, [this](ItemId item) {
    const int row = model_->rowOf(item);
    if (row >= 0) viewport()->update(visualRect(model_->index(row)));
  });
  connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void GalleryView::setFlow(Flow flow) {
  flow_ = flow;
  const bool isRow = flow == Flow::SingleRow;
  setVerticalScrollBarPolicy(isRow ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
  setSelectionMode(isRow ? SingleSelection : ExtendedSelection);
  updateGeometries();
}

void GalleryView::setTileSize(int pixels) {
  pixels = std::clamp(pixels, smallestTile, largestTile);
  if (pixels == tileSize_) return;
  const QModelIndex kept = currentIndex().isValid() ? currentIndex() : indexAt(viewport()->rect().center());
  tileSize_ = pixels;
  updateGeometries();
  if (kept.isValid()) scrollTo(kept, PositionAtCenter);
  viewport()->update();
  Q_EMIT tileSizeChanged(pixels);
}

// Layout ---------------------------------------------------------------------------------------------

GalleryView::Grid GalleryView::grid() const {
  const QSize room = viewport()->size();
  if (flow_ == Flow::SingleRow) {
    const int side = std::max(16, room.height() - 2 * metrics::space1);
    return {std::max(1, model_->rowCount()), side, side};
  }
  const int width = std::max(1, room.width() - 2 * margin + gap);
  const int columns = std::max(1, width / (tileSize_ + gap));
  // The rest of the line widens the tiles, so that both edges are flush.
  return {columns, std::max(16, width / columns - gap), std::max(16, width / columns - gap) + tileCaption};
}

QRect GalleryView::tileRect(int row) const {
  const Grid g = grid();
  if (flow_ == Flow::SingleRow) return {metrics::space1 + row * (g.width + metrics::space1), metrics::space1, g.width, g.height};
  return {margin + row % g.columns * (g.width + gap), margin + row / g.columns * (g.height + gap), g.width, g.height};
}

int GalleryView::rowAtContents(const QPoint& point) const {
  const Grid g = grid();
  const bool isRow = flow_ == Flow::SingleRow;
  const int stepX = g.width + (isRow ? metrics::space1 : gap), stepY = g.height + gap;
  const int column = (point.x() - (isRow ? metrics::space1 : margin)) / stepX;
  const int line = isRow ? 0 : (point.y() - margin) / stepY;
  if (point.x() < 0 || point.y() < 0 || column < 0 || column >= g.columns) return -1;
  const int row = line * g.columns + column;
  return row < model_->rowCount() && tileRect(row).contains(point) ? row : -1;
}

std::pair<int, int> GalleryView::visibleRows() const {
  const Grid g = grid();
  const int count = model_->rowCount();
  if (flow_ == Flow::SingleRow) {
    const int step = g.width + metrics::space1;
    const int first = std::clamp(horizontalOffset() / step, 0, count);
    return {first, std::clamp((horizontalOffset() + viewport()->width()) / step + 1, first, count)};
  }
  const int step = g.height + gap;
  const int firstLine = std::max(0, (verticalOffset() - margin) / step);
  const int lastLine = std::max(0, (verticalOffset() + viewport()->height() - margin) / step);
  const int first = std::min(count, firstLine * g.columns);
  return {first, std::min(count, (lastLine + 1) * g.columns)};
}

void GalleryView::updateGeometries() {
  QAbstractItemView::updateGeometries();
  const int count = model_->rowCount();
  const QRect last = count ? tileRect(count - 1) : QRect();
  const QSize room = viewport()->size();
  const int length = flow_ == Flow::SingleRow ? last.right() + 1 + metrics::space1 - room.width()
                                              : last.bottom() + 1 + margin - room.height();
  QScrollBar* along = flow_ == Flow::SingleRow ? horizontalScrollBar() : verticalScrollBar();
  QScrollBar* across = flow_ == Flow::SingleRow ? verticalScrollBar() : horizontalScrollBar();
  along->setRange(0, count ? std::max(0, length) : 0);
  along->setPageStep(flow_ == Flow::SingleRow ? room.width() : room.height());
  along->setSingleStep(flow_ == Flow::SingleRow ? last.width() + gap : 48);
  across->setRange(0, 0);
  askForThumbnails();
}

QRect GalleryView::visualRect(const QModelIndex& index) const {
  if (!index.isValid()) return {};
  return tileRect(index.row()).translated(-horizontalOffset(), -verticalOffset());
}

QModelIndex GalleryView::indexAt(const QPoint& point) const {
  const int row = rowAtContents(point + QPoint(horizontalOffset(), verticalOffset()));
  return row < 0 ? QModelIndex() : model_->index(row);
}

int GalleryView::horizontalOffset() const { return flow_ == Flow::SingleRow ? horizontalScrollBar()->value() : 0; }
int GalleryView::verticalOffset() const { return flow_ == Flow::Grid ? verticalScrollBar()->value() : 0; }

QSize GalleryView::sizeHint() const {
  return flow_ == Flow::SingleRow ? QSize(640, 96) : QSize(800, 600);
}

void GalleryView::scrollTo(const QModelIndex& index, ScrollHint hint) {
  if (!index.isValid()) return;
  const QRect tile = tileRect(index.row());
  const bool isRow = flow_ == Flow::SingleRow;
  QScrollBar* bar = isRow ? horizontalScrollBar() : verticalScrollBar();
  const int room = isRow ? viewport()->width() : viewport()->height();
  const int begin = isRow ? tile.left() : tile.top(), end = isRow ? tile.right() : tile.bottom();
  if (hint == PositionAtCenter) bar->setValue((begin + end - room) / 2);
  else if (begin - margin < bar->value() || hint == PositionAtTop) bar->setValue(begin - margin);
  else if (end + margin > bar->value() + room || hint == PositionAtBottom) bar->setValue(end + margin - room);
}

// Thumbnails -----------------------------------------------------------------------------------------

void GalleryView::askForThumbnails() {
  if (!model_->source().item || !isVisible()) return;
  const auto [first, last] = visibleRows();
  const int edge = thumbnailEdge(int(grid().width * devicePixelRatioF()));
  std::vector<ThumbnailRequest> wishes;
  for (int row = first; row < last; ++row) {
    const Item* item = model_->source().item(model_->itemAt(row));
    if (!item || item->kind != ItemKind::Image) continue;
    wishes.push_back({item->id, model_->source().absolutePath(item->path), item->sha256, edge});
  }
  loader_->want(std::move(wishes));
}

void GalleryView::scrollContentsBy(int, int) {
  viewport()->update();
  askForThumbnails();
}

void GalleryView::resizeEvent(QResizeEvent* event) {
  QAbstractItemView::resizeEvent(event);
  updateGeometries();
}

void GalleryView::changeEvent(QEvent* event) {
  QAbstractItemView::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) viewport()->update();
}

void GalleryView::reset() {
  QAbstractItemView::reset();
  hoveredRow_ = -1;
  updateGeometries();
}

void GalleryView::dataChanged(const QModelIndex& first, const QModelIndex& last, const QList<int>&) {
  if (first == last) viewport()->update(visualRect(first));
  else viewport()->update();
  askForThumbnails();
}

void GalleryView::paintEvent(QPaintEvent* event) {
  QPainter painter(viewport());
  painter.fillRect(event->rect(), Theme::instance().tokens().panel);
  const auto [first, last] = visibleRows();
  for (int row = first; row < last; ++row) {
    const QModelIndex index = model_->index(row);
    const QRect rect = visualRect(index);
    if (!rect.intersects(event->rect())) continue;
    const ItemId item = model_->itemAt(row);
    TileLook look;
    look.thumbnail = loader_->thumbnail(item);
    look.hasFailed = loader_->hasFailed(item);
    look.isSelected = selectionModel()->isSelected(index);
    look.isCurrent = index == currentIndex() && (hasFocus() || flow_ == Flow::SingleRow);
    look.isHovered = row == hoveredRow_;
    look.isCompact = flow_ == Flow::SingleRow;
    paintTile(painter, rect, model_->tile(row), look);
  }
  if (!band_.isNull()) {
    QColor wash = Theme::instance().tokens().accent;
    painter.setPen(wash);
    wash.setAlphaF(0.15f);
    painter.setBrush(wash);
    painter.drawRect(band_.translated(-horizontalOffset(), -verticalOffset()));
  }
}

}  // namespace assay
