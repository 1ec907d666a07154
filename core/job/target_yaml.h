// SPDX-License-Identifier: Apache-2.0
// Targets as a part of a YAML file. Internal to core.
#pragma once

#include <vector>

#include "core/base/yaml.h"
#include "core/job/target.h"

namespace assay {

std::vector<Target> targetsFromYaml(const YAML::Node& list, const std::string& file);
YAML::Node targetsToYaml(const std::vector<Target>& targets);

}  // namespace assay
