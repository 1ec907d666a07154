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

/// Atomic, readable by the owner only.
ASSAY_CORE_API void writeLaunchRecord(const RunDirectory& run, const LaunchRecord& record);
/// None for a run of this machine. Throws Error{BadInput}.
ASSAY_CORE_API std::optional<LaunchRecord> readLaunchRecord(const RunDirectory& run);

/// 32 letters and digits that nobody can guess.
ASSAY_CORE_API std::string freshToken();

}  // namespace assay
