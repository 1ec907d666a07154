// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include <QChartView>
#include <QElapsedTimer>
#include <QList>
#include <QPolygonF>
#include <QTimer>

namespace assay {

struct SeriesStyle {
  enum class Mark { Line, Points };
  QString name;
  int colour = 0;                       ///< index for Theme::series(); negative: the colour of text
  Qt::PenStyle dash = Qt::SolidLine;
  Mark mark = Mark::Line;
  double width = 1.5;                   ///< pixels
};

QColor seriesColour(const SeriesStyle& style);

struct ChartRange {
  double low = 0, high = 1;
  double length() const { return high - low; }
  bool operator==(const ChartRange&) const = default;
};

/// Curves that may grow ten times a second for hours. What is drawn never exceeds a few points a pixel,
/// what is kept never exceeds maxPoints a series; software painting is enough. The curves are painted here: a series
/// of Qt Charts strokes its outline at every change, to be found by the mouse, and that alone took a core. What grows is
/// painted when it grew by a pixel, and no more often than costs a thousandth of a core while that is once a second: the training has the others.
///
/// Mouse: wheel zooms x around the cursor (Ctrl: y), drag moves, double click shows all.
/// Keys: arrows move, + and - zoom, Home or 0 shows all.
class LiveChart : public QChartView {
  Q_OBJECT

 public:
  static constexpr int maxPoints = 16384;

  explicit LiveChart(QWidget* parent = nullptr);
  ~LiveChart() override;

  int addSeries(const SeriesStyle& style);
  void clearSeries();
  int seriesCount() const { return static_cast<int>(curves_.size()); }
  const SeriesStyle& style(int series) const { return curves_[std::size_t(series)].style; }
  void append(int series, const QPointF& point);
  void setPoints(int series, QList<QPointF> points);
  const QList<QPointF>& points(int series) const { return curves_[std::size_t(series)].points; }
  void setSeriesVisible(int series, bool visible);
  bool isSeriesVisible(int series) const { return curves_[std::size_t(series)].isVisible; }

  void setAxisTitles(const QString& x, const QString& y);
  const QString& xTitle() const { return xTitle_; }
  const QString& yTitle() const { return yTitle_; }
  void setLogarithmic(bool logarithmic);
  bool isLogarithmic() const { return logarithmic_; }
  /// Weight of the past in [0, 1); the unsmoothed line stays, faint.
  void setSmoothing(double weight);
  /// The range that "show all" means, instead of that of the data.
  void setHome(std::optional<ChartRange> x, std::optional<ChartRange> y);

  ChartRange xRange() const { return x_; }
  /// In what is drawn: exponents of ten on a logarithmic axis.
  ChartRange yRange() const { return y_; }
  void setXRange(const ChartRange& range);
  void showAll();
  bool isZoomed() const { return zoomX_ || zoomY_; }
  QRectF plotRect() const;
  QPointF toPixel(const QPointF& value) const;
  QPointF toValue(const QPointF& pixel) const;

  /// NaN: none.
  void setCursor(double x);
  double cursorPosition() const { return cursor_; }
  /// "name value" of every visible series at x.
  QStringList readOut(double x) const;

  /// Draws what is new now instead of at the next tenth of a second.
  void refresh();
  /// A chart that is scrolled out of its page is not drawn, and waits for nobody.
  bool isUpToDate() const { return !isStale_ || isOutOfSight(); }
  /// Columns: x, then one a series; a row for each x that any series has.
  QString csv() const;
  QImage picture(double scale = 2);
  void setEmptyText(const QString& text);
  QSize sizeHint() const override { return {360, 200}; }
  QSize minimumSizeHint() const override { return {200, 132}; }

 Q_SIGNALS:
  /// By hand, not by setXRange().
  void xRangeChanged(const assay::ChartRange& range);
  void shownAll();
  void cursorMoved(double x);
  void seriesChanged();

 protected:
  void drawBackground(QPainter* painter, const QRectF& rect) override;
  void drawForeground(QPainter* painter, const QRectF& rect) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void markStale();

 private:
  /// What is painted of some points, in pixels.
  struct Trace {
    QPolygonF points;
    bool isBand = false;          ///< points go around an area; else along a line
  };
  struct Curve {
    SeriesStyle style;
    QList<QPointF> points;
    Trace line, faint;            ///< faint: the raw line behind a smoothed one
    bool isVisible = true;
    bool isStale = true;
    bool ascends = true;
  };
  void applyTheme();
  bool isOutOfSight() const;
  void refreshIfSeen();
  void updateRanges();
  ChartRange fitY(const ChartRange& x) const;
  ChartRange fitX() const;
  void updateCurve(Curve& curve);
  QPolygonF toPixels(const QList<QPointF>& points) const;
  Trace trace(const Curve& curve, const QList<QPointF>& points, double width) const;
  double newestX() const;
  bool hasGrownVisibly() const;
  void markGrown();
  int interval() const;
  void zoom(double factor, const QPointF& around, Qt::Orientation direction);
  void pan(double dx, double dy);
  void viewChanged();
  void drawTicks(QPainter& painter, const QRectF& plot) const;
  void drawCurves(QPainter& painter, const QRectF& plot) const;
  void drawReadOut(QPainter& painter, const QRectF& plot) const;

  std::vector<Curve> curves_;
  QString xTitle_, yTitle_, emptyText_;
  bool logarithmic_ = false;
  double smoothing_ = 0;
  ChartRange x_, y_;
  std::optional<ChartRange> zoomX_, zoomY_, homeX_, homeY_;
  double cursor_ = std::numeric_limits<double>::quiet_NaN();
  QTimer tick_;
  QElapsedTimer sinceRefresh_;
  double paintMs_ = 0;   ///< what painting takes, on average
  double drawnTo_ = -std::numeric_limits<double>::infinity();   ///< newestX() when all else was last drawn; -inf: all else has changed
  int delay_ = 0;   ///< ms; differs from chart to chart, so that not all are painted in one turn of the loop
  bool isStale_ = false;
  std::optional<QPointF> dragged_;
};

}  // namespace assay
