// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "core/base/export.h"

namespace assay {

/// $ASSAY_HOME, else $XDG_DATA_HOME/assay, else ~/.local/share/assay. Holds cache/, plugins/,
/// bundles/, settings.yaml. Not created by this call.
ASSAY_CORE_API std::filesystem::path assayHome();

/// Folder of the running executable (sibling programs and ../lib live relative to it).
ASSAY_CORE_API std::filesystem::path executableFolder();

/// The sibling program `name` ("assay-worker"): beside this one, else on PATH.
/// Throws Error{Environment} naming what was looked for.
ASSAY_CORE_API std::filesystem::path siblingProgram(const std::string& name);

/// Installed or in-tree resources (pretrained/, docs/, ...): $ASSAY_RESOURCES, else
/// <exe>/../share/assay.
ASSAY_CORE_API std::filesystem::path resourceFolder();

/// `path` relative to `base` when it lies inside it, else absolute; generic (slash) form, UTF-8.
ASSAY_CORE_API std::string portablePath(const std::filesystem::path& path,
                                        const std::filesystem::path& base);

}  // namespace assay
