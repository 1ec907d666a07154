// SPDX-License-Identifier: Apache-2.0
#include "plugins/text_reader/text_data.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/text/code_points.h"

namespace assay::text {
namespace {

/// The text's own draw: equal texts fall on the same side.
bool isHeldOut(std::u32string_view text, double fraction, uint64_t seed) { return Random(deriveSeed(seed, utf8Of(text))).chance(fraction); }

template <class Sentence>
void holdOut(std::vector<Sentence>& train, std::vector<Sentence>& valid, double fraction, uint64_t seed) {
  if (!valid.empty() || fraction <= 0) return;
  const auto middle = std::stable_partition(train.begin(), train.end(), [&](const Sentence& sentence) { return !isHeldOut(sentence.text, fraction, seed); });
  if (middle == train.begin()) return;   // nothing would be left to learn from
  valid.assign(std::make_move_iterator(middle), std::make_move_iterator(train.end()));
  train.erase(middle, train.end());
}

/// Names stand in order; one that is longer than a sample is left out.
void addPieces(TaggedSentence sentence, std::vector<TaggedSentence>& to) {
  const auto length = int32_t(sentence.text.size());
  if (length <= longestSample) return to.push_back(std::move(sentence));
  std::size_t next = 0;
  for (int32_t begin = 0; begin < length;) {
    int32_t end = std::min(length, begin + longestSample);
    TaggedSentence piece;
    for (; next < sentence.names.size() && sentence.names[next].begin < end; ++next) {
      const LabelledSpan& name = sentence.names[next];
      if (name.begin < begin) continue;   // begun in a piece before
      if (name.end > end && name.begin > begin) {
        end = name.begin;
        break;
      }
      if (name.end <= end) piece.names.push_back({name.begin - begin, name.end - begin, name.label});
    }
    piece.text = sentence.text.substr(std::size_t(begin), std::size_t(end - begin));
    to.push_back(std::move(piece));
    begin = end;
  }
}

/// What lies around the two names, as much on either side; false when they are too far apart.
bool crop(RelationSentence& sentence) {
  const auto length = int32_t(sentence.text.size());
  if (length <= longestSample) return true;
  const int32_t first = std::min(sentence.head.begin, sentence.tail.begin), last = std::max(sentence.head.end, sentence.tail.end);
  if (last - first > longestSample) return false;
  const int32_t begin = std::clamp(first - (longestSample - (last - first)) / 2, 0, length - longestSample);
  sentence.text = sentence.text.substr(std::size_t(begin), std::size_t(longestSample));
  for (CharRange* name : {&sentence.head, &sentence.tail}) *name = {name->begin - begin, name->end - begin};
  return true;
}

}  // namespace

TextData readTextData(const Snapshot& data, const std::filesystem::path& root, double validFraction, uint64_t seed, const Progress& progress) {
  TextData out;
  for (const Item& item : data.items) {
    if (item.kind != ItemKind::Sentences || item.status == LabelStatus::Withheld) continue;
    TextPart& part = item.split == Split::Valid ? out.valid : item.split == Split::Test ? out.test : out.train;
    const std::filesystem::path file = root / item.path;   // an absolute item path replaces the root
    if (item.group == "relation_text") {
      for (RelationSentence& sentence : readRelationSentences(file, progress).sentences)
        if (crop(sentence)) part.related.push_back(std::move(sentence));
    } else {
      for (TaggedSentence& sentence : readTaggedSentences(file, progress).sentences) addPieces(std::move(sentence), part.tagged);
    }
  }
  require(!out.train.isEmpty(), "there is no sentence to learn from: import texts in the format `tagged_text` or `relation_text`", root.string());
  holdOut(out.train.tagged, out.valid.tagged, validFraction, seed);
  holdOut(out.train.related, out.valid.related, validFraction, seed);
  return out;
}

}  // namespace assay::text
