// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

namespace assay {

/// One bar a class, in the class's colour, on one scale.
class ClassBalance : public QWidget {
  Q_OBJECT

 public:
  struct Row {
    QString name;
    int colour = 0;   ///< index into the series palette
    int count = 0;
  };
  explicit ClassBalance(QWidget* parent = nullptr) : QWidget(parent) {}
  void setRows(std::vector<Row> rows);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<Row> rows_;
};

}  // namespace assay
