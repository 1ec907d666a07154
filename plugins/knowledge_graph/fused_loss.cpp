// SPDX-License-Identifier: Apache-2.0
#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include "plugins/knowledge_graph/link_loss.h"
#include "plugins/knowledge_graph/row_math.h"

namespace assay::kg {
namespace {

/// A number whose gradients are known already. Backward hands them out and keeps nothing, so that the tables may take
/// the buffers themselves as their gradient.
struct KnownGradients : torch::autograd::Function<KnownGradients> {
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& entities, const at::Tensor& relations,
                            const at::Tensor& loss, const at::Tensor& entityGradient, const at::Tensor& relationGradient) {
    (void)entities, (void)relations;
    context->saved_data["entities"] = entityGradient;
    context->saved_data["relations"] = relationGradient;
    return loss.clone();
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list outer) {
    const double factor = outer[0].item<double>();
    const auto taken = [&](const char* name) {
      at::Tensor gradient = context->saved_data[name].toTensor();
      context->saved_data.erase(name);
      if (factor != 1) gradient.mul_(factor);
      return gradient.detach();   // a new handle on the same numbers: autograd adopts what nobody else holds
    };
    at::Tensor entities = taken("entities"), relations = taken("relations");
    return {std::move(entities), std::move(relations), {}, {}, {}};
  }
};

struct SideBuffers {
  at::Tensor gradient, scores;
  at::Tensor table, paddedGradient;   ///< in the products' number format, with as many rows as those like
  int64_t tableRows = 0;              ///< of those, the table's own
};

struct SideResult {
  at::Tensor loss, queryGradient;
};

at::Tensor& sized(at::Tensor& buffer, at::IntArrayRef shape, const at::TensorOptions& options) {
  if (!buffer.defined() || buffer.dtype() != options.dtype() || buffer.device() != options.device()) buffer = at::empty(shape, options);
  buffer.resize_(shape);
  return buffer;
}

/// One softmax side: questions [B, W] against a table [N, W]. The table's gradient is left in the buffers.
SideResult softmaxSide(const RowMath& math, const at::Tensor& queries, const at::Tensor& table, const AnswersOf& answers, double scale, bool isHalf,
                       SideBuffers& buffers) {
  const int64_t count = table.size(0), width = table.size(1), padded = math.paddedCount(count);
  const at::TensorOptions exact = table.options().requires_grad(false), type = exact.dtype(isHalf ? at::kBFloat16 : at::kFloat);
  at::Tensor left = queries.to(type), right = table;
  if (isHalf || padded > count) {
    const bool isSame = buffers.table.defined() && buffers.table.sizes().equals({padded, width}) && buffers.table.dtype() == type.dtype() &&
                        buffers.table.device() == type.device() && buffers.tableRows == count;
    right = sized(buffers.table, {padded, width}, type);
    if (!isSame) right.zero_();   // rows behind the table's end stay so, and with them their scores and gradients
    buffers.tableRows = count;
    right.narrow(0, 0, count).copy_(table);
  }
  at::Tensor& scores = sized(buffers.scores, {queries.size(0), padded}, type);
  at::mm_out(scores, left, right.t());
  SideResult result;
  at::Tensor own = scores.narrow(1, 0, count);
  result.loss = math.softmaxGradient(own, answers, scale);
  result.queryGradient = at::mm(scores, right).to(at::kFloat);
  sized(buffers.gradient, {count, width}, exact);
  if (isHalf || padded > count) buffers.gradient.copy_(at::mm_out(sized(buffers.paddedGradient, {padded, width}, type), scores.t(), left).narrow(0, 0, count));
  else at::mm_out(buffers.gradient, scores.t(), left);
  return result;
}

}  // namespace

struct FusedLoss::Impl {
  const RowMath* given = nullptr;   ///< null: by the tables' device
  SideBuffers entities, relations;

  const RowMath& math(const KgNetwork& network) const {
    return given != nullptr ? *given : network.entities().is_cpu() ? kernelRowMath() : torchRowMath();
  }
  LossTerms compute(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch, bool isHalf);
  at::Tensor predictRelations(const KgNetwork& network, const QueryBatch& batch, double weight, bool isHalf);
  at::Tensor penalise(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch);
};

