// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_view.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int frameMs = 16, movesAFrame = 3;
constexpr double mostScale = 8, leastScale = 0.05, fittedScale = 1.4;   // a lone node is not blown up
constexpr double margin = 60;                                           // pixels around everything, for names
constexpr int leastRadius = 5, mostRadius = 14;
constexpr float dimmed = 0.25f;
constexpr double arrowLength = 8;                                        // pixels
constexpr double nameGap = 4, nameMost = 180;                           // pixels

QFont nameFont() { return Theme::instance().captionFont(); }

}  // namespace

GraphView::GraphView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Graph"));
  timer_.setInterval(frameMs);
  connect(&timer_, &QTimer::timeout, this, &GraphView::tick);
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    dots_.clear();
    update();
  });
}

void GraphView::change(const std::function<void(GraphDrawing&)>& work) {
  work(drawing_);
  findNear();
  if (!drawing_.layout().isSettled() && !timer_.isActive()) timer_.start();
  if (isFollowing_) showAll();
  update();
  Q_EMIT idleChanged();
}

void GraphView::clear() {
  chosen_ = hovered_ = dragged_ = std::nullopt;
  isFollowing_ = true;
  change([](GraphDrawing& drawing) { drawing.clear(); });
  timer_.stop();
  Q_EMIT nodeChosen(-1);
}

void GraphView::setTypes(const QStringList& types) {
  types_ = types;
  update();
}

void GraphView::tick() {
  for (int i = 0; i < movesAFrame; ++i) drawing_.layout().step();
  if (isFollowing_) showAll();
  if (drawing_.layout().isSettled()) {
    timer_.stop();
    Q_EMIT idleChanged();
  }
  update();
}

void GraphView::settle() {
  while (!drawing_.layout().isSettled()) drawing_.layout().step();
  tick();
}

void GraphView::choose(std::optional<int> node) {
  if (node && (*node < 0 || *node >= int(drawing_.nodes().size()))) node.reset();
  if (chosen_ == node) return;
  chosen_ = node;
  findNear();
  update();
  Q_EMIT nodeChosen(node.value_or(-1));
}

