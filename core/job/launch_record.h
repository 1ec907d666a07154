// SPDX-License-Identifier: Apache-2.0
// launch.json of a run that was started elsewhere: what is needed to look for it again.
#pragma once

#include <optional>
#include <string>

#include "core/job/run_directory.h"
#include "core/job/target.h"

namespace assay {

struct LaunchRecord {
  Target target;
  std::string job;             ///< Slurm's number, or the job's folder on the first host
  std::string token;           ///< the job's secret
};

/// Readable by the owner only. A mark in $ASSAY_HOME says that this machine made it: a project that came from somebody else may hold
/// such a file, and would have us run what it names.
ASSAY_CORE_API void writeLaunchRecord(const RunDirectory& run, const LaunchRecord& record);
/// None for a run of this machine, and for a record that was not made here. Throws Error{BadInput}.
ASSAY_CORE_API std::optional<LaunchRecord> readLaunchRecord(const RunDirectory& run);

/// A text that only the owner may read, from its first byte on; replaces the file.
ASSAY_CORE_API void writePrivately(const std::filesystem::path& file, const std::string& text);

/// 32 letters and digits that nobody can guess.
ASSAY_CORE_API std::string freshToken();

}  // namespace assay
