// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <set>

#include <QListView>
#include <QTimer>

#include "widgets/canvas/canvas_shape.h"
#include "widgets/gallery/thumbnail_loader.h"
#include "widgets/pages/evaluation_data.h"

class QStandardItemModel;

namespace assay {

/// What the gallery and the large view need to know of an image's file.
struct ImagePlace {
  QString file, reference;      ///< absolute; reference may be empty
  std::string sha256;
  QSize size;                   ///< pixels; empty when not known
};

/// Truth against prediction on one image, as shapes of the canvas.
std::vector<CanvasShape> shapesOf(const ImageResult& image, double threshold, const std::function<QColor(const std::string&)>& colourOf);

/// Images, worst first, with truth and prediction drawn on them.
class EvaluationGallery : public QListView {
  Q_OBJECT

 public:
  static constexpr int imageRole = Qt::UserRole + 1;   ///< index into DetectionResult::images

  explicit EvaluationGallery(QWidget* parent = nullptr);

  void setPlaces(std::vector<ImagePlace> places);
  /// `only`: the images to show; none: all.
  void show(std::shared_ptr<const EvaluationData> data, double threshold, const std::optional<std::set<int>>& only);
  void setColours(std::function<QColor(const std::string&)> colourOf) { colourOf_ = std::move(colourOf); }
  QList<int> images() const;
  const ImagePlace& place(int image) const { return places_[std::size_t(image)]; }
  bool isIdle() const { return thumbnails_.isIdle() && !wantTimer_.isActive(); }
  const std::function<QColor(const std::string&)>& colours() const { return colourOf_; }

 Q_SIGNALS:
  void imageChosen(int image);
  void idleChanged();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;

 private:
  friend class EvaluationTile;
  void wantVisible();

  std::shared_ptr<const EvaluationData> data_;
  std::vector<ImagePlace> places_;
  double threshold_ = 0.5;
  std::function<QColor(const std::string&)> colourOf_;
  QStandardItemModel* model_;
  ThumbnailLoader thumbnails_;
  QTimer wantTimer_;
};

}  // namespace assay
