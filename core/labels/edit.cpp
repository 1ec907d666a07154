// SPDX-License-Identifier: Apache-2.0
#include "core/labels/edit.h"

namespace assay {

Edit inverse(const Edit& edit) {
  Edit back = edit;
  if (auto* change = std::get_if<AnnotationChange>(&back.change)) std::swap(change->before, change->after);
  if (auto* change = std::get_if<StatusChange>(&back.change)) std::swap(change->before, change->after);
  return back;
}

}  // namespace assay
