// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

namespace assay {

/// Where the time went, as one stacked bar with its key below.
class TimeBar : public QWidget {
  Q_OBJECT

 public:
  struct Part { QString name; double seconds = 0; int colour = 0; };   ///< colour: place in the palette

  explicit TimeBar(QWidget* parent = nullptr);
  void setParts(std::vector<Part> parts);
  double share(int part) const;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  double total() const;
  QRect barRect() const;
  std::vector<Part> parts_;
};

}  // namespace assay
