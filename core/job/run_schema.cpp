// SPDX-License-Identifier: Apache-2.0
// The options that every run has. Changing a default here changes forms, help, validation and options.md.
#include "core/job/rank_place.h"
#include "core/job/run_spec.h"

namespace assay {

namespace {

void addData(OptionSchema& schema) {
  schema.integer("seed", 0).range(0, 9e15).name("Seed").doc("Everything random in a run follows from it.");
  schema.real("data.valid_fraction", 0.1).range(0, 0.5).name("Held-out share")
      .doc("Share of the labelled training part that is held out for validation when the project has no validation split.");
  schema.integer("data.workers", 0).range(0, 256).means(0, "automatic").name("Loader threads").advanced()
      .doc("Threads that prepare batches ahead of the training; 0 chooses from the number of cores.");
}

void addLength(OptionSchema& schema) {
  schema.real("trainer.max_minutes", 15).range(0, 1e6).means(0, "no limit").unit("min").name("Longest time")
      .doc("Ends the run after this wall time and anneals the learning rate to it; 0 switches the clock off.");
  schema.integer("trainer.max_epochs", 0).range(0, 1e9).means(0, "no limit").name("Longest in epochs")
      .doc("Ends the run after this many passes over the data; 0 means no limit.");
  schema.integer("trainer.max_steps", 0).range(0, 1e12).means(0, "no limit").name("Longest in steps").advanced()
      .doc("Ends the run after this many optimiser steps; 0 means no limit.");
  schema.integer("trainer.batch_size", 16).range(0, 65536).means(0, "automatic").name("Batch size").doc("Samples in one step; 0 leaves it to the plugin.");
  schema.integer("trainer.accumulate", 1).range(1, 4096).name("Accumulate").advanced()
      .doc("Batches whose gradients are added up before one optimiser step.");
}

void addOptimisation(OptionSchema& schema) {
  schema.choice("trainer.optimizer", "adamw", {"adamw", "sgd", "adagrad"}).name("Optimizer").advanced()
      .doc("AdamW (Loshchilov and Hutter 2019), SGD with momentum, or Adagrad, whose rates fall where gradients are large.");
  schema.real("trainer.learning_rate", 2e-3).range(0, 100).name("Learning rate").doc("Highest learning rate of the schedule.");
  schema.real("trainer.weight_decay", 0.02).range(0, 10).name("Weight decay").advanced()
      .doc("Decoupled weight decay; biases and norms are exempt.");
  schema.real("trainer.momentum", 0.9).range(0, 0.9999).name("Momentum").advanced().doc("Momentum of SGD.");
  schema.choice("trainer.schedule", "cosine", {"cosine", "one_cycle", "constant"}).name("Schedule").advanced()
      .doc("How the learning rate moves over the run.");
  schema.integer("trainer.warmup_steps", 100).range(0, 1e9).means(0, "none").name("Warm-up").unit("steps").advanced()
      .doc("Steps over which the learning rate rises from zero.");
  schema.real("trainer.clip_norm", 5).range(0, 1e9).means(0, "off").name("Gradient clip").advanced()
      .doc("Gradients with a larger norm are scaled down to it; 0 switches clipping off.");
  schema.real("trainer.ema_decay", 0.998).range(0, 0.99999).means(0, "off").name("Weight averaging").advanced()
      .doc("Decay of the moving average of the weights that is evaluated and shipped; 0 ships the last weights.");
}

void addKeeping(OptionSchema& schema) {
  schema.integer("trainer.evaluate_every", 1).range(0, 1e9).means(0, "at the end").name("Evaluate every").unit("epochs").advanced()
      .doc("Epochs between evaluations on held-out data; 0 evaluates only at the end. After the first minute they take at most a tenth of the time: "
           "what would take more is left out.");
  schema.real("trainer.events_per_second", 10).range(0, 10000).name("Events a second").advanced()
      .doc("How often step values are written at most; 0 writes none.");
  schema.real("trainer.checkpoint_minutes", -1).range(-1, 1e6).means(-1, "automatic").unit("min").name("Checkpoint every").advanced()
      .doc("Minutes between checkpoints; automatic weighs what one costs against what a crash would lose (Young 1974, a failure a day on each host); "
           "0 writes one only at the end or when stopped.");
  schema.integer("trainer.checkpoint_steps", 5000).range(1, 5000).name("Checkpoint at the latest after").unit("steps").advanced()
      .doc("Steps after which a checkpoint is written whatever the clock says, unless checkpoints are written only at the end.");
  schema.integer("trainer.keep_checkpoints", 2).range(1, 1000).name("Keep checkpoints").advanced()
      .doc("Newest checkpoints that stay on disk.");
  schema.integer("trainer.restarts", 2).range(0, 1000).name("Restarts").advanced()
      .doc("How often a crashed worker is started again from its last good checkpoint.");
  schema.real("trainer.silence_minutes", 30).range(0, 1e6).means(0, "for ever").unit("min").name("Longest silence").advanced()
      .doc("Workers that say nothing for so long hang: they are ended and started again. 0 waits for ever.");
}

void addDevice(OptionSchema& schema) {
  schema.choice("device.kind", "auto", {"auto", "cpu", "cuda"}).name("Device").doc("Where the run computes; auto takes a GPU when there is one.");
  schema.integer("device.threads", 0).range(0, 1024).means(0, "all cores").name("Threads").doc("CPU threads of the computation; 0 takes every core.");
  schema.choice("device.precision", "auto", {"auto", "fp32", "tf32", "bf16", "fp16"}).name("Precision")
      .doc("Number format of the computation; auto measures and never takes one that is slower than fp32. tf32 is fp32 with shorter factors in products, on GPUs.");
  schema.boolean("device.channels_last", true).name("Channels last").advanced()
      .doc("Memory layout of images in the network; faster for convolutions on most processors.");
  schema.boolean("device.cuda_graphs", true).name("CUDA graphs").advanced()
      .doc("On a GPU, work whose shapes return is recorded once and then started with one call, which pays for small networks: the steps of a rank alone, "
           "and what detectors say of pictures. Batches and pictures that differ run as usual.");
}

void addDistributed(OptionSchema& schema) {
  schema.integer("distributed.ranks", 1).range(0, mostRanks).means(0, "one on each GPU").name("Ranks")
      .doc("Processes that train together on this machine, each with its part of every batch; 0 takes one for each GPU, or one without any.");
  schema.choice("distributed.compression", "none", {"none", "bf16", "fp16", "power_sgd"}).name("Compression").advanced()
      .doc("How gradients travel between ranks: as they are, in half the bits, or as products of thin matrices with what is lost made up later "
           "(PowerSGD, Vogels and others 2019).");
  schema.integer("distributed.compression_rank", 4).range(1, 256).name("Rank of PowerSGD").advanced()
      .doc("Columns of the thin matrices: more are more exact and more to send.");
  schema.integer("distributed.local_steps", 1).range(1, 10000).name("Steps between exchanges").advanced()
      .doc("1 exchanges gradients in every step. More let each rank make so many steps of its own before weights are averaged (local SGD, Stich 2019): "
           "less to send, and another result than one rank has.");
  schema.choice("distributed.all_reduce", "auto", {"auto", "flat", "hierarchical"}).name("All-reduce").advanced()
      .doc("How sums over ranks are formed: in one ring, or within each host first; auto measures both where hosts hold several ranks.");
  schema.integer("distributed.bucket_mib", 25).range(1, 4096).unit("MiB").name("Bucket size").advanced()
      .doc("Gradients travel in parcels of this size while earlier layers still compute: larger ones start the network less often, smaller ones start it sooner. "
           "`assay plan` says which suits many hosts.");
}

OptionSchema makeCommonSchema() {
  OptionSchema schema;
  addData(schema);
  addLength(schema);
  addOptimisation(schema);
  addKeeping(schema);
  addDevice(schema);
  addDistributed(schema);
  return schema;
}

}  // namespace

const OptionSchema& commonSchema() {
  static const OptionSchema schema = makeCommonSchema();
  return schema;
}

OptionSchema runSchema(const PluginManifest& manifest) {
  OptionSchema schema;
  for (Option option : commonSchema().options()) {
    if (const OptionValue* own = manifest.defaults.find(option.key)) {
      const bool widen = option.kind == OptionKind::Real && std::holds_alternative<int64_t>(*own);
      option.fallback = widen ? OptionValue(static_cast<double>(std::get<int64_t>(*own))) : *own;
    }
    schema.add(option);
  }
  schema.append(manifest.options);
  return schema;
}

}  // namespace assay
