// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/svg_icon_engine.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "widgets/theme/theme.h"

namespace assay {

namespace {

QColor inkFor(QIcon::Mode mode, QIcon::State state) {
  const Tokens& tokens = Theme::instance().tokens();
  if (mode == QIcon::Disabled) return tokens.disabledText;
  if (state == QIcon::On) return tokens.accent;
  return mode == QIcon::Normal ? tokens.secondaryText : tokens.text;
}

}  // namespace

SvgIconEngine::SvgIconEngine(const QString& name) : name_(name) {
  QFile file(":/icons/" + name + ".svg");
  if (file.open(QIODevice::ReadOnly)) source_ = file.readAll();
}

void SvgIconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) {
  QByteArray svg = source_;
  svg.replace("\"#000\"", '"' + inkFor(mode, state).name().toLatin1() + '"');
  QSvgRenderer renderer(svg);
  renderer.render(painter, rect);
}

QPixmap SvgIconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) {
  return scaledPixmap(size, mode, state, 1.0);
}

QPixmap SvgIconEngine::scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) {
  const QString key = QString("assay-icon/%1/%2x%3@%4/%5")
                          .arg(name_).arg(size.width()).arg(size.height()).arg(scale)
                          .arg(inkFor(mode, state).name());
  QPixmap result;
  if (QPixmapCache::find(key, &result)) return result;
  result = QPixmap(size);   // Qt passes device pixels here
  result.fill(Qt::transparent);
  QPainter painter(&result);
  paint(&painter, QRect(QPoint(0, 0), size), mode, state);
  painter.end();
  result.setDevicePixelRatio(scale);
  QPixmapCache::insert(key, result);
  return result;
}

QIconEngine* SvgIconEngine::clone() const { return new SvgIconEngine(*this); }

}  // namespace assay
