// SPDX-License-Identifier: Apache-2.0
#include "plugins/text_reader/text_samples.h"

#include <algorithm>

#include <torch/torch.h>

#include "core/base/random_seed.h"

namespace assay::text {
namespace {

constexpr double hiddenShare = 0.03;   // of characters
constexpr std::string_view places = "BMES";

at::Tensor rows(int64_t count, int64_t width, int64_t value) { return at::full({count, width}, value, at::TensorOptions().dtype(at::kLong)); }

void copyRow(at::Tensor& to, int64_t row, const std::vector<int64_t>& from) {
  std::copy(from.begin(), from.end(), to.mutable_data_ptr<int64_t>() + row * to.size(1));
}

int64_t distanceTo(const CharRange& name, int64_t place) {
  const int64_t distance = place < name.begin ? place - name.begin : place >= name.end ? place - name.end + 1 : 0;
  return std::clamp(distance, -farthest, farthest) + farthest + 1;
}

Part partOf(const RelationSample& sample, int64_t place) {
  const auto isIn = [place](const CharRange& name) { return place >= name.begin && place < name.end; };
  if (isIn(sample.head)) return Part::Head;
  if (isIn(sample.tail)) return Part::Tail;
  if (place < std::min(sample.head.begin, sample.tail.begin)) return Part::Before;
  return place >= std::max(sample.head.end, sample.tail.end) ? Part::After : Part::Between;
}

/// One seed a row: what is hidden of a text does not depend on its neighbours in the batch.
void hideSome(TextInput& input, const std::vector<uint64_t>& seeds) {
  const int64_t length = input.characters.size(1);
  for (std::size_t row = 0; row < seeds.size(); ++row) {
    int64_t* const characters = input.characters.mutable_data_ptr<int64_t>() + int64_t(row) * length;
    int64_t* const pairs = input.pairs.mutable_data_ptr<int64_t>() + int64_t(row) * length;
    Random random(seeds[row]);
    for (int64_t i = 0; i < length && characters[i] != Lexicon::padding; ++i) {
      if (!random.chance(hiddenShare)) continue;
      characters[i] = pairs[i] = Lexicon::unknown;
      if (i + 1 < length && pairs[i + 1] != Lexicon::padding) pairs[i + 1] = Lexicon::unknown;
    }
  }
}

}  // namespace

int64_t tagCount(const Lexicon& lexicon) { return lexicon.types().empty() ? 0 : 1 + int64_t(places.size()) * int64_t(lexicon.types().size()); }

std::vector<int64_t> tagsOf(const std::vector<LabelledSpan>& names, std::size_t length, const Lexicon& lexicon) {
  std::vector<int64_t> tags(length, 0);
  for (const LabelledSpan& name : names) {
    const int64_t type = lexicon.typeNumber(name.label);
    if (type < 0) continue;
    const int64_t first = 1 + type * int64_t(places.size());
    for (int32_t i = name.begin; i < name.end; ++i) tags[std::size_t(i)] = first + 1;
    tags[std::size_t(name.begin)] = first;
    tags[std::size_t(name.end) - 1] = name.end - name.begin == 1 ? first + 3 : first + 2;
  }
  return tags;
}

std::vector<LabelledSpan> namesOf(const std::vector<int64_t>& tags, const Lexicon& lexicon) {
  std::vector<std::string> words;
  for (const int64_t tag : tags) {
    const auto inner = std::size_t(tag - 1);
    words.push_back(tag == 0 ? "O" : std::string(1, places[inner % places.size()]) + "-" + lexicon.types()[inner / places.size()]);
  }
  return spansOfTags(words);
}

EncodedText encode(std::u32string_view text, const Lexicon& lexicon) { return {lexicon.charactersOf(text), lexicon.pairsOf(text)}; }

TagSample encode(const TaggedSentence& sentence, const Lexicon& lexicon) {
  return {encode(sentence.text, lexicon), tagsOf(sentence.names, sentence.text.size(), lexicon)};
}

RelationSample encode(const RelationSentence& sentence, const Lexicon& lexicon) {
  return {encode(sentence.text, lexicon), sentence.head, sentence.tail, lexicon.relationNumber(sentence.relation)};
}

TextInput collate(const std::vector<const EncodedText*>& texts) {
  std::size_t longest = 0;
  std::vector<int64_t> lengths;
  for (const EncodedText* text : texts) {
    lengths.push_back(int64_t(text->characters.size()));
    longest = std::max(longest, text->characters.size());
  }
  TextInput input;
  input.characters = rows(int64_t(texts.size()), int64_t(longest), Lexicon::padding);
  input.pairs = input.characters.clone();
  input.lengths = at::tensor(lengths, at::TensorOptions().dtype(at::kLong));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    copyRow(input.characters, int64_t(i), texts[i]->characters);
    copyRow(input.pairs, int64_t(i), texts[i]->pairs);
  }
  return input;
}

