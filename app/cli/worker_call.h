// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/cli/command.h"

namespace assay {

/// Runs `assay-worker ARGUMENTS`, passes a stop request on, and returns the last line of its stdout as JSON.
/// With `follow`, events of that directory are shown meanwhile. Throws the Error that the worker reports.
Json callWorker(const CommandLine& line, const std::vector<std::string>& arguments, const RunDirectory* follow = nullptr);

}  // namespace assay
