// SPDX-License-Identifier: Apache-2.0
// Validation returns a list, so that a person sees every problem at once.
#pragma once

#include <string>
#include <vector>

namespace assay {

enum class Severity { Warning, Error };

struct Problem {
  Severity severity = Severity::Error;
  std::string where;     ///< option key, image path, `file:line`, ...
  std::string message;   ///< what is wrong and what was expected
  std::string fix;       ///< id of an action that mends it ("split.make"), or empty
};

using Problems = std::vector<Problem>;

inline bool hasErrors(const Problems& problems) {
  for (const Problem& p : problems)
    if (p.severity == Severity::Error) return true;
  return false;
}

}  // namespace assay
