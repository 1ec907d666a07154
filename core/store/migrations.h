// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"

namespace assay {

/// Schema version that this program writes (PRAGMA user_version).
inline constexpr int storeSchema = 1;

/// Brings a database from `from` up to storeSchema, step by step, in one transaction.
void migrateStore(Database& database, int from);

void migrationV1(Database& database);   // empty file -> 1

}  // namespace assay
