// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/kg_model.h"

// The id and the version must be those of plugin.yaml.
ASSAY_PLUGIN("knowledge_graph", "1.0.0") {
  registry.add("knowledge_graph", [](const assay::ModelContext& context) -> std::unique_ptr<assay::ModelType> {
    return std::make_unique<assay::kg::KgModel>(context);
  });
}
