// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/kg_network.h"

#include <torch/torch.h>

namespace assay::kg {

struct KgNetwork::Impl : torch::nn::Module {
  Impl(const Scorer& scorer, int64_t rank, int64_t entityCount, int64_t relationCount, double margin) {
    entities = register_parameter("entities", torch::empty({entityCount, scorer.entityWidth(rank)}));
    relations = register_parameter("relations", torch::empty({2 * relationCount, scorer.relationWidth(rank)}));
    scorer.initialise(entities, relations, margin);
  }
  at::Tensor entities, relations;
};

KgNetwork::KgNetwork(std::unique_ptr<Scorer> scorer, int64_t rank, int64_t entities, int64_t relations, double margin)
    : scorer_(std::move(scorer)), margin_(margin),
      impl_(std::make_shared<Impl>(*scorer_, rank, entities, relations, margin)) {}

KgNetwork::~KgNetwork() = default;
KgNetwork::KgNetwork(KgNetwork&&) noexcept = default;
torch::nn::Module& KgNetwork::module() { return *impl_; }
const at::Tensor& KgNetwork::entities() const { return impl_->entities; }
const at::Tensor& KgNetwork::relations() const { return impl_->relations; }

at::Tensor KgNetwork::queries(const at::Tensor& entities, const at::Tensor& relations) const {
  return scorer_->query(impl_->entities.index_select(0, entities), impl_->relations.index_select(0, relations));
}

at::Tensor KgNetwork::scores(const at::Tensor& queries) const {
  return matchScores(scorer_->match(), queries, impl_->entities, margin_);
}

}  // namespace assay::kg
