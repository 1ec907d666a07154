// SPDX-License-Identifier: Apache-2.0
// Keeps a list of problems readable when 20,000 files are missing at once. Private to core/project.
#pragma once

#include <map>
#include <string>

#include "core/base/problem.h"

namespace assay {

class ProblemBag {
 public:
  /// `kind` names what is counted together: "is missing".
  void add(const std::string& kind, Problem problem) {
    if (++counts_[kind] <= listed) problems_.push_back(std::move(problem));
    else last_[kind] = std::move(problem);
  }
  void add(Problems problems) {
    for (Problem& problem : problems) problems_.push_back(std::move(problem));
  }

  /// Everything, and one line for each kind that had more.
  Problems take() {
    for (auto& [kind, problem] : last_)
      problems_.push_back({problem.severity, {}, "and " + std::to_string(counts_[kind] - listed) + " more: " + kind, problem.fix});
    return std::move(problems_);
  }

 private:
  static constexpr int64_t listed = 20;
  Problems problems_;
  std::map<std::string, int64_t> counts_;
  std::map<std::string, Problem> last_;
};

}  // namespace assay
