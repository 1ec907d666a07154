// SPDX-License-Identifier: Apache-2.0
#include "plugins/text_reader/sentence_reader.h"

#include <algorithm>
#include <numeric>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/text/text_normaliser.h"

namespace assay::text {
namespace {

constexpr std::size_t batchSize = 64, batchCharacters = 16'384;

/// Calls body with the numbers of like long, non-empty texts, a batch at a time.
template <class Text, class Body>
void overBatches(const std::vector<Text>& texts, const Progress& progress, const Body& body) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (!texts[i].empty()) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return texts[a].size() < texts[b].size(); });
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    progress.step(int64_t(first), int64_t(order.size()), "reading sentences");
    while (last < order.size() && last - first < batchSize && (last == first || (last + 1 - first) * texts[order[last]].size() <= batchCharacters)) ++last;
    body(std::span(order).subspan(first, last - first));
  }
}

/// A damaged checkpoint, or a training that went wrong.
void requireNumbers(const at::Tensor& scores) {
  require(scores.isfinite().all().item<bool>(), "the model gives scores that are no numbers: train it again", "text reader");
}

/// True when a name cannot end between these two: inside a word of a script that has blanks between words.
bool isInsideWord(std::u32string_view folded, int32_t place) {
  return place > 0 && place < int32_t(folded.size()) && isWordChar(folded[std::size_t(place) - 1]) && isWordChar(folded[std::size_t(place)]);
}

std::vector<FoundName> namesOf(const TagPath& path, const Lexicon& lexicon) {
  std::vector<FoundName> names;
  for (LabelledSpan& span : namesOf(path.tags, lexicon)) {
    const auto first = path.probability.begin() + span.begin, last = path.probability.begin() + span.end;
    names.push_back({std::move(span), *std::min_element(first, last)});
  }
  return names;
}

}  // namespace

std::vector<FoundName> wholeWords(std::vector<FoundName> names, std::u32string_view text) {
  const std::u32string folded = Lexicon::alike(text);
  std::vector<FoundName> whole;
  for (FoundName& name : names) {
    while (isInsideWord(folded, name.span.begin)) --name.span.begin;
    while (isInsideWord(folded, name.span.end)) ++name.span.end;
    if (whole.empty() || whole.back().span.end <= name.span.begin) whole.push_back(std::move(name));
  }
  return whole;
}

std::vector<std::vector<FoundName>> SentenceReader::names(const std::vector<std::u32string>& texts, const Progress& progress) {
  std::vector<std::vector<FoundName>> found(texts.size());
  const CrfTables crf = network_.crf();
  overBatches(texts, progress, [&](std::span<const std::size_t> batch) {
    std::vector<EncodedText> encoded;
    for (const std::size_t i : batch) encoded.push_back(encode(texts[i], lexicon_));
    std::vector<const EncodedText*> rows;
    for (const EncodedText& text : encoded) rows.push_back(&text);
    TextInput input = collate(rows);
    input.moveTo(crf.start.device());
    const at::Tensor scores = network_.tagScores(input).to(at::kCPU);
    requireNumbers(scores);
    for (std::size_t row = 0; row < batch.size(); ++row)
      found[batch[row]] = wholeWords(namesOf(likeliestTags(scores[int64_t(row)].slice(0, 0, int64_t(texts[batch[row]].size())), crf), lexicon_), texts[batch[row]]);
  });
  return found;
}

std::vector<std::vector<double>> SentenceReader::relations(const std::vector<RelationSentence>& sentences, const Progress& progress) {
  std::vector<std::vector<double>> found(sentences.size());
  const c10::Device device = network_.module().parameters().front().device();
  std::vector<std::u32string_view> texts;
  for (const RelationSentence& sentence : sentences) texts.push_back(sentence.text);
  overBatches(texts, progress, [&](std::span<const std::size_t> batch) {
    std::vector<RelationSample> encoded;
    for (const std::size_t i : batch) encoded.push_back(encode(sentences[i], lexicon_));
    std::vector<const RelationSample*> rows;
    for (const RelationSample& sample : encoded) rows.push_back(&sample);
    TextInput input = collate(rows);
    input.moveTo(device);
    const at::Tensor shares = network_.relationScores(input).to(at::kCPU, at::kDouble).softmax(1).contiguous();
    requireNumbers(shares);
    for (std::size_t row = 0; row < batch.size(); ++row) {
      const double* const from = shares.const_data_ptr<double>() + int64_t(row) * shares.size(1);
      found[batch[row]].assign(from, from + shares.size(1));
    }
  });
  return found;
}

}  // namespace assay::text
