// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace assay {

/// A project's name over its folder, as one thing to press.
class RecentButton : public QAbstractButton {
  Q_OBJECT

 public:
  RecentButton(const QString& name, const QString& folder, QWidget* parent = nullptr);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString folder_;
};

}  // namespace assay
