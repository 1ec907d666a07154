// SPDX-License-Identifier: Apache-2.0
// Sentences in which somebody has marked the names: what a tagger learns from.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/text/tag_scheme.h"

namespace assay {

/// Spans count characters (code points), in order, none over another.
struct TaggedSentence {
  std::u32string text;
  std::vector<LabelledSpan> names;
  bool operator==(const TaggedSentence&) const = default;
};

struct TaggedFile {
  std::vector<TaggedSentence> sentences;
  int64_t overlapping = 0;     ///< names left out, because a longer one covers a part of them
  int64_t unlabelled = 0;      ///< JSON objects without `label`, left out
  bool isGb18030 = false;
};

/// Columns as in CoNLL: a character (or word), blanks, perhaps more columns, and the tag last; an empty line ends a sentence.
/// Or JSON objects, one after the other or in a list: {"text": "...", "label": {type: {name: [[first, last], ...]}}}, as CLUENER
/// has them. UTF-8 or GB18030. Throws Error{BadInput, "file:line"} for a line without a tag, a tag of no known scheme,
/// places outside the text.
ASSAY_CORE_API TaggedFile readTaggedSentences(const std::filesystem::path& file, const Progress& progress);

}  // namespace assay
