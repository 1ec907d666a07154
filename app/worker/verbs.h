// SPDX-License-Identifier: Apache-2.0
// What assay-worker can do. Each verb returns the JSON object that is the last line of stdout, and throws
// Error; main turns that into an exit code.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/cancel_token.h"
#include "core/base/json.h"

namespace assay {

/// Trains until the run's limits; throws Error{Stopped}, with a checkpoint on disk, when asked to stop.
Json trainVerb(const std::filesystem::path& run, const CancelToken& cancel);

Json evaluateVerb(const std::filesystem::path& run, const std::string& split, const CancelToken& cancel);

Json predictVerb(const std::filesystem::path& run, const std::filesystem::path& inputs,
                 const std::filesystem::path& out, const CancelToken& cancel);

/// Serves until `cancel`, or the end of stdin when `withParent`. Returns null: "ready" was its line.
Json serveVerb(const std::filesystem::path& run, const std::filesystem::path& socket, bool withParent,
               const CancelToken& cancel);

Json probeVerb();

/// {"code","message","where"}
Json errorJson(const Error& error);

}  // namespace assay
