// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/base/option_schema.h"
#include "core/engine/train/schedules.h"

namespace assay {

/// seed, trainer.* and distributed.* of a run, typed. 0 switches a limit off.
struct TrainOptions {
  uint64_t seed = 0;
  double maxMinutes = 0;
  int64_t maxEpochs = 0, maxSteps = 0;
  int64_t batchSize = 16;           ///< 0: what the source suggests
  std::string optimizer = "adamw";
  double learningRate = 2e-3, weightDecay = 0.02, momentum = 0.9;
  Schedule schedule = Schedule::Cosine;
  int64_t warmupSteps = 0;
  double clipNorm = 0, emaDecay = 0;
  int64_t accumulate = 1;
  int64_t evaluateEvery = 1;        ///< epochs; 0: only at the end
  double checkpointMinutes = -1;    ///< 0: only at the end; below: as often as pays
  int64_t checkpointSteps = 5000;   ///< at the latest after so many
  int64_t keepCheckpoints = 2;
  bool cudaGraphs = true;           ///< of steps, where a rank is alone with a GPU
  double eventsPerSecond = 10;      ///< step events at most; 0: none
  std::string compression = "none"; ///< of gradients between ranks
  int64_t compressionRank = 4;      ///< of PowerSGD
  int64_t localSteps = 1;           ///< above 1: weights are averaged after so many steps, in place of gradients in each
  std::string allReduce = "auto";   ///< "auto", "flat" or "hierarchical"
  int64_t bucketBytes = 25 << 20;   ///< gradients travel in parcels of this size
};

/// Throws Error{BadOption} when no limit is set: such a run would never end.
ASSAY_ENGINE_API TrainOptions readTrainOptions(const OptionValues& options);

/// How far a run is, in [0, 1]: the largest share over the limits that are set.
ASSAY_ENGINE_API double trainingProgress(const TrainOptions& options, double seconds, double epochs, int64_t steps);

}  // namespace assay
