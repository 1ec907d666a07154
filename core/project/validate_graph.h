// SPDX-License-Identifier: Apache-2.0
// Private to core/project.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/problem.h"
#include "core/labels/item.h"

namespace assay {

/// What is wrong or odd about the triples of `items`: reads their files. `root` is the project's folder.
Problems graphProblems(const std::vector<Item>& items, const std::filesystem::path& root);

}  // namespace assay
