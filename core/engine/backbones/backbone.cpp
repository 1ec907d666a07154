// SPDX-License-Identifier: Apache-2.0
#include "core/engine/backbones/backbone.h"

#include "core/base/error.h"
#include "core/engine/backbones/efficientnet_lite.h"
#include "core/engine/backbones/plain_backbone.h"
#include "core/engine/backbones/resnest.h"

namespace assay {

Backbone::~Backbone() = default;
std::optional<std::string> Backbone::nameOf(const std::string& published) const { return published; }
void Backbone::freeze(int64_t) {}

std::unique_ptr<Backbone> makeBackbone(const std::string& name, at::Generator random) {
  if (name == "lite0") return std::make_unique<EfficientNetLite>(random);
  if (name == "resnest50") return std::make_unique<ResNeSt>(random);
  if (name == "plain") return std::make_unique<PlainBackbone>(random);
  throw Error(Code::BadOption, "there is no backbone `" + name + "`; known: lite0, resnest50, plain", "model.backbone");
}

}  // namespace assay
