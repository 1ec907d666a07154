// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/evaluation_gallery.h"

#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int tile = 176, captionHeight = 22, errorsRole = EvaluationGallery::imageRole + 1;
enum Errors { missedRole = errorsRole, falseRole, wrongRole };

QString verdict(int missed, int falseBoxes, int wrongClass) {
  QStringList parts;
  if (missed) parts << EvaluationGallery::tr("%n missed", nullptr, missed);
  if (falseBoxes) parts << EvaluationGallery::tr("%n false", nullptr, falseBoxes);
  if (wrongClass) parts << EvaluationGallery::tr("%n wrong class", nullptr, wrongClass);
  return parts.isEmpty() ? EvaluationGallery::tr("all right") : parts.join(QStringLiteral(" · "));
}

}  // namespace

std::vector<CanvasShape> shapesOf(const ImageResult& image, double threshold, const std::function<QColor(const std::string&)>& colourOf) {
  const ImageMatch match = matchImage(image, judgedIou, threshold, ClassRule::AnyClass);
  std::vector<CanvasShape> shapes;
  const auto add = [&](const Box& box, const std::string& name, double score, ShapeStyle style) {
    shapes.push_back({qint64(shapes.size()) + 1, QRectF(QPointF(box.x1, box.y1), QPointF(box.x2, box.y2)), colourOf(name), fromUtf8(name), score,
                      style, false});
  };
  for (const auto& [truth, detection] : match.matched) {
    const TruthBox& label = image.truths[std::size_t(truth)];
    const Detection& found = image.detections[std::size_t(detection)];
    add(label.box, label.className, -1, ShapeStyle::Truth);
    add(found.box, found.className, found.score, ShapeStyle::Found);
  }
  for (int truth : match.missed) add(image.truths[std::size_t(truth)].box, image.truths[std::size_t(truth)].className, -1, ShapeStyle::Missed);
  for (int i : match.falseBoxes) {
    const Detection& wrong = image.detections[std::size_t(i)];
    add(wrong.box, wrong.className, wrong.score, ShapeStyle::FalseBox);
  }
  return shapes;
}

/// One picture with its boxes; missed ones thick, false ones dotted, in the colours of good and bad.
class EvaluationTile : public QStyledItemDelegate {
 public:
  explicit EvaluationTile(EvaluationGallery* gallery) : QStyledItemDelegate(gallery), gallery_(gallery) {}

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {tile, tile + captionHeight}; }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Tokens& tokens = Theme::instance().tokens();
    const QRect frame = option.rect.adjusted(4, 4, -4, -4);
    const QRect picture(frame.left(), frame.top(), frame.width(), frame.height() - captionHeight);
    painter->save();
    painter->fillRect(picture, tokens.canvas);
    const int image = index.data(EvaluationGallery::imageRole).toInt();
    if (const QPixmap* pixmap = gallery_->thumbnails_.thumbnail(ItemId{image + 1})) paintPicture(*painter, picture, *pixmap, image);
    if (option.state & (QStyle::State_Selected | QStyle::State_HasFocus)) {
      painter->setPen(QPen(tokens.accent, 2));
      painter->setBrush(Qt::NoBrush);
      painter->drawRect(picture.adjusted(0, 0, -1, -1));
    }
    const int missed = index.data(missedRole).toInt(), wrong = index.data(falseRole).toInt(), confused = index.data(wrongRole).toInt();
    painter->setFont(Theme::instance().captionFont());
    painter->setPen(missed + wrong + confused ? tokens.text : tokens.secondaryText);
    const QRect caption(frame.left(), picture.bottom() + 1, frame.width(), captionHeight);
    painter->drawText(caption, Qt::AlignVCenter, painter->fontMetrics().elidedText(verdict(missed, wrong, confused), Qt::ElideRight, caption.width()));
    painter->restore();
  }

 private:
  void paintPicture(QPainter& painter, const QRect& room, const QPixmap& pixmap, int image) const {
    const QSize shown = pixmap.size().scaled(room.size(), Qt::KeepAspectRatio);
    const QRect target(room.left() + (room.width() - shown.width()) / 2, room.top() + (room.height() - shown.height()) / 2, shown.width(), shown.height());
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawPixmap(target, pixmap);
    const QSize size = gallery_->places_[std::size_t(image)].size;
    if (size.isEmpty()) return;
    const double scale = double(target.width()) / size.width();
    const Tokens& tokens = Theme::instance().tokens();
    for (const CanvasShape& shape : shapesOf(gallery_->data_->boxes->images[std::size_t(image)], gallery_->threshold_, gallery_->colourOf_)) {
      QPen pen(tokens.good, 1);
      if (shape.style == ShapeStyle::Found) continue;   // the label that it meets says it already
      if (shape.style == ShapeStyle::Missed) pen = QPen(tokens.bad, 2);
      if (shape.style == ShapeStyle::FalseBox) pen = QPen(tokens.warning, 2, Qt::DotLine);
      painter.setPen(pen);
      painter.setBrush(Qt::NoBrush);
      painter.drawRect(QRectF(QPointF(target.topLeft()) + shape.box.topLeft() * scale, shape.box.size() * scale));
    }
  }

  EvaluationGallery* gallery_;
};

