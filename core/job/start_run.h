// SPDX-License-Identifier: Apache-2.0
// The one way a run comes into being, for the Train button and for `assay train` alike: so equal wishes give equal specs.
#pragma once

#include "core/job/launcher.h"
#include "core/store/database.h"

namespace assay {

/// Freezes the project's present state as a dataset version, resolves the options, gives out an id and creates
/// runs/<id>. Nothing runs yet: hand the result to a Launcher. Throws Error{BadOption, BadInput, DiskFull, ReadOnly}.
ASSAY_CORE_API RunDirectory createRun(const Project& project, Database& database, const PluginManifest& manifest,
                                      const OptionValues& overrides, const std::string& note = {});

/// The directory of an existing run. Throws Error{NotFound}.
ASSAY_CORE_API RunDirectory openRun(const Project& project, Database& database, const std::string& name);

/// Throws Error{BadInput} unless the run can be taken up again (it is not running and not done).
ASSAY_CORE_API void requireResumable(const RunDirectory& run);

}  // namespace assay
