// SPDX-License-Identifier: Apache-2.0
// One change of one item's labels, with what is needed to undo it. Edits are what the journal keeps.
#pragma once

#include <optional>
#include <variant>

#include "core/labels/item.h"

namespace assay {

struct AnnotationChange {
  std::optional<Annotation> before;   ///< none: it was added
  std::optional<Annotation> after;    ///< none: it was removed
};

struct StatusChange {
  LabelStatus before = LabelStatus::Unlabelled;
  LabelStatus after = LabelStatus::Unlabelled;
};

struct Edit {
  int64_t sequence = 0;   ///< place in the journal, given by it
  ItemId item;
  std::variant<AnnotationChange, StatusChange> change;
};

/// The edit that takes `edit` back.
ASSAY_CORE_API Edit inverse(const Edit& edit);

}  // namespace assay
