// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic of curves, apart from any window.
#pragma once

#include <utility>
#include <vector>

#include <QList>
#include <QPointF>
#include <QPolygonF>
#include <QString>

namespace assay {

/// At most four points a bucket (first, lowest, highest, last), so that no peak is lost however many
/// points share a pixel. `points` ascend in x. Points outside [from, to] are left out but for the one
/// just beyond each end, so that lines run to the edge.
QList<QPointF> decimate(const QList<QPointF>& points, double from, double to, int buckets);

/// The line through `pixels` (ascending in x) as the polygon around its lowest and highest places in each column, `width`
/// thick; for lines of more points than columns.
QPolygonF envelope(const QPolygonF& pixels, double width);

/// Exponential moving average, y' = weight * y'(before) + (1 - weight) * y, corrected for its start so
/// that the first point stays where it is. Weight 0: unchanged; not finite values pass and do not count.
QList<QPointF> smooth(const QList<QPointF>& points, double weight);

/// About `wanted` round numbers (1, 2, 5 times a power of ten) inside [low, high], ascending.
std::vector<double> niceTicks(double low, double high, int wanted);
/// Powers of ten as exponents inside [low, high] (exponents too); 2 and 5 times them when these are few.
std::vector<double> logTicks(double low, double high);

/// Three significant digits in the user's locale: "0.0153", "1,240", "2.1e-5".
QString shortNumber(double value);
/// As many decimals as the distance of the ticks needs; all ticks of an axis in the same notation.
QString tickText(double value, double step);
/// A share as at most three digits, without the sign: "96.6", "100". What is less than all never reads as all.
QString percentNumber(double share);

/// Value of a curve at x: its last point at or before x, or NaN before the first.
double valueAt(const QList<QPointF>& points, double x);

}  // namespace assay
