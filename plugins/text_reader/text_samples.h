// SPDX-License-Identifier: Apache-2.0
// Sentences as the network takes them.
#pragma once

#include <memory>
#include <vector>

#include "core/engine/plugin/model_type.h"
#include "core/text/relation_sentences.h"
#include "core/text/tagged_sentences.h"
#include "plugins/text_reader/lexicon.h"
#include "plugins/text_reader/text_network.h"

namespace assay::text {

/// Tags are 0 (outside) and four a type: begin, middle, end, single.
int64_t tagCount(const Lexicon& lexicon);
/// [length]; names of a type that the lexicon has not are outside.
std::vector<int64_t> tagsOf(const std::vector<LabelledSpan>& names, std::size_t length, const Lexicon& lexicon);
std::vector<LabelledSpan> namesOf(const std::vector<int64_t>& tags, const Lexicon& lexicon);

struct EncodedText {
  std::vector<int64_t> characters, pairs;
};

struct TagSample {
  EncodedText text;
  std::vector<int64_t> tags;
};

struct RelationSample {
  EncodedText text;
  CharRange head, tail;
  int64_t relation = -1;   ///< -1: not in the lexicon
};

EncodedText encode(std::u32string_view text, const Lexicon& lexicon);
TagSample encode(const TaggedSentence& sentence, const Lexicon& lexicon);
RelationSample encode(const RelationSentence& sentence, const Lexicon& lexicon);

TextInput collate(const std::vector<const EncodedText*>& texts);
TextInput collate(const std::vector<const RelationSample*>& samples);
/// [B, T] int64.
at::Tensor collateTags(const std::vector<const TagSample*>& samples);

struct TextBatch final : Batch {
  TextInput tagged, related;       ///< undefined characters: none of that kind in the batch
  at::Tensor tags, relations;      ///< [B, T], [B] int64
  int64_t count = 0;

  int64_t size() const override { return count; }
  void moveTo(c10::Device device) override;
};

/// Both kinds shuffled into one epoch. Now and then a character is hidden, so that the network learns what an unknown one is.
class TextSource final : public BatchSource {
 public:
  TextSource(std::vector<TagSample> tagged, std::vector<RelationSample> related) : tagged_(std::move(tagged)), related_(std::move(related)) {}

  int64_t size() const override { return int64_t(tagged_.size() + related_.size()); }
  std::unique_ptr<Batch> makeBatch(std::span<const int64_t> indices, uint64_t seed) const override;

 private:
  std::vector<TagSample> tagged_;
  std::vector<RelationSample> related_;
};

}  // namespace assay::text
