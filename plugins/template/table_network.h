// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <ATen/core/Tensor.h>

namespace torch::nn {
class Module;
}

namespace assay::table {

struct NetworkOptions {
  int64_t inputs = 1, outputs = 1;
  int64_t hidden = 64, layers = 2;
  double dropout = 0.1;
};

/// A multilayer perceptron: `layers` times linear, layer norm, ReLU, dropout; then linear. Parameter names
/// (hidden0.weight, norm0.weight, ..., output.weight) are checkpoint keys: renaming one breaks old runs.
class TableNetwork {
 public:
  explicit TableNetwork(const NetworkOptions& options);
  ~TableNetwork();

  torch::nn::Module& module();
  /// [B, inputs] -> [B, outputs]
  at::Tensor forward(const at::Tensor& features);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;   // torch keeps modules in shared pointers
};

}  // namespace assay::table
