// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/detector_model.h"
#include "plugins/detector/normal_model.h"

ASSAY_PLUGIN("detector", "1.0.0") {
  registry.add("detector", [](const assay::ModelContext& context) -> std::unique_ptr<assay::ModelType> {
    if (assay::detector::detectorOptions(context.spec.options, context.data).mode == assay::detector::Mode::Normal)
      return std::make_unique<assay::detector::NormalModel>(context);
    return std::make_unique<assay::detector::DetectorModel>(context);
  });
}
