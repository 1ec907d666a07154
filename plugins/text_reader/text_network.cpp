// SPDX-License-Identifier: Apache-2.0
#include "plugins/text_reader/text_network.h"

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include "core/engine/layers/bi_lstm.h"

namespace assay::text {
namespace {

constexpr int64_t characterWidth = 100, pairWidth = 64, partWidth = 8, distanceWidth = 10;

torch::nn::Embedding table(int64_t rows, int64_t width) { return torch::nn::Embedding(torch::nn::EmbeddingOptions(rows, width).padding_idx(0)); }

}  // namespace

void TextInput::moveTo(c10::Device device) {
  for (at::Tensor* tensor : {&characters, &pairs, &parts, &fromHead, &fromTail})
    if (tensor->defined()) *tensor = tensor->to(device);
}

struct TextNetwork::Impl : torch::nn::Module {
  explicit Impl(const NetworkShape& s) : shape(s) {
    characters = register_module("characters", table(s.characters, characterWidth));
    pairs = register_module("pairs", table(s.pairs, pairWidth));
    int64_t width = characterWidth + pairWidth;
    if (s.relations > 0) {
      parts = register_module("parts", table(partCount + 1, partWidth));
      fromHead = register_module("from_head", table(2 * farthest + 2, distanceWidth));
      fromTail = register_module("from_tail", table(2 * farthest + 2, distanceWidth));
      relation = register_module("relation", torch::nn::Linear(partCount * 2 * s.hidden, s.relations));
      width += partWidth + 2 * distanceWidth;
    }
    lstm = register_module("lstm", torch::nn::LSTM(torch::nn::LSTMOptions(width, s.hidden).bidirectional(true).batch_first(true)));
    if (s.tags > 0) {
      tag = register_module("tag", torch::nn::Linear(2 * s.hidden, s.tags));
      transitions = register_parameter("transitions", at::zeros({s.tags, s.tags}));
      start = register_parameter("start", at::zeros({s.tags}));
      end = register_parameter("end", at::zeros({s.tags}));
    }
  }

  at::Tensor dropped(const at::Tensor& x) const { return torch::dropout(x, shape.dropout, is_training()); }

  LstmWeights weightsOf(const std::string& way) const {
    const auto of = [&](const std::string& name) { return lstm->named_parameters()[name + "_l0" + way]; };
    return {of("weight_ih"), of("weight_hh"), of("bias_ih"), of("bias_hh")};
  }

  /// [B, T, 2 hidden]; 0 behind the ends.
  at::Tensor encode(const TextInput& in) {
    std::vector<at::Tensor> inputs{characters->forward(in.characters), pairs->forward(in.pairs)};
    if (shape.relations > 0) {
      const at::Tensor none = at::zeros_like(in.characters);
      inputs.push_back(parts->forward(in.hasNames() ? in.parts + 1 : none));
      inputs.push_back(fromHead->forward(in.hasNames() ? in.fromHead : none));
      inputs.push_back(fromTail->forward(in.hasNames() ? in.fromTail : none));
    }
    return biLstm(dropped(at::cat(inputs, 2)), in.lengths, weightsOf(""), weightsOf("_reverse"));
  }

  at::Tensor relationScores(const TextInput& in) {
    const at::Tensor states = encode(in);
    std::vector<at::Tensor> pooled;
    for (int64_t part = 0; part < partCount; ++part) {
      const at::Tensor outside = in.parts.ne(part).unsqueeze(2);
      pooled.push_back(std::get<0>(states.masked_fill(outside, -1.0).max(1)));   // states of an LSTM are above -1
    }
    return relation->forward(dropped(at::cat(pooled, 1)));
  }

  NetworkShape shape;
  torch::nn::Embedding characters{nullptr}, pairs{nullptr}, parts{nullptr}, fromHead{nullptr}, fromTail{nullptr};
  torch::nn::LSTM lstm{nullptr};   // holds the weights; biLstm computes
  torch::nn::Linear tag{nullptr}, relation{nullptr};
  at::Tensor transitions, start, end;
};

TextNetwork::TextNetwork(const NetworkShape& shape) : impl_(std::make_shared<Impl>(shape)) {}
TextNetwork::~TextNetwork() = default;
TextNetwork::TextNetwork(TextNetwork&&) noexcept = default;

torch::nn::Module& TextNetwork::module() { return *impl_; }
CrfTables TextNetwork::crf() const { return {impl_->transitions, impl_->start, impl_->end}; }

// The matrices are small and the steps many: half precision would cost more conversions than it saves.
at::Tensor TextNetwork::tagScores(const TextInput& input) {
  const c10::impl::ExcludeDispatchKeyGuard noAutocast(at::autocast_dispatch_keyset);
  return impl_->tag->forward(impl_->dropped(impl_->encode(input)));
}

at::Tensor TextNetwork::relationScores(const TextInput& input) {
  const c10::impl::ExcludeDispatchKeyGuard noAutocast(at::autocast_dispatch_keyset);
  return impl_->relationScores(input);
}

}  // namespace assay::text
