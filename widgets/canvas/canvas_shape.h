// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>
#include <QString>

#include "widgets/canvas/shape_area.h"

namespace assay {

/// What a box on the canvas means; decides how it is drawn, never what may be done with it.
enum class ShapeStyle {
  Label,        ///< a person's or an imported label: solid
  Prediction,   ///< what the model says: dashed
  Truth,        ///< a label beside predictions: solid and thin
  Found,        ///< a prediction that meets a label
  Missed,       ///< a label that no prediction meets: thick
  FalseBox,     ///< a prediction that meets no label: dotted
};

/// One box in pixels of the image, or what lies in it.
struct CanvasShape {
  qint64 id = 0;             ///< the owner's name for it; 0 is never selected
  QRectF box;
  QColor colour;
  QString label;             ///< class name; empty: none is written
  double score = -1;         ///< confidence in [0, 1]; negative: none is written
  ShapeStyle style = ShapeStyle::Label;
  bool isEditable = true;    ///< may be deleted
  bool isResizable = true;   ///< and moved and resized
  ShapeArea area = {};       ///< what it covers of its box, where that is not all of it

  bool operator==(const CanvasShape&) const = default;
};

}  // namespace assay