void GraphView::setHovered(std::optional<int> node) {
  if (hovered_ == node) return;
  hovered_ = node;
  findNear();
  setCursor(node ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
}

/// Around what the mouse is on, else around what is chosen.
void GraphView::findNear() {
  isNear_.clear();
  const std::optional<int> centre = hovered_ ? hovered_ : chosen_;
  if (!centre) return;
  isNear_.assign(drawing_.nodes().size(), false);
  isNear_[std::size_t(*centre)] = true;
  for (const DrawnLink& link : drawing_.links()) {
    if (link.from == *centre) isNear_[std::size_t(link.to)] = true;
    if (link.to == *centre) isNear_[std::size_t(link.from)] = true;
  }
}

QPointF GraphView::toPixel(QPointF place) const { return QRectF(rect()).center() + (place - centre_) * scale_; }
QPointF GraphView::toPlace(QPointF pixel) const { return centre_ + (pixel - QRectF(rect()).center()) / scale_; }

double GraphView::radius(int node) const {
  return std::clamp(3 + 1.6 * std::log2(1 + double(drawing_.nodes()[std::size_t(node)].degree)), double(leastRadius), double(mostRadius));
}

std::optional<int> GraphView::nodeAt(QPointF pixel) const {
  for (int node = int(drawing_.nodes().size()) - 1; node >= 0; --node) {   // the one on top first
    const QPointF away = toPixel(drawing_.layout().position(node)) - pixel;
    if (std::hypot(away.x(), away.y()) <= radius(node) + 3) return node;
  }
  return std::nullopt;
}

void GraphView::showAll() {
  if (drawing_.nodes().empty()) {
    scale_ = 1;
    centre_ = {};
    return;
  }
  QPointF low(1e9, 1e9), high(-1e9, -1e9);
  for (int i = 0; i < drawing_.layout().nodeCount(); ++i) {
    const QPointF at = drawing_.layout().position(i);
    low = {std::min(low.x(), at.x()), std::min(low.y(), at.y())};
    high = {std::max(high.x(), at.x()), std::max(high.y(), at.y())};
  }
  const QPointF size = high - low;
  centre_ = (low + high) / 2;
  scale_ = std::min({fittedScale, (width() - 2 * margin) / std::max(size.x(), 1.0), (height() - 2 * margin) / std::max(size.y(), 1.0)});
  scale_ = std::clamp(scale_, leastScale, mostScale);
  update();
}

void GraphView::zoom(double factor, QPointF around) {
  isFollowing_ = false;
  const QPointF held = toPlace(around);
  scale_ = std::clamp(scale_ * factor, leastScale, mostScale);
  centre_ += held - toPlace(around);
  update();
}

void GraphView::resizeEvent(QResizeEvent*) {
  if (isFollowing_) showAll();
}

void GraphView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), Theme::instance().tokens().panel);
  painter.setRenderHint(QPainter::Antialiasing);
  drawLinks(painter);
  drawNodes(painter);
  drawNames(painter);
  drawTypes(painter);
  if (!hasFocus()) return;
  painter.setPen(QPen(Theme::instance().tokens().accent, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

void GraphView::drawLinks(QPainter& painter) const {
  const Tokens& tokens = Theme::instance().tokens();
  QVector<QLineF> plain, bright, faint, dashed;
  const auto isOf = [](const DrawnLink& link, std::optional<int> node) { return node && (link.from == *node || link.to == *node); };
  for (const DrawnLink& link : drawing_.links()) {
    const QLineF line(toPixel(drawing_.layout().position(link.from)), toPixel(drawing_.layout().position(link.to)));
    if (link.isPredicted()) dashed << line;
    else if (isOf(link, hovered_ ? hovered_ : chosen_)) bright << line;
    else (isNear_.empty() ? plain : faint) << line;
  }
  QColor away = tokens.disabledText;
  away.setAlphaF(dimmed);
  painter.setPen(QPen(away, 1));
  painter.drawLines(faint);
  painter.setPen(QPen(tokens.disabledText, 1));
  painter.drawLines(plain);
  painter.setPen(QPen(tokens.secondaryText, 1.2));
  painter.drawLines(bright);
  QPen proposed(tokens.accent, 1.5);
  proposed.setDashPattern({4, 4});
  painter.setPen(proposed);
  painter.drawLines(dashed);
  for (const DrawnLink& link : drawing_.links())
    if (link.isPredicted() || isOf(link, hovered_ ? hovered_ : chosen_)) drawArrow(painter, link, link.isPredicted() ? tokens.accent : tokens.secondaryText);
}

/// At the node that the first fact points to.
void GraphView::drawArrow(QPainter& painter, const DrawnLink& link, const QColor& colour) const {
  const QPointF from = toPixel(drawing_.layout().position(link.from)), to = toPixel(drawing_.layout().position(link.to));
  const double length = std::hypot(to.x() - from.x(), to.y() - from.y());
  if (length < arrowLength + radius(link.from) + radius(link.to)) return;
  const QPointF along = (to - from) / length, across(-along.y(), along.x()), tip = to - along * (radius(link.to) + 2);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawPolygon(QPolygonF({tip, tip - along * arrowLength + across * arrowLength * 0.4, tip - along * arrowLength - across * arrowLength * 0.4}));
}

void GraphView::drawTypes(QPainter& painter) const {
  if (types_.isEmpty() || drawing_.nodes().empty()) return;
  const Tokens& tokens = Theme::instance().tokens();
  const QFontMetricsF room(nameFont());
  painter.setFont(nameFont());
  double x = metrics::space3;
  const double y = height() - metrics::space3 - room.height() / 2;
  for (int type = 0; type < types_.size(); ++type) {
    const double width = room.horizontalAdvance(types_[type]);
    if (x + width + 2 * metrics::space4 > this->width()) break;
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::instance().series(type));
    painter.drawEllipse(QPointF(x + 4, y), 4, 4);
    painter.setPen(tokens.secondaryText);
    painter.drawText(QPointF(x + metrics::space3, y + room.ascent() - room.height() / 2), types_[type]);
    x += width + metrics::space3 + metrics::space4;
  }
}

const QPixmap& GraphView::dot(int colour, int radius) {
  QPixmap& picture = dots_[colour * 64 + radius];
  if (!picture.isNull()) return picture;
  const double ratio = devicePixelRatioF();
  const int size = 2 * radius + 4;
  picture = QPixmap(QSize(size, size) * ratio);
  picture.setDevicePixelRatio(ratio);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(Theme::instance().tokens().panel, 1.5));
  painter.setBrush(Theme::instance().series(colour));
  painter.drawEllipse(QPointF(size / 2.0, size / 2.0), radius, radius);
  return picture;
}

