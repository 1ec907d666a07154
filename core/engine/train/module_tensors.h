// SPDX-License-Identifier: Apache-2.0
// A module's tensors by name, in the module's own order: what optimisers, averages and checkpoints share.
#pragma once

#include "core/engine/data/safetensors.h"
#include "core/engine/device/device_plan.h"

namespace torch::nn {
class Module;
}

namespace assay {

/// Parameters that learn (those that require a gradient).
ASSAY_ENGINE_API NamedTensors learningParameters(const torch::nn::Module& network);
ASSAY_ENGINE_API NamedTensors buffers(const torch::nn::Module& network);
/// All parameters, then all buffers: what a checkpoint of the model holds. Shares storage with the module.
ASSAY_ENGINE_API NamedTensors stateTensors(const torch::nn::Module& network);

/// Moves the network to the plan's device; 4-d parameters become channels-last if the plan says so.
ASSAY_ENGINE_API void placeNetwork(torch::nn::Module& network, const DevicePlan& plan);

/// Copies `prefix` + name of the file into each target, which keeps its device and strides. Throws
/// Error{BadInput} naming the first tensor that is missing, has another shape or type, or is in the file
/// under that prefix and not among the targets; then nothing has been changed.
ASSAY_ENGINE_API void restoreTensors(const NamedTensors& targets, const SafetensorsFile& file,
                                     const std::string& prefix = {});

/// The same tensors under `prefix` + name.
ASSAY_ENGINE_API NamedTensors withPrefix(const std::string& prefix, const NamedTensors& tensors);

}  // namespace assay
