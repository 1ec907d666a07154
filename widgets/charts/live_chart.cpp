// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/live_chart.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QChart>
#include <QLegend>

#include "widgets/charts/series_math.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int refreshMs = 100, slowestMs = 1000, paintShare = 1000, staggerMs = 16, staggered = 6;
constexpr int leftMargin = 52, rightMargin = 12, topMargin = 10, bottomMargin = 34;   // room for tick texts

bool ascendsInX(const QList<QPointF>& points) {
  return std::is_sorted(points.begin(), points.end(), [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); });
}

/// Halves a full series and keeps its extremes, so that a curve of hours stays within its memory.
void compact(QList<QPointF>& points) {
  points = decimate(points, points.first().x(), points.last().x(), LiveChart::maxPoints / 8);
  points.squeeze();
}

ChartRange padded(ChartRange range, double share) {
  if (!(range.high > range.low)) {
    const double half = range.low == 0 ? 0.5 : std::abs(range.low) * 0.05;
    return {range.low - half, range.high + half};
  }
  const double pad = range.length() * share;
  return {range.low - pad, range.high + pad};
}

}  // namespace

QColor seriesColour(const SeriesStyle& style) {
  return style.colour < 0 ? Theme::instance().tokens().text : Theme::instance().series(style.colour);
}

LiveChart::LiveChart(QWidget* parent) : QChartView(parent) {
  setFrameShape(QFrame::NoFrame);
  setRenderHint(QPainter::Antialiasing);
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  chart()->legend()->hide();
  chart()->setBackgroundVisible(false);
  chart()->setMargins({});
  chart()->setAnimationOptions(QChart::NoAnimation);
  emptyText_ = tr("No values yet");
  tick_.setSingleShot(true);
  static int made = 0;
  delay_ = staggerMs * (made++ % staggered);
  connect(&tick_, &QTimer::timeout, this, &LiveChart::refreshIfSeen);
  connect(&Theme::instance(), &Theme::changed, this, &LiveChart::applyTheme);
  applyTheme();
  markStale();
}

LiveChart::~LiveChart() = default;

int LiveChart::addSeries(const SeriesStyle& style) {
  Curve curve;
  curve.style = style;
  curves_.push_back(std::move(curve));
  markStale();
  Q_EMIT seriesChanged();
  return seriesCount() - 1;
}

void LiveChart::clearSeries() {
  curves_.clear();
  markStale();
  Q_EMIT seriesChanged();
}

void LiveChart::append(int series, const QPointF& point) {
  Curve& curve = curves_[std::size_t(series)];
  if (!curve.points.isEmpty() && point.x() < curve.points.last().x()) curve.ascends = false;
  curve.points.append(point);
  if (curve.ascends && curve.points.size() > maxPoints) compact(curve.points);
  curve.isStale = true;
  markGrown();
}

void LiveChart::setPoints(int series, QList<QPointF> points) {
  Curve& curve = curves_[std::size_t(series)];
  curve.points = std::move(points);
  curve.ascends = ascendsInX(curve.points);
  curve.isStale = true;
  markGrown();
}

void LiveChart::setSeriesVisible(int series, bool visible) {
  Curve& curve = curves_[std::size_t(series)];
  if (curve.isVisible == visible) return;
  curve.isVisible = visible;
  curve.isStale = true;
  refresh();
  Q_EMIT seriesChanged();
}

void LiveChart::setAxisTitles(const QString& x, const QString& y) {
  xTitle_ = x;
  yTitle_ = y;
  markStale();
}

void LiveChart::setEmptyText(const QString& text) {
  emptyText_ = text;
  viewport()->update();
}

void LiveChart::setLogarithmic(bool logarithmic) {
  if (logarithmic_ == logarithmic) return;
  logarithmic_ = logarithmic;
  zoomY_.reset();
  for (Curve& curve : curves_) curve.isStale = true;
  refresh();
}

void LiveChart::setSmoothing(double weight) {
  smoothing_ = std::clamp(weight, 0.0, 0.999);
  for (Curve& curve : curves_) curve.isStale = true;
  markStale();
}

void LiveChart::setHome(std::optional<ChartRange> x, std::optional<ChartRange> y) {
  homeX_ = x;
  homeY_ = y;
  markStale();
}

void LiveChart::markStale() {
  drawnTo_ = -INFINITY;
  if (tick_.remainingTime() > refreshMs) tick_.stop();   // waiting for a pixel of growth: this is more
  markGrown();
}

