// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <optional>
#include <regex>
#include <string>
#include <utility>
#include <vector>

namespace assay {

/// Names of one convention into those of another: the first pattern (ECMAScript) that is the whole name decides, $1, $2, ... are its groups.
class NameRules {
 public:
  NameRules(std::initializer_list<std::pair<const char*, const char*>> rules) {
    for (const auto& [pattern, replacement] : rules) rules_.emplace_back(std::regex(pattern), replacement);
  }
  /// None when no pattern matches.
  std::optional<std::string> apply(const std::string& name) const {
    for (const auto& [pattern, replacement] : rules_)
      if (std::regex_match(name, pattern)) return std::regex_replace(name, pattern, replacement);
    return std::nullopt;
  }

 private:
  std::vector<std::pair<std::regex, std::string>> rules_;
};

}  // namespace assay
