// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/engine/plugin/model_type.h"
#include "core/job/run_directory.h"

namespace assay {

struct Rehearsed {
  std::map<std::string, Json> told;   ///< by name
  double seconds = 0;                 ///< of training, over all resumptions
  bool isStopped = false;             ///< asked to stop before all were made
};

/// Trains what comes before a run's own training, one after the other in rehearsals/<name> of the run, and asks each what it has to tell. One that was
/// finished is not made again, and one that was interrupted goes on. `progress` is the run's own.
Rehearsed rehearse(const RunDirectory& run, const std::vector<Rehearsal>& rehearsals, const Progress& progress);

}  // namespace assay
