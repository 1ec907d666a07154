// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/train_options.h"

#include <algorithm>

namespace assay {

TrainOptions readTrainOptions(const OptionValues& values) {
  TrainOptions o;
  o.seed = static_cast<uint64_t>(values.integer("seed"));
  o.maxMinutes = values.real("trainer.max_minutes");
  o.maxEpochs = values.integer("trainer.max_epochs");
  o.maxSteps = values.integer("trainer.max_steps");
  o.batchSize = values.integer("trainer.batch_size");
  o.optimizer = values.text("trainer.optimizer");
  o.learningRate = values.real("trainer.learning_rate");
  o.weightDecay = values.real("trainer.weight_decay");
  o.momentum = values.real("trainer.momentum");
  o.schedule = scheduleFromName(values.text("trainer.schedule"));
  o.warmupSteps = values.integer("trainer.warmup_steps");
  o.clipNorm = values.real("trainer.clip_norm");
  o.emaDecay = values.real("trainer.ema_decay");
  o.accumulate = std::max<int64_t>(1, values.integer("trainer.accumulate"));
  o.evaluateEvery = values.integer("trainer.evaluate_every");
  o.checkpointMinutes = values.real("trainer.checkpoint_minutes");
  o.checkpointSteps = values.integer("trainer.checkpoint_steps");
  o.keepCheckpoints = values.integer("trainer.keep_checkpoints");
  o.cudaGraphs = values.boolean("device.cuda_graphs");
  o.eventsPerSecond = values.real("trainer.events_per_second");
  o.compression = values.text("distributed.compression");
  o.compressionRank = values.integer("distributed.compression_rank");
  o.localSteps = values.integer("distributed.local_steps");
  o.allReduce = values.text("distributed.all_reduce");
  o.bucketBytes = values.integer("distributed.bucket_mib") << 20;
  require(o.maxMinutes > 0 || o.maxEpochs > 0 || o.maxSteps > 0,
          "the run has no end: set trainer.max_minutes, trainer.max_epochs or trainer.max_steps", "trainer.max_minutes",
          Code::BadOption);
  return o;
}

double trainingProgress(const TrainOptions& options, double seconds, double epochs, int64_t steps) {
  double progress = 0;
  if (options.maxMinutes > 0) progress = std::max(progress, seconds / (options.maxMinutes * 60));
  if (options.maxEpochs > 0) progress = std::max(progress, epochs / double(options.maxEpochs));
  if (options.maxSteps > 0) progress = std::max(progress, double(steps) / double(options.maxSteps));
  return std::min(progress, 1.0);
}

}  // namespace assay
