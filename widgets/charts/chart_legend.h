// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QPointer>
#include <QWidget>

namespace assay {

class LiveChart;

/// Names of a chart's series; a click, or Space on the one with the focus, shows or hides it.
class ChartLegend : public QWidget {
  Q_OBJECT

 public:
  explicit ChartLegend(LiveChart* chart, QWidget* parent = nullptr);

  QRect entryRect(int series) const;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {60, 20}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  std::vector<QRect> layOut(int width) const;
  void toggle(int series);

  QPointer<LiveChart> chart_;
  int current_ = 0;
};

}  // namespace assay
