// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/engine/backbones/backbone.h"

namespace assay {

/// Published weights into a backbone, by its nameOf: timm's conventions, and those of the package that a backbone came with. Prefixes that training scripts
/// leave ("module.", "model.", "backbone.", "encoder.") are taken off; the classifier's tensors are left out. Throws Error{BadInput} naming the first tensor of the backbone
/// that the file lacks or has in another shape, or one of the file that the backbone has no place for; then nothing has been changed.
ASSAY_ENGINE_API void importWeights(Backbone& backbone, const std::filesystem::path& file);

}  // namespace assay
