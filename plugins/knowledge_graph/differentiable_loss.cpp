// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include <torch/torch.h>

#include "plugins/knowledge_graph/link_loss.h"

namespace assay::kg {
namespace {

/// Rows of the batch, looked up so that the gradient touches only them when the table's need not be dense.
struct Rows {
  at::Tensor entities;    ///< [B, W] of the questions
  at::Tensor relations;   ///< [B, V]
  at::Tensor answers;     ///< [T, W]
};

at::Tensor lookUp(const at::Tensor& table, const at::Tensor& ids, bool isSparse) {
  return isSparse ? at::embedding(table, ids, /*padding_idx=*/-1, /*scale_grad_by_freq=*/false, /*sparse=*/true)
                  : table.index_select(0, ids);
}

/// Mean over answers of log(sum over entities of exp(score)) - score.
at::Tensor fullLoss(const at::Tensor& scores, const QueryBatch& batch) {
  const at::Tensor own = scores.index({batch.rows, batch.answers});
  return (scores.logsumexp(1).index_select(0, batch.rows) - own).mean();
}

/// [B, K]: candidates that are known answers can never win.
at::Tensor wrongScores(const KgNetwork& network, const at::Tensor& queries, const QueryBatch& batch) {
  const at::Tensor candidates = lookUp(network.entities(), batch.negatives, true);
  const at::Tensor scores = matchScores(network.scorer().match(), queries, candidates, network.margin());
  const at::Tensor known = at::zeros_like(scores, at::kBool).index_put({batch.knownRows, batch.knownColumns},
                                                                       at::ones({}, scores.options().dtype(at::kBool)));
  return scores.masked_fill(known, -std::numeric_limits<double>::infinity());
}

/// Each answer against the sample, which stands for all entities.
at::Tensor sharedLoss(const at::Tensor& wrong, const at::Tensor& own, const QueryBatch& batch, double share) {
  const at::Tensor others = (wrong.logsumexp(1) - std::log(share)).index_select(0, batch.rows);
  return (at::logaddexp(others, own) - own).mean();
}

at::Tensor selfAdversarialLoss(const at::Tensor& wrong, const at::Tensor& own, const QueryBatch& batch, double temperature) {
  const at::Tensor weights = (wrong.detach() * temperature).softmax(1).nan_to_num(0);
  const at::Tensor finite = wrong.masked_fill(wrong.detach().isinf(), 0);
  const at::Tensor others = -(weights * at::log_sigmoid(-finite)).sum(1).index_select(0, batch.rows);
  return ((others - at::log_sigmoid(own)) / 2).mean();
}

at::Tensor answerLoss(const KgNetwork& network, const LossOptions& options, const Rows& rows, const QueryBatch& batch) {
  const at::Tensor queries = network.scorer().query(rows.entities, rows.relations);
  if (options.negatives == Negatives::All) return fullLoss(network.scores(queries).to(at::kFloat), batch);
  const at::Tensor own = pairScores(network.scorer().match(), queries.index_select(0, batch.rows), rows.answers, network.margin());
  const at::Tensor wrong = wrongScores(network, queries, batch);
  if (options.negatives == Negatives::SelfAdversarial) return selfAdversarialLoss(wrong, own, batch, options.temperature);
  return sharedLoss(wrong, own, batch, double(batch.negatives.size(0)) / double(network.entities().size(0)));
}

at::Tensor relationLoss(const KgNetwork& network, const Rows& rows, const QueryBatch& batch) {
  const at::Tensor wanted = network.scorer().relationQuery(rows.entities.index_select(0, batch.rows), rows.answers);
  const at::Tensor scores = matchScores(network.scorer().match(), wanted, network.relations(), network.margin());
  return at::cross_entropy_loss(scores, batch.relations.index_select(0, batch.rows));
}

/// [N, W] -> [N]
at::Tensor penaltyOf(const at::Tensor& rows, const LossOptions& options, bool isComplex) {
  if (options.regulariser == Regulariser::L2) return rows.square().sum(1);
  if (!isComplex) return rows.abs().pow(3).sum(1);
  return (rows.reshape({rows.size(0), -1, 2}).square().sum(2) + 1e-30).pow(1.5).sum(1);
}

/// [N, W] -> [N, numbers]: squares of moduli.
at::Tensor squaresOf(const at::Tensor& rows, bool isComplex) {
  return isComplex ? rows.reshape({rows.size(0), -1, 2}).square().sum(2) : rows.square();
}

at::Tensor duraPenalty(const KgNetwork& network, const LossOptions& options, const Rows& rows, const QueryBatch& batch) {
  const bool isComplex = network.scorer().isComplex();
  const at::Tensor heads = squaresOf(rows.entities, isComplex).index_select(0, batch.rows), links = squaresOf(rows.relations, isComplex).index_select(0, batch.rows);
  return options.regularisation * ((heads + squaresOf(rows.answers, isComplex)) * (duraOwn + duraProduct * links)).sum(1).mean();
}

at::Tensor penalty(const KgNetwork& network, const LossOptions& options, const Rows& rows, const QueryBatch& batch) {
  if (options.regulariser == Regulariser::Dura) return duraPenalty(network, options, rows, batch);
  const Scorer& scorer = network.scorer();
  const bool isComplexRelation = scorer.isComplex() && rows.relations.size(1) == rows.entities.size(1);
  const at::Tensor asked = penaltyOf(rows.entities, options, scorer.isComplex()) +
                           penaltyOf(rows.relations, options, isComplexRelation);
  const at::Tensor perAnswer = asked.index_select(0, batch.rows) + penaltyOf(rows.answers, options, scorer.isComplex());
  return options.regularisation * perAnswer.mean();
}

}  // namespace

LossTerms differentiableLoss(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch) {
  const bool isSparse = options.negatives != Negatives::All;
  const Rows rows{lookUp(network.entities(), batch.entities, isSparse), lookUp(network.relations(), batch.relations, isSparse),
                  lookUp(network.entities(), batch.answers, isSparse)};
  LossTerms terms;
  terms.total = answerLoss(network, options, rows, batch);
  terms.parts.emplace_back("answer", terms.total.detach());
  if (options.relationWeight > 0) {
    const at::Tensor relation = relationLoss(network, rows, batch);
    terms.total = terms.total + options.relationWeight * relation;
    terms.parts.emplace_back("relation", relation.detach());
  }
  if (options.regulariser != Regulariser::None && options.regularisation > 0) {
    const at::Tensor added = penalty(network, options, rows, batch);
    terms.total = terms.total + added;
    terms.parts.emplace_back("penalty", added.detach());
  }
  return terms;
}

}  // namespace assay::kg
