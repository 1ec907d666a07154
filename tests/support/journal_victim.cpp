// SPDX-License-Identifier: Apache-2.0
// Labels without a pause until it is killed. Each edit that was acknowledged is told on stdout as one byte, so that
// the test knows what must be on disk. Arguments: database, seed.
#include <cstdlib>
#include <unistd.h>

#include "core/store/item_table.h"
#include "core/store/journal.h"
#include "tests/support/random_edits.h"

int main(int count, char** arguments) {
  if (count != 3) return 2;
  assay::Database database(arguments[1], assay::OpenMode::ReadWrite);
  assay::Random random(std::strtoull(arguments[2], nullptr, 10));
  const auto items = assay::listItems(database, assay::With::ItemsOnly);
  for (;;) {
    assay::applyEdit(database, assay::randomEdit(random, database, items));
    if (write(STDOUT_FILENO, "+", 1) != 1) return 1;
  }
}
