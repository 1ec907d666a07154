// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/base/progress.h"
#include "core/labels/snapshot.h"
#include "core/text/relation_sentences.h"
#include "core/text/tagged_sentences.h"

namespace assay::text {

struct TextPart {
  std::vector<TaggedSentence> tagged;
  std::vector<RelationSentence> related;
  bool isEmpty() const { return tagged.empty() && related.empty(); }
};

struct TextData {
  TextPart train, valid, test;
  const TextPart& part(Split split) const { return split == Split::Valid ? valid : split == Split::Test ? test : train; }
};

inline constexpr int32_t longestSample = 1024;   ///< characters; longer sentences are cut, never through a name

/// Files without a part are for training. When no file of a kind is for judging, a seeded share of its training sentences is
/// held out; sentences of the same text stay together. Throws Error{BadInput} without a sentence to learn from.
TextData readTextData(const Snapshot& data, const std::filesystem::path& root, double validFraction, uint64_t seed, const Progress& progress);

}  // namespace assay::text
