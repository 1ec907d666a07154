// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/journal.h"
#include "tests/support/random_labels.h"

namespace assay {

/// An edit that fits what the database holds now: adds, changes or removes a label, or sets a status.
inline Edit randomEdit(Random& random, Database& database, const std::vector<Item>& items) {
  Edit edit;
  edit.item = items[std::size_t(random.below(int64_t(items.size())))].id;
  const std::vector<Annotation> present = annotationsOf(database, edit.item);
  const int64_t kind = random.below(4);
  if (kind == 0) {
    edit.change = StatusChange{LabelStatus::Unlabelled, LabelStatus(random.below(3))};
  } else if (kind == 1 || present.empty()) {
    edit.change = AnnotationChange{std::nullopt, randomLabel(random)};
  } else {
    const Annotation before = present[std::size_t(random.below(int64_t(present.size())))];
    Annotation after = randomLabel(random);
    after.id = before.id;
    edit.change = AnnotationChange{before, kind == 2 ? std::optional(after) : std::nullopt};
  }
  return edit;
}

}  // namespace assay