EvaluationGallery::EvaluationGallery(QWidget* parent)
    : QListView(parent), colourOf_([](const std::string&) { return Theme::instance().series(0); }), model_(new QStandardItemModel(this)) {
  setModel(model_);
  setItemDelegate(new EvaluationTile(this));
  setViewMode(QListView::IconMode);
  setResizeMode(QListView::Adjust);
  setMovement(QListView::Static);
  setUniformItemSizes(true);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setFrameShape(QFrame::NoFrame);
  setAccessibleName(tr("Images, worst first"));
  wantTimer_.setSingleShot(true);
  connect(&wantTimer_, &QTimer::timeout, this, &EvaluationGallery::wantVisible);
  connect(&thumbnails_, &ThumbnailLoader::ready, viewport(), qOverload<>(&QWidget::update));
  connect(&thumbnails_, &ThumbnailLoader::idle, this, &EvaluationGallery::idleChanged);
  connect(this, &QListView::clicked, this, [this](const QModelIndex& index) { Q_EMIT imageChosen(index.data(imageRole).toInt()); });
  connect(this, &QListView::activated, this, [this](const QModelIndex& index) { Q_EMIT imageChosen(index.data(imageRole).toInt()); });
}

void EvaluationGallery::setPlaces(std::vector<ImagePlace> places) {
  thumbnails_.clear();
  places_ = std::move(places);
}

void EvaluationGallery::show(std::shared_ptr<const EvaluationData> data, double threshold, const std::optional<std::set<int>>& only) {
  data_ = std::move(data);
  threshold_ = threshold;
  QList<QStandardItem*> items;
  if (data_ && data_->boxes) {
    for (const RankedImage& ranked : worstFirst(*data_->boxes, threshold)) {
      if (only && !only->contains(ranked.image)) continue;
      auto* item = new QStandardItem;
      item->setEditable(false);
      item->setData(ranked.image, imageRole);
      item->setData(ranked.missed, missedRole);
      item->setData(ranked.falseBoxes, falseRole);
      item->setData(ranked.wrongClass, wrongRole);
      const QString name = fromUtf8(data_->boxes->images[std::size_t(ranked.image)].image);
      item->setToolTip(name);
      item->setData(name + QStringLiteral(": ") + verdict(ranked.missed, ranked.falseBoxes, ranked.wrongClass), Qt::AccessibleTextRole);
      items << item;
    }
  }
  model_->clear();
  model_->invisibleRootItem()->appendRows(items);
  wantTimer_.start(0);
}

QList<int> EvaluationGallery::images() const {
  QList<int> images;
  for (int row = 0; row < model_->rowCount(); ++row) images << model_->item(row)->data(imageRole).toInt();
  return images;
}

void EvaluationGallery::wantVisible() {
  std::vector<ThumbnailRequest> wanted;
  const QRect sight = viewport()->rect().adjusted(0, -tile, 0, tile);
  for (int row = 0; row < model_->rowCount(); ++row) {
    const QRect rect = visualRect(model_->index(row, 0));
    if (rect.top() > sight.bottom()) break;
    if (!rect.intersects(sight)) continue;
    const int image = model_->item(row)->data(imageRole).toInt();
    if (image >= int(places_.size())) continue;
    const ImagePlace& place = places_[std::size_t(image)];
    wanted.push_back({ItemId{image + 1}, place.file, place.sha256, thumbnailEdge(int(tile * devicePixelRatioF()))});
  }
  thumbnails_.want(std::move(wanted));
  Q_EMIT idleChanged();
}

void EvaluationGallery::resizeEvent(QResizeEvent* event) {
  QListView::resizeEvent(event);
  wantTimer_.start(0);
}

void EvaluationGallery::scrollContentsBy(int dx, int dy) {
  QListView::scrollContentsBy(dx, dy);
  wantTimer_.start(0);
}

}  // namespace assay
