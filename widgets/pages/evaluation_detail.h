// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QWidget>

#include "widgets/canvas/image_loader.h"
#include "widgets/pages/evaluation_gallery.h"

class QLabel;

namespace assay {

class ImageCanvas;

/// One image large, truth against prediction. Left and right go through the gallery's order, Esc goes back.
class EvaluationDetail : public QWidget {
  Q_OBJECT

 public:
  explicit EvaluationDetail(EvaluationGallery* gallery, QWidget* parent = nullptr);
  void show(std::shared_ptr<const EvaluationData> data, int image, double threshold);
  int image() const { return image_; }
  ImageCanvas& canvas() const { return *canvas_; }
  bool isIdle() const { return loader_.isIdle(); }

 Q_SIGNALS:
  void closed();
  void labelWanted(int image);
  void idleChanged();

 private:
  void step(int by);
  void takeImage(const QString& file);

  EvaluationGallery* gallery_;
  ImageCanvas* canvas_;
  QLabel* title_;
  ImageLoader loader_;
  std::shared_ptr<const EvaluationData> data_;
  int image_ = 0;
  double threshold_ = 0.5;
};

}  // namespace assay
