// SPDX-License-Identifier: Apache-2.0
#include "core/store/migrations.h"

#include <array>
#include <string>

#include "core/store/statement.h"

namespace assay {

void migrateStore(Database& database, int from) {
  static constexpr std::array<void (*)(Database&), storeSchema> steps{migrationV1};
  Transaction transaction(database);
  for (int version = from; version < storeSchema; ++version) steps[static_cast<std::size_t>(version)](database);
  execute(database, ("PRAGMA user_version = " + std::to_string(storeSchema)).c_str());
  transaction.commit();
}

}  // namespace assay
