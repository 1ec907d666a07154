// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"

namespace assay {

/// Schema version that this program writes (PRAGMA user_version).
inline constexpr int storeSchema = 2;

/// Brings a database up to storeSchema, step by step, in one transaction.
void migrateStore(Database& database);

void migrationV1(Database& database);   // empty file -> 1
void migrationV2(Database& database);   // 1 -> 2

}  // namespace assay