void LiveChart::markGrown() {
  isStale_ = true;
  if (tick_.isActive()) return;
  const int wait = std::isinf(drawnTo_) ? refreshMs : interval();
  const qint64 since = sinceRefresh_.isValid() ? sinceRefresh_.elapsed() : wait;
  tick_.start(std::max(delay_, static_cast<int>(wait - std::min<qint64>(since, wait))));
}

int LiveChart::interval() const { return std::clamp(static_cast<int>(paintMs_ * paintShare), refreshMs, slowestMs); }

void LiveChart::setXRange(const ChartRange& range) {
  if (zoomX_ == range || !(range.high > range.low)) return;
  zoomX_ = range;
  viewChanged();
}

void LiveChart::showAll() {
  zoomX_.reset();
  zoomY_.reset();
  viewChanged();
}

void LiveChart::viewChanged() {
  for (Curve& curve : curves_) curve.isStale = true;
  refresh();
}

QRectF LiveChart::plotRect() const {
  return QRectF(viewport()->rect()).adjusted(leftMargin, topMargin, -rightMargin, -bottomMargin);
}

QPointF LiveChart::toPixel(const QPointF& value) const {
  const QRectF plot = plotRect();
  const double y = logarithmic_ ? std::log10(std::max(value.y(), 1e-300)) : value.y();
  return {plot.left() + (value.x() - x_.low) / x_.length() * plot.width(), plot.bottom() - (y - y_.low) / y_.length() * plot.height()};
}

QPointF LiveChart::toValue(const QPointF& pixel) const {
  const QRectF plot = plotRect();
  const double y = y_.low + (plot.bottom() - pixel.y()) / plot.height() * y_.length();
  return {x_.low + (pixel.x() - plot.left()) / plot.width() * x_.length(), logarithmic_ ? std::pow(10, y) : y};
}

ChartRange LiveChart::fitX() const {
  ChartRange range{INFINITY, -INFINITY};
  for (const Curve& curve : curves_) {
    if (!curve.isVisible || curve.points.isEmpty()) continue;
    if (curve.ascends) {
      range = {std::min(range.low, curve.points.first().x()), std::max(range.high, curve.points.last().x())};
      continue;
    }
    for (const QPointF& point : curve.points) range = {std::min(range.low, point.x()), std::max(range.high, point.x())};
  }
  if (!std::isfinite(range.low) || !std::isfinite(range.high)) return {0, 1};
  return padded(range, 0.0);
}

ChartRange LiveChart::fitY(const ChartRange& x) const {
  ChartRange range{INFINITY, -INFINITY};
  for (const Curve& curve : curves_) {
    if (!curve.isVisible) continue;
    for (const QPointF& point : curve.points) {
      if (point.x() < x.low || point.x() > x.high || !std::isfinite(point.y()) || (logarithmic_ && point.y() <= 0)) continue;
      range = {std::min(range.low, point.y()), std::max(range.high, point.y())};
    }
  }
  if (range.low > range.high) return {0, 1};
  if (logarithmic_) range = {std::log10(range.low), std::log10(range.high)};
  return padded(range, 0.06);
}

void LiveChart::updateRanges() {
  x_ = zoomX_ ? *zoomX_ : homeX_ ? *homeX_ : fitX();
  y_ = zoomY_ ? *zoomY_ : homeY_ && !logarithmic_ ? *homeY_ : fitY(x_);
}

/// What cannot be drawn (no number, or no logarithm) is left out.
QPolygonF LiveChart::toPixels(const QList<QPointF>& points) const {
  QPolygonF pixels;
  pixels.reserve(points.size());
  for (const QPointF& point : points)
    if (std::isfinite(point.y()) && !(logarithmic_ && point.y() <= 0)) pixels.append(toPixel(point));
  return pixels;
}

/// A line of more points than pixels is painted as the area between its extremes: no eye tells it from the line, and
/// to stroke that many joints takes ten times as long. A dashed one keeps its dashes and loses points instead.
LiveChart::Trace LiveChart::trace(const Curve& curve, const QList<QPointF>& points, double width) const {
  if (!curve.ascends || curve.style.mark == SeriesStyle::Mark::Points) return {toPixels(points), false};
  const int columns = std::max(16, static_cast<int>(plotRect().width()));
  const bool isDashed = curve.style.dash != Qt::SolidLine;
  const QPolygonF pixels = toPixels(decimate(points, x_.low, x_.high, isDashed ? columns / 8 : columns));
  if (isDashed || pixels.size() <= columns) return {pixels, false};
  const QPolygonF band = envelope(pixels, width);
  return band.size() > 2 ? Trace{band, true} : Trace{pixels, false};   // all in one column is no area
}

