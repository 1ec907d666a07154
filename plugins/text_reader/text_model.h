// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/engine/plugin/model_type.h"
#include "plugins/text_reader/lexicon.h"
#include "plugins/text_reader/relation_baselines.h"
#include "plugins/text_reader/text_data.h"
#include "plugins/text_reader/text_network.h"

namespace assay::text {

/// Finds names in sentences and says how two of them are related; learns whichever of the two the dataset shows.
class TextModel final : public ModelType {
 public:
  explicit TextModel(const ModelContext& context);

  torch::nn::Module& network() override;
  std::shared_ptr<const BatchSource> trainingSource() override;
  LossTerms loss(const Batch& batch) override;
  EvaluationResult evaluate(Split split, const Progress& progress) override;
  Json predict(const Json& input) override;
  Json metadata() const override;
  void restoreMetadata(const Json& metadata) override;

 private:
  const TextData& data();
  const Lexicon& lexicon();
  TextNetwork& reader();
  EvaluationResult judgeNames(const TextPart& part, const Progress& progress);
  EvaluationResult judgeRelations(const TextPart& part, const Progress& progress);

  const ModelContext context_;
  std::optional<TextData> data_;         // read when first needed: predicting needs none
  std::optional<Lexicon> lexicon_;       // learnt from the training sentences, or restored
  std::optional<TextNetwork> network_;
  std::optional<KeywordBaseline> keyword_;   // of the training sentences, when first judged
};

}  // namespace assay::text
