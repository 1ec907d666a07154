// SPDX-License-Identifier: Apache-2.0
// The annotation table, shared by item_table and journal.
#pragma once

#include <vector>

#include "core/labels/annotation.h"
#include "core/store/database.h"

namespace assay {

/// Inserts; keeps `annotation.id` when it has one (undo brings a label back under its old id).
AnnotationId insertAnnotation(Database& database, ItemId item, const Annotation& annotation);
void updateAnnotation(Database& database, const Annotation& annotation);
void deleteAnnotation(Database& database, AnnotationId id);
std::vector<Annotation> selectAnnotations(Database& database, ItemId item);   ///< id order

}  // namespace assay
