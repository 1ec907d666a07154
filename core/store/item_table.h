// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/labels/item.h"
#include "core/labels/snapshot.h"
#include "core/store/database.h"

namespace assay {

/// Adds an item with its annotations (status as given). Not journalled: imports are undone as a whole
/// by removeItems. Throws Error{BadInput} when `path` is there already.
ASSAY_CORE_API ItemId addItem(Database& database, const Item& item);
ASSAY_CORE_API void removeItems(Database& database, const std::vector<ItemId>& items);
/// Path, reference, split, status, size, group; not annotations.
ASSAY_CORE_API void updateItem(Database& database, const Item& item);

enum class With { ItemsOnly, Annotations };
ASSAY_CORE_API std::vector<Item> listItems(Database& database, With with);   ///< id order
ASSAY_CORE_API std::optional<Item> findItem(Database& database, ItemId id);  ///< with annotations
ASSAY_CORE_API std::optional<Item> findItemByPath(Database& database, const std::string& path);
ASSAY_CORE_API std::optional<Item> findItemByHash(Database& database, const std::string& sha256);
/// Annotation counts per item and class: what facets and tiles need without loading shapes.
struct ClassCount { ItemId item; std::string className; int count; };
ASSAY_CORE_API std::vector<ClassCount> classCounts(Database& database);

/// The project's present state as a dataset version value (see snapshot.h). Withheld items keep no annotations.
ASSAY_CORE_API Snapshot takeSnapshot(Database& database, const std::string& task,
                                     const std::vector<std::string>& classes);

}  // namespace assay
