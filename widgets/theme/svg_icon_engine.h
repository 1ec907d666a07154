// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIconEngine>
#include <QString>

namespace assay {

/// Draws resources/icons/<name>.svg in the colours of the theme that is in force when it paints, so
/// an icon made once follows every later change of theme and is sharp at every scale.
class SvgIconEngine : public QIconEngine {
 public:
  explicit SvgIconEngine(const QString& name);

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
  QIconEngine* clone() const override;
  bool isNull() override { return source_.isEmpty(); }
  QString key() const override { return "assay-svg"; }

 private:
  QString name_;
  QByteArray source_;
};

}  // namespace assay
