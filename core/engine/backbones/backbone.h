// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace torch::nn {
class Module;
}

namespace assay {

/// A network that turns pictures into maps of falling resolution.
class ASSAY_ENGINE_API Backbone {
 public:
  virtual ~Backbone();
  /// [B,3,H,W], values 0..1, H and W multiples of 32 -> maps at strides 8, 16, 32.
  virtual std::vector<at::Tensor> forward(const at::Tensor& pictures) const = 0;
  /// Channels of those maps.
  virtual std::vector<int64_t> channels() const = 0;
  virtual std::shared_ptr<torch::nn::Module> module() const = 0;
  /// This module's name of a tensor that published weights call so; none for what it does not have, the classifier's for one (see weight_import.h).
  virtual std::optional<std::string> nameOf(const std::string& published) const;
  /// Early layers no longer learn, and their norms keep the statistics they have; how many `stages` can be frozen is each backbone's own. Nothing by default.
  virtual void freeze(int64_t stages);
};

/// "lite0", "resnest50" or "plain". Throws Error{BadOption} listing the names.
ASSAY_ENGINE_API std::unique_ptr<Backbone> makeBackbone(const std::string& name, at::Generator random);

}  // namespace assay
