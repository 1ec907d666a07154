// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/progress.h"
#include "plugins/text_reader/text_samples.h"

namespace assay::text {

struct FoundName {
  LabelledSpan span;
  double score = 0;   ///< probability of its least certain character's tag
};

/// Names that begin and end where words do, in scripts with blanks between words; of two that then meet the first stays.
std::vector<FoundName> wholeWords(std::vector<FoundName> names, std::u32string_view text);

/// Names (whole words, where blanks stand between words) and relations of many sentences, in batches of like length. The network is in evaluation mode, without gradients.
class SentenceReader {
 public:
  SentenceReader(TextNetwork& network, const Lexicon& lexicon) : network_(network), lexicon_(lexicon) {}

  std::vector<std::vector<FoundName>> names(const std::vector<std::u32string>& texts, const Progress& progress);
  /// Probabilities of the lexicon's relations.
  std::vector<std::vector<double>> relations(const std::vector<RelationSentence>& sentences, const Progress& progress);

 private:
  TextNetwork& network_;
  const Lexicon& lexicon_;
};

}  // namespace assay::text
