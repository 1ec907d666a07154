// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/gallery/gallery_tile.h"

class QLabel;

namespace assay {

class GalleryModel;
class ImageCanvas;
class ImageLoader;

/// One picture large over the gallery, with its boxes. Arrows go on, Space or Esc closes, Enter opens.
class QuickLook : public QWidget {
  Q_OBJECT

 public:
  /// Covers `parent`.
  QuickLook(GalleryModel* model, QWidget* parent);
  void open(ItemId item);
  ItemId item() const { return item_; }

 Q_SIGNALS:
  void moved(assay::ItemId item);       ///< an arrow went on
  void chosen(assay::ItemId item);      ///< Enter: open it to label

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  bool handleKey(int key);
  void show(const QString& file);
  void close();

  GalleryModel* model_;
  ImageLoader* loader_;
  ImageCanvas* canvas_;
  QLabel* caption_;
  ItemId item_;
  QString file_;
};

}  // namespace assay
