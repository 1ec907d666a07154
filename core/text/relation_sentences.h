// SPDX-License-Identifier: Apache-2.0
// Sentences that say how two names in them are related: what a relation classifier learns from.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/progress.h"

namespace assay {

/// Characters (code points) [begin, end).
struct CharRange {
  int32_t begin = 0, end = 0;
  bool operator==(const CharRange&) const = default;
};

struct RelationSentence {
  std::u32string text;
  CharRange head, tail;
  std::string relation;
  bool operator==(const RelationSentence&) const = default;
};

struct RelationFile {
  std::vector<RelationSentence> sentences;
  int64_t unnamed = 0;        ///< lines left out: the sentence does not have the head or the tail
  bool isGb18030 = false;
};

/// Lines "head TAB tail TAB relation TAB sentence", as FinRE has them; empty lines do not count. A name that occurs several
/// times is taken where the two are nearest to each other and apart. Throws Error{BadInput, "file:line"} for a line with fewer
/// columns or an empty one.
ASSAY_CORE_API RelationFile readRelationSentences(const std::filesystem::path& file, const Progress& progress);

/// True for the labels by which data sets say that two names are not related: unknown, NA, no_relation, none, Other.
ASSAY_CORE_API bool saysUnrelated(std::string_view relation);

/// Where the two names stand; false when one of them does not.
ASSAY_CORE_API bool placeNames(std::u32string_view text, std::u32string_view head, std::u32string_view tail, CharRange& headAt, CharRange& tailAt);

}  // namespace assay
