// SPDX-License-Identifier: Apache-2.0
// The edit journal: label tables and journal row change in one transaction, so after a kill at any
// moment every edit that returned is there, and at most the one in flight is not. Undo is unlimited and
// survives a restart: undone edits stay as the redo tail until the next new edit cuts them off.
#pragma once

#include <optional>

#include "core/labels/edit.h"
#include "core/store/database.h"

namespace assay {

ASSAY_CORE_API std::vector<Annotation> annotationsOf(Database& database, ItemId item);

/// Returns the edit with sequence and (for an addition) annotation id filled in.
ASSAY_CORE_API Edit applyEdit(Database& database, const Edit& edit);

ASSAY_CORE_API bool canUndo(Database& database);
ASSAY_CORE_API bool canRedo(Database& database);
/// The edit that was taken back or done again; none at the end of the journal.
ASSAY_CORE_API std::optional<Edit> undo(Database& database);
ASSAY_CORE_API std::optional<Edit> redo(Database& database);

/// All edits in order, undone ones left out.
ASSAY_CORE_API std::vector<Edit> journal(Database& database);

}  // namespace assay
