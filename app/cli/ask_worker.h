// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/cli/console.h"
#include "core/job/run_directory.h"

namespace assay {

struct WorkerAnswers {
  Json outputs;         ///< a list, one for each input; {"error":{…}} for one that could not be answered
  std::string device;
};

/// What the model of the run's last checkpoint says of each input. Throws Error when the worker fails as a whole.
WorkerAnswers askWorker(const RunDirectory& run, const std::vector<Json>& inputs, Console& console);

}  // namespace assay
