// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/project/project.h"
#include "core/store/database.h"

namespace assay {

/// Freezes the project's items and labels: writes versions/<hash>.jsonl and its row; returns the hash. The same
/// state gives the same version.
ASSAY_CORE_API std::string makeVersion(const Project& project, Database& database);

/// The version named by its hash or a unique beginning of it (at least 4 digits). Throws Error{NotFound}.
ASSAY_CORE_API std::string findVersion(const Project& project, Database& database, const std::string& beginning);

}  // namespace assay
