// SPDX-License-Identifier: Apache-2.0
// What a relation classifier has to beat.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/text/relation_sentences.h"

namespace assay::text {

/// The relation that most training sentences have.
std::string commonestRelation(const std::vector<RelationSentence>& train);

/// Relations by one telling word: of the two and three neighbouring characters outside the names that occur in at least five
/// training sentences, the one in the sentence that most surely goes with one relation. Without any, the commonest relation.
class KeywordBaseline {
 public:
  explicit KeywordBaseline(const std::vector<RelationSentence>& train);
  std::string relationOf(const RelationSentence& sentence) const;

 private:
  struct Keyword {
    std::string relation;
    double share = 0;   // of the sentences with the word
  };
  std::string commonest_;
  std::unordered_map<std::u32string, Keyword> keywords_;
};

}  // namespace assay::text
