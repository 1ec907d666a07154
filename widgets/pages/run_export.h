// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/progress.h"
#include "core/base/strong_id.h"

namespace assay {

struct ExportedRun {
  RunId run;
  std::filesystem::path events;   ///< events.jsonl
};

/// Every number of the events, unthinned: run,sequence,time,kind,step,epoch,name,value. Atomic. Throws Error.
void exportEvents(const std::vector<ExportedRun>& runs, const std::filesystem::path& file, const Progress& progress);

}  // namespace assay
