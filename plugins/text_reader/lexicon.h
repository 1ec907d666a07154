// SPDX-License-Identifier: Apache-2.0
// Numbers for characters, pairs of neighbours, kinds of names and relations: what the training text had.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/json.h"

namespace assay::text {

/// Counts while a text is read; what is rare gets no number.
class Lexicon {
 public:
  static constexpr int64_t padding = 0, unknown = 1;

  Lexicon() = default;
  /// From texts: characters seen twice, neighbours seen three times. Labels in the order of their counts, then names.
  struct Sources {
    std::vector<std::u32string> texts;
    std::vector<std::string> types, relations;   ///< one entry a use
  };
  explicit Lexicon(const Sources& sources);

  /// Character by character what counts as one: width, case and digits folded.
  static std::u32string alike(std::u32string_view text);

  /// Numbers of a text's characters, and of each with the one before it. Full- and half-width forms, cases and digits are one.
  std::vector<int64_t> charactersOf(std::u32string_view text) const;
  std::vector<int64_t> pairsOf(std::u32string_view text) const;

  int64_t characterCount() const { return int64_t(characters_.size()) + 2; }
  int64_t pairCount() const { return int64_t(pairs_.size()) + 2; }
  const std::vector<std::string>& types() const { return types_; }
  const std::vector<std::string>& relations() const { return relations_; }
  /// -1: not in the training text.
  int64_t typeNumber(const std::string& type) const { return find(types_, type); }
  int64_t relationNumber(const std::string& relation) const { return find(relations_, relation); }

  Json toJson() const;
  /// Throws Error{BadInput}.
  static Lexicon fromJson(const Json& json, const std::string& where);

 private:
  static int64_t find(const std::vector<std::string>& names, const std::string& name);
  void number();

  std::u32string characters_;                 // in the order of their numbers, from 2
  std::vector<std::u32string> pairs_;
  std::vector<std::string> types_, relations_;
  std::unordered_map<char32_t, int64_t> characterNumbers_;
  std::unordered_map<uint64_t, int64_t> pairNumbers_;
};

}  // namespace assay::text
