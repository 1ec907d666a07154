// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "app/cli/console.h"
#include "app/cli/opened_project.h"
#include "core/job/launcher.h"
#include "core/job/target.h"

namespace assay {

/// What starts runs on the target. `opened` must live on until the run is submitted.
std::unique_ptr<Launcher> makeLauncher(const Target& target, OpenedProject& opened, Console& console);

}  // namespace assay
