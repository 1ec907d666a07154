// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/cli/console.h"
#include "core/job/event_log.h"

namespace assay {

/// Runs `assay-worker ARGUMENTS` to its end and returns the JSON object that is its last line. Its log goes to
/// our stderr, "progress" events of `events` (which may be empty) to the live line; Ctrl-C ends it gracefully.
/// Throws the worker's own Error when it reports one.
Json runWorker(const std::vector<std::string>& arguments, Console& console, const std::filesystem::path& events = {});

}  // namespace assay
