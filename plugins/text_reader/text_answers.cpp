// SPDX-License-Identifier: Apache-2.0
#include "plugins/text_reader/text_answers.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/text/code_points.h"
#include "core/text/sentences.h"
#include "plugins/text_reader/sentence_reader.h"
#include "plugins/text_reader/text_data.h"

namespace assay::text {
namespace {

constexpr std::size_t namesRelated = 8;       // of a sentence; pairs grow with the square
constexpr std::size_t sentencesAtOnce = 1000;
constexpr std::size_t longestText = std::size_t{16} << 20;
constexpr std::size_t mostPairs = 100'000;
constexpr int64_t usualTop = 3, largestTop = 1000;
const std::string where = "input";

Json answersOf(const std::vector<double>& shares, const Lexicon& lexicon, int64_t top) {
  std::vector<std::size_t> order(shares.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return shares[a] > shares[b]; });
  order.resize(std::min(order.size(), std::size_t(top)));
  Json answers = Json::array();
  for (const std::size_t i : order) answers.push_back({{"relation", lexicon.relations()[i]}, {"score", shares[i]}});
  return answers;
}

Json nameOf(const std::u32string& text, const FoundName& name) {
  const LabelledSpan& at = name.span;
  return {{"name", utf8Of(std::u32string_view(text).substr(std::size_t(at.begin), std::size_t(at.end - at.begin)))},
          {"type", at.label}, {"begin", at.begin}, {"end", at.end}, {"score", name.score}};
}

/// Two names of one sentence, asked about both ways round.
struct NamePair {
  std::size_t sentence = 0, first = 0, second = 0;
};

std::vector<std::u32string> sentencesOf(const std::string& text) {
  std::vector<std::u32string> sentences;
  for (const TextSpan& span : splitSentences(text)) {
    const std::u32string characters = codePoints(std::string_view(text).substr(span.begin, span.end - span.begin));
    for (std::size_t at = 0; at < characters.size(); at += std::size_t(longestSample)) sentences.push_back(characters.substr(at, std::size_t(longestSample)));
  }
  return sentences;
}

RelationSentence asked(const std::u32string& text, const LabelledSpan& head, const LabelledSpan& tail) {
  return {text, {head.begin, head.end}, {tail.begin, tail.end}, {}};
}

/// Of the two ways the one that relates the names, then the likelier one.
Json relationOf(const NamePair& pair, const std::vector<double>& forth, const std::vector<double>& back, const Lexicon& lexicon) {
  const Json onward = answersOf(forth, lexicon, 1)[0], returning = answersOf(back, lexicon, 1)[0];
  const auto rank = [](const Json& answer) { return std::pair(!saysUnrelated(answer["relation"].get<std::string>()), answer["score"].get<double>()); };
  const bool isForth = rank(onward) >= rank(returning);
  const Json& best = isForth ? onward : returning;
  return {{"head", isForth ? pair.first : pair.second}, {"tail", isForth ? pair.second : pair.first}, {"relation", best["relation"]}, {"score", best["score"]}};
}

/// The names' relations into `out`, the objects of these sentences.
void relate(SentenceReader& reader, const Lexicon& lexicon, std::span<const std::u32string> sentences, std::span<const std::vector<FoundName>> names, Json& out,
            std::size_t firstOut) {
  std::vector<NamePair> pairs;
  std::vector<RelationSentence> questions;
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const std::size_t related = std::min(names[s].size(), namesRelated);
    for (std::size_t a = 0; a < related; ++a)
      for (std::size_t b = a + 1; b < related; ++b) {
        pairs.push_back({firstOut + s, a, b});
        questions.push_back(asked(sentences[s], names[s][a].span, names[s][b].span));
        questions.push_back(asked(sentences[s], names[s][b].span, names[s][a].span));
      }
  }
  const auto shares = reader.relations(questions, {});
  for (std::size_t p = 0; p < pairs.size(); ++p) out[pairs[p].sentence]["relations"].push_back(relationOf(pairs[p], shares[2 * p], shares[2 * p + 1], lexicon));
}

Json readText(TextNetwork& network, const Lexicon& lexicon, const std::string& text) {
  require(tagCount(lexicon) > 0, "this model was not trained to find names: give `pairs` with the names as they stand in the text", where);
  require(text.size() <= longestText, "`text` is larger than 16 MiB; give it in pieces", where);
  const std::vector<std::u32string> sentences = sentencesOf(text);
  SentenceReader reader(network, lexicon);
  Json out = Json::array();
  for (std::size_t first = 0; first < sentences.size(); first += sentencesAtOnce) {
    const auto some = std::span(sentences).subspan(first, std::min(sentencesAtOnce, sentences.size() - first));
    const auto names = reader.names({some.begin(), some.end()}, {});
    for (std::size_t s = 0; s < some.size(); ++s) {
      Json found = Json::array();
      for (const FoundName& name : names[s]) found.push_back(nameOf(some[s], name));
      out.push_back({{"text", utf8Of(some[s])}, {"names", std::move(found)}, {"relations", Json::array()}});
    }
    if (!lexicon.relations().empty()) relate(reader, lexicon, some, names, out, first);
  }
  return {{"sentences", std::move(out)}};
}

RelationSentence pairOf(const Json& json, const std::string& place) {
  RelationSentence sentence;
  sentence.text = codePoints(member<std::string>(json, "text", place));
  require(sentence.text.size() <= std::size_t(longestSample), "`text` has more than " + std::to_string(longestSample) + " characters: give the sentence alone", place);
  const std::string head = member<std::string>(json, "head", place), tail = member<std::string>(json, "tail", place);
  require(placeNames(sentence.text, codePoints(head), codePoints(tail), sentence.head, sentence.tail), "`text` does not have both `" + head + "` and `" + tail + "`", place);
  return sentence;
}

Json relatePairs(TextNetwork& network, const Lexicon& lexicon, const Json& pairs, int64_t top) {
  require(!lexicon.relations().empty(), "this model was not trained to relate names: give `text`", where);
  require(pairs.is_array() && pairs.size() <= mostPairs, "`pairs` must be a list of at most 100000 {text, head, tail}", where);
  require(top >= 1 && top <= largestTop, "`top` must be from 1 to 1000", where);
  std::vector<RelationSentence> asked;
  for (const Json& pair : pairs) asked.push_back(pairOf(pair, "pairs[" + std::to_string(asked.size()) + "]"));
  Json out = Json::array();
  for (const std::vector<double>& shares : SentenceReader(network, lexicon).relations(asked, {})) out.push_back({{"answers", answersOf(shares, lexicon, top)}});
  return {{"pairs", std::move(out)}};
}

}  // namespace

Json answerText(TextNetwork& network, const Lexicon& lexicon, const Json& question) {
  const int kinds = !question.is_object() ? 0 : int(question.contains("text")) + int(question.contains("pairs")) + int(question.contains("describe"));
  require(kinds == 1, "a question has one of `text`, `pairs` and `describe`", where);
  if (question.contains("describe")) return {{"names", lexicon.types()}, {"relations", lexicon.relations()}};
  if (question.contains("text")) return readText(network, lexicon, member<std::string>(question, "text", where));
  return relatePairs(network, lexicon, member<Json>(question, "pairs", where), question.contains("top") ? member<int64_t>(question, "top", where) : usualTop);
}

}  // namespace assay::text
