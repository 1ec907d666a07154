// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QFrame>

class QLabel;

namespace assay {

class ChartLegend;
class LiveChart;

/// A chart with its title, its legend and what its context menu offers.
class ChartPanel : public QFrame {
  Q_OBJECT

 public:
  explicit ChartPanel(const QString& title, QWidget* parent = nullptr);
  /// With a chart of another kind; takes it over.
  ChartPanel(const QString& title, LiveChart* chart, QWidget* parent);

  LiveChart& chart() const { return *chart_; }
  ChartLegend& legend() const { return *legend_; }
  void setTitle(const QString& title);
  QString title() const;

  /// Return an error text, or nothing.
  QString savePicture(const QString& file) const;
  QString saveTable(const QString& file) const;

 Q_SIGNALS:
  void status(const QString& text);

 protected:
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void askAndSave(const QString& filter, const QString& ending, const std::function<QString(const QString&)>& save);

  QLabel* title_;
  LiveChart* chart_;
  ChartLegend* legend_;
};

/// Encodes and writes in one step. Returns an error text, or nothing.
QString savePng(const QImage& image, const QString& file);
QString saveText(const QString& text, const QString& file);

}  // namespace assay
