// SPDX-License-Identifier: Apache-2.0
#include "core/store/migrations.h"

#include <array>
#include <string>

#include "core/store/statement.h"

namespace assay {

void migrateStore(Database& database) {
  static constexpr std::array<void (*)(Database&), storeSchema> steps{migrationV1, migrationV2};
  Transaction transaction(database);
  // Asked again under the write lock: another process may have migrated it meanwhile.
  int64_t version = 0;
  {
    Statement select(database, "PRAGMA user_version");
    if (select.step()) version = select.integer(0);
  }
  for (; version < storeSchema; ++version) steps[static_cast<std::size_t>(version)](database);
  execute(database, ("PRAGMA user_version = " + std::to_string(storeSchema)).c_str());
  transaction.commit();
}

}  // namespace assay