TextInput collate(const std::vector<const RelationSample*>& samples) {
  std::vector<const EncodedText*> texts;
  for (const RelationSample* sample : samples) texts.push_back(&sample->text);
  TextInput input = collate(texts);
  const int64_t count = input.characters.size(0), width = input.characters.size(1);
  input.parts = rows(count, width, -1);
  input.fromHead = rows(count, width, 0);
  input.fromTail = input.fromHead.clone();
  for (int64_t row = 0; row < count; ++row) {
    const RelationSample& sample = *samples[std::size_t(row)];
    for (int64_t place = 0; place < int64_t(sample.text.characters.size()); ++place) {
      const int64_t at = row * width + place;
      input.parts.mutable_data_ptr<int64_t>()[at] = int64_t(partOf(sample, place));
      input.fromHead.mutable_data_ptr<int64_t>()[at] = distanceTo(sample.head, place);
      input.fromTail.mutable_data_ptr<int64_t>()[at] = distanceTo(sample.tail, place);
    }
  }
  return input;
}

at::Tensor collateTags(const std::vector<const TagSample*>& samples) {
  std::size_t longest = 0;
  for (const TagSample* sample : samples) longest = std::max(longest, sample->tags.size());
  at::Tensor tags = rows(int64_t(samples.size()), int64_t(longest), 0);
  for (std::size_t i = 0; i < samples.size(); ++i) copyRow(tags, int64_t(i), samples[i]->tags);
  return tags;
}

void TextBatch::moveTo(c10::Device device) {
  tagged.moveTo(device);
  related.moveTo(device);
  for (at::Tensor* tensor : {&tags, &relations})
    if (tensor->defined()) *tensor = tensor->to(device);
}

std::unique_ptr<Batch> TextSource::makeBatch(std::span<const int64_t> indices, uint64_t seed) const {
  auto batch = std::make_unique<TextBatch>();
  batch->count = int64_t(indices.size());
  std::vector<const TagSample*> tagged;
  std::vector<const EncodedText*> taggedTexts;
  std::vector<const RelationSample*> related;
  std::vector<int64_t> relations;
  std::vector<uint64_t> taggedSeeds, relatedSeeds;
  const uint64_t hidden = deriveSeed(seed, "hidden characters");
  for (const int64_t index : indices) {
    const auto at = std::size_t(index);
    (at < tagged_.size() ? taggedSeeds : relatedSeeds).push_back(deriveSeed(hidden, uint64_t(index)));
    if (at < tagged_.size()) {
      tagged.push_back(&tagged_[at]);
      taggedTexts.push_back(&tagged_[at].text);
    } else {
      related.push_back(&related_[at - tagged_.size()]);
      relations.push_back(related.back()->relation);
    }
  }
  if (!tagged.empty()) {
    batch->tagged = collate(taggedTexts);
    batch->tags = collateTags(tagged);
    hideSome(batch->tagged, taggedSeeds);
  }
  if (!related.empty()) {
    batch->related = collate(related);
    batch->relations = at::tensor(relations, at::TensorOptions().dtype(at::kLong));
    hideSome(batch->related, relatedSeeds);
  }
  return batch;
}

}  // namespace assay::text
