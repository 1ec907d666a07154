// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/train/optimizers.h"

namespace assay {

/// Duchi et al. 2011: each weight's rate falls with the root of the sum of its squared gradients. For a row-sparse
/// gradient (torch's sparse layout over the first dimension) only the rows it names are read and written.
std::unique_ptr<Optimizer> makeAdagrad(std::vector<ParameterGroup> groups);

}  // namespace assay
