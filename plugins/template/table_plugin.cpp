// SPDX-License-Identifier: Apache-2.0
#include "plugins/template/table_model.h"

// The id and the version must be those of plugin.yaml.
ASSAY_PLUGIN("template", "1.0.0") {
  registry.add("template", [](const assay::ModelContext& context) -> std::unique_ptr<assay::ModelType> {
    return std::make_unique<assay::table::TableModel>(context);
  });
}
