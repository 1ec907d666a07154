// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/base/progress.h"
#include "core/job/launcher.h"
#include "core/job/target.h"
#include "core/project/project.h"
#include "core/store/database.h"

namespace assay {

/// What starts runs on the target. Project, database and progress must live on until the run is submitted: hosts that share nothing with
/// this machine get a bundle of its data.
ASSAY_CORE_API std::unique_ptr<Launcher> makeLauncher(const Target& target, const Project& project, Database& database, const Progress& progress);

/// The target of an existing run: where it goes on.
ASSAY_CORE_API Target targetOfRun(const RunDirectory& run);

}  // namespace assay
