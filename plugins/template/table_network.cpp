// SPDX-License-Identifier: Apache-2.0
#include "plugins/template/table_network.h"

#include <torch/torch.h>

namespace assay::table {

struct TableNetwork::Impl : torch::nn::Module {
  explicit Impl(const NetworkOptions& options) : dropout(options.dropout) {
    int64_t width = options.inputs;
    for (int64_t i = 0; i < options.layers; ++i) {
      const std::string number = std::to_string(i);
      hidden.push_back(register_module("hidden" + number, torch::nn::Linear(width, options.hidden)));
      norms.push_back(register_module("norm" + number, torch::nn::LayerNorm(torch::nn::LayerNormOptions({options.hidden}))));
      width = options.hidden;
    }
    output = register_module("output", torch::nn::Linear(width, options.outputs));
  }

  at::Tensor forward(at::Tensor x) {
    for (std::size_t i = 0; i < hidden.size(); ++i)
      x = torch::dropout(torch::relu(norms[i]->forward(hidden[i]->forward(x))), dropout, is_training());
    return output->forward(x);
  }

  double dropout;
  std::vector<torch::nn::Linear> hidden;
  std::vector<torch::nn::LayerNorm> norms;
  torch::nn::Linear output{nullptr};
};

TableNetwork::TableNetwork(const NetworkOptions& options) : impl_(std::make_shared<Impl>(options)) {}
TableNetwork::~TableNetwork() = default;
torch::nn::Module& TableNetwork::module() { return *impl_; }
at::Tensor TableNetwork::forward(const at::Tensor& features) { return impl_->forward(features); }

}  // namespace assay::table
