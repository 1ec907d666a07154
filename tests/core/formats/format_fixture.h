// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>

#include "core/formats/format.h"
#include "tests/support/test_files.h"

namespace assay {

inline ImportedSet readWith(const char* format, const std::filesystem::path& source, const ImportOptions& options = {}) {
  return formatByName(format).read(source, options, {});
}

/// What cannot be used is left out.
inline ImportOptions skipping() {
  ImportOptions options;
  options.skipBad = true;
  return options;
}

inline const Problem* findProblem(const ImportedSet& set, const std::string& whereEnd, const std::string& part) {
  for (const Problem& p : set.problems)
    if (p.where.ends_with(whereEnd) && contains(p.message, part)) return &p;
  return nullptr;
}

inline std::string problemText(const ImportedSet& set) {
  std::string text = "problems:";
  for (const Problem& p : set.problems) text += "\n  " + p.where + ": " + p.message;
  return text;
}

inline Box boxAt(const Item& item, std::size_t i) { return boundingBox(item.annotations.at(i).shape); }

}  // namespace assay

/// There is a problem of that severity whose place ends with `where` and whose message holds `part`.
#define ASSAY_VERIFY_PROBLEM(set, level, where, part)                                         \
  do {                                                                                        \
    const assay::Problem* found_ = assay::findProblem(set, where, part);                      \
    QVERIFY2(found_ && found_->severity == (level), assay::problemText(set).c_str());         \
  } while (false)