/// Writes the relations' gradient, adds to the entities'. Returns the weighted loss.
at::Tensor FusedLoss::Impl::predictRelations(const KgNetwork& network, const QueryBatch& batch, double weight, bool isHalf) {
  const at::Tensor askedIds = batch.entities.index_select(0, batch.rows), wanted = batch.relations.index_select(0, batch.rows);
  const RowsOf heads{network.entities(), askedIds}, tails{network.entities(), batch.answers};
  const Product kind = network.scorer().products()->relationQuery;
  const at::Tensor each = at::arange(batch.answers.size(0) + 1, batch.starts.options()), rows = each.slice(0, 0, batch.answers.size(0));
  const SideResult side = softmaxSide(math(network), math(network).products(heads, tails, kind), network.relations(), {each, rows, wanted}, weight, isHalf,
                                      relations);
  math(network).addProductGradients(side.queryGradient, heads, tails, kind, entities.gradient, entities.gradient);
  return side.loss;
}

/// Adds to both gradients.
at::Tensor FusedLoss::Impl::penalise(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch) {
  const Penalty penalty{options.regularisation / double(batch.answers.size(0)), options.regulariser == Regulariser::N3,
                        network.scorer().isComplex()};
  if (options.regulariser == Regulariser::Dura) {
    const at::Tensor heads = batch.entities.index_select(0, batch.rows), links = batch.relations.index_select(0, batch.rows);
    return math(network).addJointPenalty({network.entities(), heads}, {network.relations(), links}, {network.entities(), batch.answers}, penalty.weight,
                                         penalty.isComplex, entities.gradient, relations.gradient);
  }
  return math(network).addPenalty({network.entities(), batch.entities}, batch.starts, penalty, entities.gradient) +
         math(network).addPenalty({network.relations(), batch.relations}, batch.starts, penalty, relations.gradient) +
         math(network).addPenalty({network.entities(), batch.answers}, {}, penalty, entities.gradient);
}

LossTerms FusedLoss::Impl::compute(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch, bool isHalf) {
  const RowsOf asked{network.entities(), batch.entities}, by{network.relations(), batch.relations};
  const Product kind = network.scorer().products()->query;
  const double scale = 1.0 / double(batch.answers.size(0));
  LossTerms terms;
  const SideResult side = softmaxSide(math(network), math(network).products(asked, by, kind), network.entities(), {batch.starts, batch.rows, batch.answers}, scale,
                                      isHalf, entities);
  terms.total = side.loss;
  terms.parts.emplace_back("answer", side.loss);
  if (options.relationWeight > 0) {
    const at::Tensor loss = predictRelations(network, batch, options.relationWeight * scale, isHalf);
    terms.total = terms.total + loss;
    terms.parts.emplace_back("relation", loss / options.relationWeight);
  } else {
    sized(relations.gradient, network.relations().sizes(), network.relations().options().requires_grad(false)).zero_();
  }
  math(network).addProductGradients(side.queryGradient, asked, by, kind, entities.gradient, relations.gradient);
  if (options.regulariser != Regulariser::None && options.regularisation > 0) {
    const at::Tensor penalty = penalise(network, options, batch);
    terms.total = terms.total + penalty;
    terms.parts.emplace_back("penalty", penalty);
  }
  return terms;
}

FusedLoss::FusedLoss(const RowMath* math) : impl_(std::make_unique<Impl>()) { impl_->given = math; }
FusedLoss::~FusedLoss() = default;

bool FusedLoss::canCompute(const KgNetwork& network, const LossOptions& options) {
  return network.scorer().match() == Match::Dot && network.scorer().products() && options.negatives == Negatives::All;
}

LossTerms FusedLoss::operator()(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch) {
  const c10::DeviceType device = network.entities().device().type();
  const bool isHalf = at::autocast::is_autocast_enabled(device) && at::autocast::get_autocast_dtype(device) == at::kBFloat16;
  const c10::impl::ExcludeDispatchKeyGuard noAutocast(at::autocast_dispatch_keyset);
  // While gradients are being added up over batches, the tables hold our buffers: leave those alone.
  if (network.entities().grad().defined()) impl_->entities.gradient.reset();
  if (network.relations().grad().defined()) impl_->relations.gradient.reset();
  LossTerms terms;
  {
    const at::NoGradGuard noGradients;
    terms = impl_->compute(network, options, batch, isHalf);
  }
  terms.total = KnownGradients::apply(network.entities(), network.relations(), terms.total, impl_->entities.gradient,
                                      impl_->relations.gradient);
  return terms;
}

}  // namespace assay::kg
