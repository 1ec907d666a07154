// SPDX-License-Identifier: Apache-2.0
#include "plugins/text_reader/text_model.h"

// The id and the version must be those of plugin.yaml.
ASSAY_PLUGIN("text_reader", "1.0.0") {
  registry.add("text_reader", [](const assay::ModelContext& context) -> std::unique_ptr<assay::ModelType> {
    return std::make_unique<assay::text::TextModel>(context);
  });
}
