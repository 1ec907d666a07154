// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/base/export.h"

namespace torch::nn {
class Module;
}

namespace assay {

class Ema;

/// Evaluation mode without gradients for as long as it lives, with the averaged weights swapped in when
/// there is an average. Afterwards weights, mode and the state of torch's CPU generator are exactly what
/// they were: evaluating never changes what is learnt.
class ASSAY_ENGINE_API EvalScope {
 public:
  explicit EvalScope(torch::nn::Module& network, const Ema* average = nullptr);
  ~EvalScope();
  EvalScope(const EvalScope&) = delete;
  EvalScope& operator=(const EvalScope&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay
