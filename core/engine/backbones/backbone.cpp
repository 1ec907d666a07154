// SPDX-License-Identifier: Apache-2.0
#include "core/engine/backbones/backbone.h"

#include "core/base/error.h"
#include "core/engine/backbones/efficientnet_lite.h"
#include "core/engine/backbones/plain_backbone.h"

namespace assay {

Backbone::~Backbone() = default;

std::unique_ptr<Backbone> makeBackbone(const std::string& name, at::Generator random) {
  if (name == "lite0") return std::make_unique<EfficientNetLite>(random);
  if (name == "plain") return std::make_unique<PlainBackbone>(random);
  throw Error(Code::BadOption, "there is no backbone `" + name + "`; known: lite0, plain", "model.backbone");
}

}  // namespace assay
