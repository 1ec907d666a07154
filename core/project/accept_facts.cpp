// SPDX-License-Identifier: Apache-2.0
#include "core/project/accept_facts.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/store/item_table.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

fs::path freeName(const fs::path& folder) {
  for (int number = 1;; ++number) {
    const fs::path file = folder / ("accepted-" + std::to_string(number) + ".tsv");
    if (!fs::exists(file)) return file;
  }
}

std::string linesOf(const std::vector<FactIds>& facts) {
  std::string text;
  for (const FactIds& fact : facts) {
    for (const std::string& id : fact)
      require(!id.empty() && id.find_first_of("\t\r\n") == std::string::npos, "the name `" + id + "` is empty or holds a tab or a line end", "accepted facts");
    text += fact[0] + '\t' + fact[1] + '\t' + fact[2] + '\n';
  }
  return text;
}

}  // namespace

fs::path acceptFacts(const Project& project, Database& database, const std::vector<FactIds>& facts) {
  require(!facts.empty(), "there is no fact to accept", "accepted facts");
  const std::string text = linesOf(facts);
  const fs::path folder = project.root / "graph";
  fs::create_directories(folder);
  const fs::path file = freeName(folder);
  Item item;
  item.kind = ItemKind::Triples;
  item.path = "graph/" + file.filename().string();
  item.sha256 = sha256Hex(text);
  item.width = 3;
  item.height = int(facts.size());
  item.split = Split::Train;
  item.status = LabelStatus::Labelled;
  item.source = "documents";
  Transaction transaction(database);   // a file that cannot be written leaves no row
  addItem(database, item);
  writeFileAtomically(file, text);
  try {
    transaction.commit();
  } catch (...) {   // nor a row that cannot be written a file
    std::error_code ignored;
    fs::remove(file, ignored);
    throw;
  }
  return file;
}

}  // namespace assay
