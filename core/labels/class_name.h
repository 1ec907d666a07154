// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/export.h"

namespace assay {

/// What is wrong with the name of a class, and what was expected; empty when nothing is.
ASSAY_CORE_API std::string classNameFault(const std::string& name);

}  // namespace assay
