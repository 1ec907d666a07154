// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/strong_id.h"
#include "core/labels/shape.h"

namespace assay {

/// Who drew a label.
enum class Origin { Human, Imported, Model };

/// One label on one item. `className` is one of the project's classes.
struct Annotation {
  AnnotationId id;
  std::string className;
  Shape shape;
  Origin origin = Origin::Human;
  bool operator==(const Annotation&) const = default;
};

/// What a model says: a box with its class and confidence in [0, 1].
struct Detection {
  std::string className;
  Box box;
  double score = 0;
  std::optional<Mask> mask = {};   ///< what of the box, where the model says so
  bool operator==(const Detection&) const = default;
};

}  // namespace assay
