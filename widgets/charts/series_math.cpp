// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/series_math.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QLocale>

namespace assay {

namespace {

bool isLeftOf(const QPointF& point, double x) { return point.x() < x; }

/// The points of [begin, end) that decide how the bucket looks, in their own order.
void takeBucket(const QPointF* begin, const QPointF* end, QList<QPointF>& out) {
  if (end - begin <= 4) {
    for (const QPointF* point = begin; point != end; ++point) out.append(*point);
    return;
  }
  const QPointF* last = end - 1;
  const auto [low, high] = std::minmax_element(begin, end, [](const QPointF& a, const QPointF& b) { return a.y() < b.y(); });
  const QPointF* keep[] = {begin, std::min(low, high), std::max(low, high), last};
  const QPointF* previous = nullptr;
  for (const QPointF* point : keep) {
    if (point != previous) out.append(*point);
    previous = point;
  }
}

}  // namespace

QList<QPointF> decimate(const QList<QPointF>& points, double from, double to, int buckets) {
  if (points.isEmpty() || buckets < 1 || !(to > from)) return points;
  const QPointF* data = points.constData();
  const QPointF* end = data + points.size();
  const QPointF* first = std::lower_bound(data, end, from, isLeftOf);
  const QPointF* stop = std::upper_bound(first, end, to, [](double x, const QPointF& p) { return x < p.x(); });
  if (first != data) --first;
  if (stop != end) ++stop;
  if (stop - first <= 4 * buckets) return QList<QPointF>(first, stop);
  QList<QPointF> out;
  out.reserve(4 * buckets + 8);
  const double width = (to - from) / buckets;
  for (const QPointF* begin = first; begin != stop;) {
    const double limit = from + (std::floor((begin->x() - from) / width) + 1) * width;
    const QPointF* next = std::lower_bound(begin + 1, stop, limit, isLeftOf);
    takeBucket(begin, next, out);
    begin = next;
  }
  return out;
}

QPolygonF envelope(const QPolygonF& pixels, double width) {
  QPolygonF upper, lower;
  for (qsizetype i = 0; i < pixels.size();) {
    const double column = std::floor(pixels[i].x());
    double top = pixels[i].y(), bottom = top;
    if (i > 0 && column > std::floor(pixels[i - 1].x()) + 1) {   // a gap is crossed by a thin line
      for (const QPointF& end : {QPointF(std::floor(pixels[i - 1].x()) + 1, pixels[i - 1].y()), QPointF(column, top)}) {
        upper.append({end.x(), end.y() - width / 2});
        lower.append({end.x(), end.y() + width / 2});
      }
    } else if (i > 0) {   // columns hang together
      top = std::min(top, pixels[i - 1].y());
      bottom = std::max(bottom, pixels[i - 1].y());
    }
    for (; i < pixels.size() && std::floor(pixels[i].x()) == column; ++i) {
      top = std::min(top, pixels[i].y());
      bottom = std::max(bottom, pixels[i].y());
    }
    upper.append({column + 0.5, top - width / 2});
    lower.append({column + 0.5, bottom + width / 2});
  }
  std::reverse(lower.begin(), lower.end());
  return upper + lower;
}

QList<QPointF> smooth(const QList<QPointF>& points, double weight) {
  if (weight <= 0) return points;
  QList<QPointF> out;
  out.reserve(points.size());
  double average = 0, share = 0;   // share: how much of the average is real, 1 - weight^n
  for (const QPointF& point : points) {
    if (!std::isfinite(point.y())) {
      out.append(point);
      continue;
    }
    average = weight * average + (1 - weight) * point.y();
    share = weight * share + (1 - weight);
    out.append({point.x(), average / share});
  }
  return out;
}

std::vector<double> niceTicks(double low, double high, int wanted) {
  if (!(high > low) || wanted < 1 || !std::isfinite(high - low)) return {low};
  const double rough = (high - low) / wanted;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  const double share = rough / power;
  const double step = (share <= 1.0 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10) * power;
  std::vector<double> ticks;
  const double slack = step * 1e-9;
  for (double i = std::ceil((low - slack) / step); i * step <= high + slack; ++i) ticks.push_back(i * step);
  return ticks;
}

std::vector<double> logTicks(double low, double high) {
  std::vector<double> ticks;
  const bool withinDecades = high - low < 2;
  const double each = std::max(1.0, std::ceil((high - low) / 6));
  for (double decade = std::floor(low); decade <= high; decade += withinDecades ? 1 : each) {
    for (double factor : {1.0, 2.0, 5.0}) {
      if (factor > 1 && !withinDecades) break;
      const double at = decade + std::log10(factor);
      if (at >= low && at <= high) ticks.push_back(at);
    }
  }
  return ticks;
}

namespace {

QString withExponent(double value) {
  const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
  return QLocale().toString(value / std::pow(10, exponent), 'g', 3) + QStringLiteral("e%1").arg(exponent);
}

}  // namespace

QString shortNumber(double value) {
  const QLocale locale;
  if (!std::isfinite(value)) return QStringLiteral("–");
  const double size = std::abs(value);
  if (size == 0) return locale.toString(0);
  if (size >= 1e6 || size < 1e-3) return withExponent(value);
  if (size >= 100) return locale.toString(static_cast<qlonglong>(std::llround(value)));
  return locale.toString(value, 'g', 3);
}

QString tickText(double value, double step) {
  if (std::abs(value) < step * 1e-9) value = 0;
  if (step < 1e-3 || std::abs(value) >= 1e6) return value == 0 ? QLocale().toString(0) : withExponent(value);
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
  return QLocale().toString(value, 'f', decimals);
}

QString percentNumber(double share) {
  const QLocale locale;
  if (share >= 1) return locale.toString(100);
  return locale.toString(std::min(99.9, 100 * share), 'f', 1);
}

double valueAt(const QList<QPointF>& points, double x) {
  const auto after = std::upper_bound(points.begin(), points.end(), x, [](double at, const QPointF& p) { return at < p.x(); });
  return after == points.begin() ? std::numeric_limits<double>::quiet_NaN() : (after - 1)->y();
}

}  // namespace assay