void LiveChart::updateCurve(Curve& curve) {
  curve.isStale = false;
  curve.line = curve.faint = {};
  if (!curve.isVisible) return;
  const bool isSmoothed = curve.style.mark == SeriesStyle::Mark::Line && smoothing_ > 0 && curve.points.size() > 2;
  curve.line = trace(curve, isSmoothed ? smooth(curve.points, smoothing_) : curve.points, curve.style.width);
  if (isSmoothed) curve.faint = trace(curve, curve.points, 1);
}

bool LiveChart::isOutOfSight() const { return isVisible() && viewport()->visibleRegion().isEmpty(); }

/// Of the visible curves; infinite when one does not ascend.
double LiveChart::newestX() const {
  double newest = -INFINITY;
  for (const Curve& curve : curves_)
    if (curve.isVisible && !curve.points.isEmpty()) newest = std::max(newest, curve.ascends ? curve.points.last().x() : INFINITY);
  return newest;
}

/// By a pixel, or it did not grow at all: its points have changed then.
bool LiveChart::hasGrownVisibly() const {
  const double grown = newestX() - drawnTo_;
  return !(grown > 0) || grown / x_.length() * plotRect().width() >= 1;
}

void LiveChart::refreshIfSeen() {
  if (isOutOfSight()) return;   // drawBackground asks for it when somebody scrolls here
  if (sinceRefresh_.isValid() && sinceRefresh_.elapsed() < slowestMs && !hasGrownVisibly()) return tick_.start(refreshMs);
  refresh();
}

void LiveChart::refresh() {
  tick_.stop();
  sinceRefresh_.start();
  isStale_ = false;
  const ChartRange beforeX = x_, beforeY = y_;
  updateRanges();
  const bool hasMoved = !(beforeX == x_ && beforeY == y_);
  for (Curve& curve : curves_)
    if (curve.isStale || hasMoved) updateCurve(curve);
  drawnTo_ = newestX();
  viewport()->update();
}

void LiveChart::paintEvent(QPaintEvent* event) {
  QElapsedTimer timer;
  timer.start();
  QChartView::paintEvent(event);
  const double took = double(timer.nsecsElapsed()) / 1e6;
  paintMs_ = paintMs_ == 0 ? took : 0.8 * paintMs_ + 0.2 * took;
}

void LiveChart::resizeEvent(QResizeEvent* event) {
  QChartView::resizeEvent(event);
  chart()->setPlotArea(plotRect());
  viewChanged();   // at once: the curves are kept in pixels
}

void LiveChart::applyTheme() {
  setBackgroundBrush(Theme::instance().tokens().panel);
  viewport()->update();
}

QStringList LiveChart::readOut(double x) const {
  QStringList lines;
  for (const Curve& curve : curves_) {
    if (!curve.isVisible || !curve.ascends) continue;
    const double value = valueAt(curve.points, x);
    if (std::isfinite(value)) lines << curve.style.name + QStringLiteral("  ") + shortNumber(value);
  }
  return lines;
}

QString LiveChart::csv() const {
  const auto quoted = [](QString text) {
    if (text.contains(',') || text.contains('"') || text.contains('\n')) text = '"' + text.replace("\"", "\"\"") + '"';
    return text;
  };
  QStringList header{quoted(xTitle_.isEmpty() ? QStringLiteral("x") : xTitle_)};
  std::map<double, QStringList> rows;
  for (const Curve& curve : curves_) header << quoted(curve.style.name);
  for (std::size_t i = 0; i < curves_.size(); ++i) {
    for (const QPointF& point : curves_[i].points) {
      QStringList& row = rows[point.x()];
      while (row.size() < seriesCount()) row << QString();
      row[qsizetype(i)] = QString::number(point.y(), 'g', 17);
    }
  }
  QString text = header.join(',') + '\n';
  for (const auto& [x, row] : rows) text += QString::number(x, 'g', 17) + ',' + row.join(',') + '\n';
  return text;
}

QImage LiveChart::picture(double scale) {
  refresh();
  const double kept = std::exchange(cursor_, std::numeric_limits<double>::quiet_NaN());
  QImage image(size() * scale, QImage::Format_RGB32);
  image.setDevicePixelRatio(scale);
  image.fill(Theme::instance().tokens().panel);
  QPainter painter(&image);
  QChartView::render(&painter);
  cursor_ = kept;
  return image;
}

}  // namespace assay
