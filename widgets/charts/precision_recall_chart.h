// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/report/detection_metrics.h"
#include "widgets/charts/live_chart.h"

namespace assay {

/// Precision over recall, with the working point as a line that can be dragged. Arrow keys move it by one
/// point of the curve (Shift: ten), Home and End to its ends.
class PrecisionRecallChart : public LiveChart {
  Q_OBJECT

 public:
  explicit PrecisionRecallChart(QWidget* parent = nullptr);

  /// Descending thresholds, as precisionRecallCurve() gives them; the curve that is dragged on.
  void setCurve(const QString& name, std::vector<CurvePoint> curve);
  /// One more, thin.
  void addCurve(const QString& name, int colour, const std::vector<CurvePoint>& curve);
  double threshold() const { return threshold_; }
  /// Where the line is in the widget, for hands and tests.
  QPointF handlePosition() const;

 public Q_SLOTS:
  void setThreshold(double threshold);

 Q_SIGNALS:
  void thresholdChanged(double threshold);

 protected:
  void drawForeground(QPainter* painter, const QRectF& rect) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  int pointAt(double threshold) const;
  void moveTo(double pixelX);
  void choose(int point);

  std::vector<CurvePoint> curve_;
  double threshold_ = 0.5;
  bool isDragging_ = false;
};

}  // namespace assay
