// SPDX-License-Identifier: Apache-2.0
#include "plugins/text_reader/text_model.h"

#include <algorithm>

#include <torch/torch.h>

#include "core/base/error.h"
#include "plugins/text_reader/sentence_reader.h"
#include "plugins/text_reader/text_answers.h"
#include "plugins/text_reader/text_report.h"

namespace assay::text {
namespace {

constexpr std::size_t mostLabels = 500;   // the tables of tags grow with the square

Lexicon::Sources sourcesOf(const TextPart& train) {
  Lexicon::Sources sources;
  for (const TaggedSentence& sentence : train.tagged) {
    sources.texts.push_back(sentence.text);
    for (const LabelledSpan& name : sentence.names) sources.types.push_back(name.label);
  }
  for (const RelationSentence& sentence : train.related) {
    sources.texts.push_back(sentence.text);
    sources.relations.push_back(sentence.relation);
  }
  return sources;
}

template <class Sample, class Sentence>
std::vector<Sample> encodeAll(const std::vector<Sentence>& sentences, const Lexicon& lexicon) {
  std::vector<Sample> samples;
  for (const Sentence& sentence : sentences) samples.push_back(encode(sentence, lexicon));
  return samples;
}

void append(EvaluationResult& to, EvaluationResult from) {
  to.count += from.count;
  to.metrics.merge(from.metrics);
  std::move(from.artifacts.begin(), from.artifacts.end(), std::back_inserter(to.artifacts));
}

}  // namespace

TextModel::TextModel(const ModelContext& context) : context_(context) {}

const TextData& TextModel::data() {
  if (!data_) {
    const OptionValues& o = context_.spec.options;
    data_ = readTextData(context_.data, context_.spec.dataRoot, o.real("data.valid_fraction"), uint64_t(o.integer("seed")), {});
  }
  return *data_;
}

const Lexicon& TextModel::lexicon() {
  if (!lexicon_) {
    lexicon_.emplace(sourcesOf(data().train));
    const std::size_t labels = std::max(lexicon_->types().size(), lexicon_->relations().size());
    require(labels <= mostLabels, "the training part has " + std::to_string(labels) + " different types of names or relations; at most " + std::to_string(mostLabels) + " can be learnt",
            context_.spec.dataFile.string());
    require(!lexicon_->types().empty() || lexicon_->relations().size() > 1, "no sentence of the training part has a name, and there are not two relations to tell apart",
            context_.spec.dataFile.string());
  }
  return *lexicon_;
}

TextNetwork& TextModel::reader() {
  if (!network_) {
    const OptionValues& o = context_.spec.options;
    network_.emplace(NetworkShape{.characters = lexicon().characterCount(),
                                  .pairs = lexicon().pairCount(),
                                  .tags = tagCount(lexicon()),
                                  .relations = int64_t(lexicon().relations().size()),
                                  .hidden = o.integer("model.hidden"),
                                  .dropout = o.real("model.dropout")});
  }
  return *network_;
}

torch::nn::Module& TextModel::network() { return reader().module(); }

std::shared_ptr<const BatchSource> TextModel::trainingSource() {
  const TextPart& train = data().train;
  return std::make_shared<TextSource>(tagCount(lexicon()) > 0 ? encodeAll<TagSample>(train.tagged, lexicon()) : std::vector<TagSample>{},
                                      encodeAll<RelationSample>(train.related, lexicon()));
}

/// Each kind weighs as much as it has of the batch.
LossTerms TextModel::loss(const Batch& batch) {
  const auto& texts = static_cast<const TextBatch&>(batch);
  LossTerms terms;
  const auto add = [&](const char* name, const at::Tensor& loss, int64_t count) {
    const at::Tensor share = loss * (double(count) / double(texts.count));
    terms.total = terms.total.defined() ? terms.total + share : share;
    terms.parts.emplace_back(name, loss.detach());
  };
  if (texts.tags.defined())
    add("names", crfLoss(reader().tagScores(texts.tagged), reader().crf(), texts.tagged.lengths, texts.tags), texts.tags.size(0));
  if (texts.relations.defined())
    add("relations", at::cross_entropy_loss(reader().relationScores(texts.related), texts.relations), texts.relations.size(0));
  return terms;
}

EvaluationResult TextModel::judgeNames(const TextPart& part, const Progress& progress) {
  std::vector<std::u32string> texts;
  std::vector<std::vector<LabelledSpan>> truth, found;
  for (const TaggedSentence& sentence : part.tagged) {
    texts.push_back(sentence.text);
    truth.push_back(sentence.names);
  }
  for (const std::vector<FoundName>& names : SentenceReader(reader(), lexicon()).names(texts, progress)) {
    found.emplace_back();
    for (const FoundName& name : names) found.back().push_back(name.span);
  }
  return text::judgeNames(truth, found);
}

EvaluationResult TextModel::judgeRelations(const TextPart& part, const Progress& progress) {
  std::vector<std::string> truth, found, byKeyword;
  if (!keyword_) keyword_.emplace(data().train.related);
  for (const RelationSentence& sentence : part.related) {
    truth.push_back(sentence.relation);
    byKeyword.push_back(keyword_->relationOf(sentence));
  }
  for (const std::vector<double>& shares : SentenceReader(reader(), lexicon()).relations(part.related, progress))
    found.push_back(lexicon().relations()[std::size_t(std::max_element(shares.begin(), shares.end()) - shares.begin())]);
  EvaluationResult result = text::judgeRelations(truth, found);
  result.metrics["majority_macro_f1"] = macroF1(truth, std::vector<std::string>(truth.size(), commonestRelation(data().train.related)));
  result.metrics["keyword_macro_f1"] = macroF1(truth, byKeyword);
  return result;
}

EvaluationResult TextModel::evaluate(Split split, const Progress& progress) {
  const TextPart& part = data().part(split);
  EvaluationResult result;
  double sum = 0;
  int jobs = 0;
  if (!part.tagged.empty() && tagCount(lexicon()) > 0) {
    append(result, judgeNames(part, progress));
    sum += result.metrics["name_f1"];
    ++jobs;
  }
  if (!part.related.empty() && !lexicon().relations().empty()) {
    append(result, judgeRelations(part, progress));
    sum += result.metrics["relation_macro_f1"];
    ++jobs;
  }
  if (jobs > 0) result.metrics["f1"] = sum / jobs;
  return result;
}

Json TextModel::predict(const Json& input) { return answerText(reader(), lexicon(), input); }

Json TextModel::metadata() const {
  Json json = lexicon_->toJson();
  json["format"] = 1;
  return json;
}

void TextModel::restoreMetadata(const Json& metadata) {
  lexicon_ = Lexicon::fromJson(metadata, "metadata.json");
  network_.reset();   // its shape follows from the lexicon
}

}  // namespace assay::text
