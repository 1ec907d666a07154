// SPDX-License-Identifier: Apache-2.0
// Remembers which splits were drawn by us, so that drawing again leaves those alone that came with the data.
#include "core/store/migrations.h"
#include "core/store/statement.h"

namespace assay {

void migrationV2(Database& database) {
  execute(database, R"sql(
    -- Holds only as long as the item still has that split: one set by hand afterwards is a person's word.
    CREATE TABLE drawn_split (
      item INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,
      split TEXT NOT NULL);
  )sql");
}

}  // namespace assay
