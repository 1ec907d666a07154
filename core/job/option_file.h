// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/base/option_schema.h"

namespace assay {

/// A YAML file of options, nested or dotted: {trainer: {max_minutes: 20}}. Throws Error{NotFound}, Error{BadInput} with
/// file:line, Error{BadOption} for what the schema does not allow.
ASSAY_CORE_API OptionValues readOptionFile(const std::filesystem::path& file, const OptionSchema& schema);

}  // namespace assay
