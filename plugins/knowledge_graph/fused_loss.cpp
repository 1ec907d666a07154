// SPDX-License-Identifier: Apache-2.0
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include "plugins/knowledge_graph/link_loss.h"
#include "plugins/knowledge_graph/row_kernels.h"
#include "plugins/knowledge_graph/table_rows.h"

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
  at::Tensor gradient, scores, halfTable, halfGradient;
};

struct SideResult {
  double loss = 0;
  at::Tensor queryGradient;
};

/// Softmax over rows of scores, in place; fp32 or bf16.
double softmaxRows(at::Tensor& scores, const int64_t* starts, const int64_t* answers, float scale) {
  const int64_t width = scores.size(1);
  const bool isHalf = scores.scalar_type() == at::kBFloat16;
  std::vector<double> losses(std::size_t(scores.size(0)));
  at::parallel_for(0, scores.size(0), 1, [&](int64_t first, int64_t last) {
    std::vector<float> scratch(isHalf ? std::size_t(width) : 0);
    for (int64_t row = first; row < last; ++row) {
      const std::span<const int64_t> own(answers + starts[row], std::size_t(starts[row + 1] - starts[row]));
      losses[std::size_t(row)] =
          isHalf ? softmaxRow(static_cast<Half*>(scores.data_ptr()) + row * width, width, own, scale, scratch.data())
                 : softmaxRow(scores.data_ptr<float>() + row * width, width, own, scale);
    }
  });
  double sum = 0;
  for (const double loss : losses) sum += loss;
  return sum;
}

at::Tensor& sized(at::Tensor& buffer, at::IntArrayRef shape, at::ScalarType type) {
  if (!buffer.defined() || buffer.scalar_type() != type) buffer = at::empty(shape, at::TensorOptions().dtype(type));
  buffer.resize_(shape);
  return buffer;
}

/// One softmax side: questions [B, W] against a table [N, W]. The table's gradient is left in the buffers.
SideResult softmaxSide(const at::Tensor& queries, const at::Tensor& table, const at::Tensor& starts, const at::Tensor& answers,
                       double scale, bool isHalf, SideBuffers& buffers) {
  const at::ScalarType type = isHalf ? at::kBFloat16 : at::kFloat;
  at::Tensor left = queries.to(type), right = table;
  if (isHalf) right = sized(buffers.halfTable, table.sizes(), type).copy_(table);
  at::Tensor& scores = sized(buffers.scores, {queries.size(0), table.size(0)}, type);
  at::mm_out(scores, left, right.t());
  SideResult result;
  result.loss = softmaxRows(scores, starts.const_data_ptr<int64_t>(), answers.const_data_ptr<int64_t>(), float(scale)) * scale;
  result.queryGradient = at::mm(scores, right).to(at::kFloat);
  sized(buffers.gradient, table.sizes(), at::kFloat);
  if (isHalf) buffers.gradient.copy_(at::mm_out(sized(buffers.halfGradient, table.sizes(), type), scores.t(), left));
  else at::mm_out(buffers.gradient, scores.t(), left);
  return result;
}

at::Tensor number(double value) { return at::scalar_tensor(value, at::TensorOptions().dtype(at::kFloat)); }

}  // namespace

struct FusedLoss::Impl {
  SideBuffers entities, relations;

  LossTerms compute(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch, bool isHalf);
  double predictRelations(const KgNetwork& network, const QueryBatch& batch, double weight, bool isHalf);
  double penalise(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch);
};

/// Writes the relations' gradient, adds to the entities'. Returns the weighted loss.
double FusedLoss::Impl::predictRelations(const KgNetwork& network, const QueryBatch& batch, double weight, bool isHalf) {
  const at::Tensor askedIds = batch.entities.index_select(0, batch.rows), wanted = batch.relations.index_select(0, batch.rows);
  const RowsOf heads{network.entities(), askedIds}, tails{network.entities(), batch.answers};
  const Product kind = network.scorer().products()->relationQuery;
  const at::Tensor each = at::arange(batch.answers.size(0) + 1, batch.starts.options());
  const SideResult side = softmaxSide(productsOf(heads, tails, kind), network.relations(), each, wanted, weight, isHalf, relations);
  addProductGradients(side.queryGradient, heads, tails, kind, entities.gradient, entities.gradient);
  return side.loss;
}

/// Adds to both gradients.
double FusedLoss::Impl::penalise(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch) {
  const Penalty penalty{options.regularisation / double(batch.answers.size(0)), options.regulariser == Regulariser::N3,
                        network.scorer().isComplex()};
  if (options.regulariser == Regulariser::Dura) {
    const at::Tensor heads = batch.entities.index_select(0, batch.rows), links = batch.relations.index_select(0, batch.rows);
    return addJointPenalty({network.entities(), heads}, {network.relations(), links}, {network.entities(), batch.answers}, penalty.weight, penalty.isComplex,
                           entities.gradient, relations.gradient);
  }
  const auto* const uses = batch.starts.const_data_ptr<int64_t>();
  return addPenalty({network.entities(), batch.entities}, uses, penalty, entities.gradient) +
         addPenalty({network.relations(), batch.relations}, uses, penalty, relations.gradient) +
         addPenalty({network.entities(), batch.answers}, nullptr, penalty, entities.gradient);
}

LossTerms FusedLoss::Impl::compute(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch, bool isHalf) {
  const RowsOf asked{network.entities(), batch.entities}, by{network.relations(), batch.relations};
  const Product kind = network.scorer().products()->query;
  const double scale = 1.0 / double(batch.answers.size(0));
  LossTerms terms;
  const SideResult side = softmaxSide(productsOf(asked, by, kind), network.entities(), batch.starts, batch.answers, scale, isHalf, entities);
  double total = side.loss;
  terms.parts.emplace_back("answer", number(side.loss));
  if (options.relationWeight > 0) {
    const double loss = predictRelations(network, batch, options.relationWeight * scale, isHalf);
    total += loss;
    terms.parts.emplace_back("relation", number(loss / options.relationWeight));
  } else {
    sized(relations.gradient, network.relations().sizes(), at::kFloat).zero_();
  }
  addProductGradients(side.queryGradient, asked, by, kind, entities.gradient, relations.gradient);
  if (options.regulariser != Regulariser::None && options.regularisation > 0) {
    const double penalty = penalise(network, options, batch);
    total += penalty;
    terms.parts.emplace_back("penalty", number(penalty));
  }
  terms.total = number(total);
  return terms;
}

FusedLoss::FusedLoss() : impl_(std::make_unique<Impl>()) {}
FusedLoss::~FusedLoss() = default;

bool FusedLoss::canCompute(const KgNetwork& network, const LossOptions& options) {
  return network.scorer().match() == Match::Dot && network.scorer().products() && options.negatives == Negatives::All &&
         network.entities().is_cpu();
}

LossTerms FusedLoss::operator()(const KgNetwork& network, const LossOptions& options, const QueryBatch& batch) {
  const bool isHalf = at::autocast::is_autocast_enabled(at::kCPU) && at::autocast::get_autocast_dtype(at::kCPU) == at::kBFloat16;
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
