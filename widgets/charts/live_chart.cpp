// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/live_chart.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QChart>
#include <QLegend>
#include <QLineSeries>
#include <QScatterSeries>
#include <QValueAxis>

#include "widgets/charts/series_math.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int refreshMs = 100, staggerMs = 16, staggered = 6;
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

LiveChart::LiveChart(QWidget* parent) : QChartView(parent), xAxis_(new QValueAxis), yAxis_(new QValueAxis) {
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
  chart()->addAxis(xAxis_, Qt::AlignBottom);
  chart()->addAxis(yAxis_, Qt::AlignLeft);
  xAxis_->setVisible(false);   // ticks and texts are drawn here: round numbers, decades, no layout on every point
  yAxis_->setVisible(false);
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
  const auto add = [this](QXYSeries* series) {
    chart()->addSeries(series);
    series->attachAxis(xAxis_);
    series->attachAxis(yAxis_);
    return series;
  };
  if (style.mark == SeriesStyle::Mark::Points) {
    curve.line = add(new QScatterSeries);
  } else {
    curve.faint = add(new QLineSeries);
    curve.line = add(new QLineSeries);
  }
  applyStyle(curve);
  curves_.push_back(std::move(curve));
  markStale();
  Q_EMIT seriesChanged();
  return seriesCount() - 1;
}

void LiveChart::clearSeries() {
  chart()->removeAllSeries();
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
  markStale();
}

void LiveChart::setPoints(int series, QList<QPointF> points) {
  Curve& curve = curves_[std::size_t(series)];
  curve.points = std::move(points);
  curve.ascends = ascendsInX(curve.points);
  curve.isStale = true;
  markStale();
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
  isStale_ = true;
  if (tick_.isActive()) return;
  const qint64 since = sinceRefresh_.isValid() ? sinceRefresh_.elapsed() : refreshMs;
  tick_.start(std::max(delay_, static_cast<int>(refreshMs - std::min<qint64>(since, refreshMs))));
}

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

QList<QPointF> LiveChart::toDrawn(const QList<QPointF>& points) const {
  QList<QPointF> drawn;
  drawn.reserve(points.size());
  for (const QPointF& point : points) {
    if (!std::isfinite(point.y()) || (logarithmic_ && point.y() <= 0)) continue;
    drawn.append(logarithmic_ ? QPointF(point.x(), std::log10(point.y())) : point);
  }
  return drawn;
}

void LiveChart::updateCurve(Curve& curve) {
  curve.isStale = false;
  curve.line->setVisible(curve.isVisible);
  const bool isSmoothed = curve.faint && smoothing_ > 0 && curve.points.size() > 2;
  if (curve.faint) curve.faint->setVisible(curve.isVisible && isSmoothed);
  if (!curve.isVisible) return;
  const int buckets = std::max(16, static_cast<int>(plotRect().width() / 2));
  const auto shown = [&](const QList<QPointF>& points) {
    return toDrawn(curve.ascends ? decimate(points, x_.low, x_.high, buckets) : points);
  };
  curve.line->replace(shown(isSmoothed ? smooth(curve.points, smoothing_) : curve.points));
  if (isSmoothed) curve.faint->replace(shown(curve.points));
}

bool LiveChart::isOutOfSight() const { return isVisible() && viewport()->visibleRegion().isEmpty(); }

void LiveChart::refreshIfSeen() {
  if (!isOutOfSight()) refresh();   // else drawBackground asks for it when somebody scrolls here
}

void LiveChart::refresh() {
  tick_.stop();
  sinceRefresh_.start();
  isStale_ = false;
  const ChartRange beforeX = x_, beforeY = y_;
  updateRanges();
  const bool hasMoved = !(beforeX == x_);
  if (hasMoved) xAxis_->setRange(x_.low, x_.high);
  if (!(beforeY == y_)) yAxis_->setRange(y_.low, y_.high);
  for (Curve& curve : curves_)
    if (curve.isStale || hasMoved) updateCurve(curve);
  viewport()->update();
}

void LiveChart::resizeEvent(QResizeEvent* event) {
  QChartView::resizeEvent(event);
  chart()->setPlotArea(plotRect());
  for (Curve& curve : curves_) curve.isStale = true;
  markStale();
}

void LiveChart::applyStyle(Curve& curve) {
  const QColor colour = seriesColour(curve.style);
  if (auto* scatter = qobject_cast<QScatterSeries*>(curve.line)) {
    scatter->setMarkerSize(6);
    scatter->setColor(colour);
    scatter->setBorderColor(Theme::instance().tokens().panel);
    return;
  }
  QPen pen(colour, curve.style.width, curve.style.dash);
  pen.setJoinStyle(Qt::BevelJoin);   // round joins cost a third more with thousands of points
  curve.line->setPen(pen);
  QColor faint = colour;
  faint.setAlphaF(0.28f);
  curve.faint->setPen(QPen(faint, 1));
}

void LiveChart::applyTheme() {
  setBackgroundBrush(Theme::instance().tokens().panel);
  for (Curve& curve : curves_) applyStyle(curve);
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