void GraphView::drawNodes(QPainter& painter) {
  const Tokens& tokens = Theme::instance().tokens();
  for (int node = 0; node < int(drawing_.nodes().size()); ++node) {
    const QPointF at = toPixel(drawing_.layout().position(node));
    const int size = int(std::lround(radius(node)));
    painter.setOpacity(isDimmed(node) ? dimmed : 1);
    painter.drawPixmap(at - QPointF(size + 2, size + 2), dot(drawing_.nodes()[std::size_t(node)].colour, size));
  }
  painter.setOpacity(1);
  if (!chosen_) return;
  painter.setPen(QPen(tokens.accent, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(toPixel(drawing_.layout().position(*chosen_)), radius(*chosen_) + 3, radius(*chosen_) + 3);
}

/// Those around what is chosen first, then the best connected ones, each only where no other name is.
void GraphView::drawNames(QPainter& painter) const {
  const Tokens& tokens = Theme::instance().tokens();
  const QFont font = nameFont();
  const QFontMetricsF room(font);
  painter.setFont(font);
  const auto& nodes = drawing_.nodes();
  std::vector<int> order(nodes.size());
  std::iota(order.begin(), order.end(), 0);
  const auto rank = [&](int node) { return std::tuple(node != hovered_.value_or(-1) && node != chosen_.value_or(-1), isDimmed(node), -nodes[std::size_t(node)].degree); };
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return rank(a) < rank(b); });
  std::vector<QRectF> taken;
  const QRectF page = rect();
  QColor ground = tokens.panel;   // lines pass behind the words
  ground.setAlphaF(0.75f);
  const auto place = [&](const QString& text, QPointF at, const QColor& colour, bool isCentred) {
    const QString shown = room.elidedText(text, Qt::ElideRight, nameMost);
    const double width = room.horizontalAdvance(shown);
    const QRectF box(isCentred ? at.x() - width / 2 : at.x(), at.y() - room.height() / 2, width, room.height());
    if (!page.intersects(box) || std::any_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(box); })) return;
    taken.push_back(box);
    painter.fillRect(box, ground);
    painter.setPen(colour);
    painter.drawText(QPointF(box.left(), box.top() + room.ascent()), shown);
  };
  for (int node : order) {
    if (isDimmed(node) && taken.size() > 60) break;
    const QPointF at = toPixel(drawing_.layout().position(node)) + QPointF(radius(node) + nameGap, 0);
    place(nodes[std::size_t(node)].name, at, isDimmed(node) ? tokens.disabledText : tokens.text, false);
    if (taken.size() > 120) break;   // nobody reads more, and each takes its time
  }
  const std::optional<int> centre = hovered_ ? hovered_ : chosen_;
  for (const DrawnLink& link : drawing_.links()) {
    const bool isNear = centre && (link.from == *centre || link.to == *centre);
    if (!isNear && !link.isPredicted()) continue;
    const QPointF middle = (toPixel(drawing_.layout().position(link.from)) + toPixel(drawing_.layout().position(link.to))) / 2;
    const QString text = link.isPredicted() ? tr("%1 · %2").arg(link.text, QLocale().toString(*link.score, 'f', 2)) : link.text;
    place(text, middle, link.isPredicted() ? tokens.accent : tokens.secondaryText, true);
  }
}

}  // namespace assay
