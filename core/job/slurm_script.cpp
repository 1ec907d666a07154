// SPDX-License-Identifier: Apache-2.0
#include "core/job/slurm_script.h"

#include <algorithm>

#include "core/base/error.h"

namespace assay {

namespace {

constexpr int secondsBeforeTheEnd = 120;

std::string textOf(const Json& json) { return json.is_string() ? json.get<std::string>() : json.dump(); }

std::string option(const std::string& text) { return "#SBATCH --" + text + "\n"; }

std::string header(const ClusterJob& job) {
  const Json limits = job.container().value("resources", Json::object()).value("limits", Json::object());
  const int ranks = job.ranksPerReplica();
  std::string text = "#!/bin/bash\n" + option("job-name=" + job.name) + option("nodes=" + std::to_string(job.replicas)) +
                     option("ntasks-per-node=" + std::to_string(ranks));
  if (job.gpus > 0) text += option("gpus-per-node=" + std::to_string(job.gpus));
  if (limits.contains("cpu")) {
    const int64_t cores = (milliOfQuantity(textOf(limits["cpu"]), "resources.limits.cpu") + 999) / 1000;
    text += option("cpus-per-task=" + std::to_string(std::max<int64_t>(1, cores / ranks)));
  }
  if (limits.contains("memory")) {
    const int64_t bytes = bytesOfQuantity(textOf(limits["memory"]), "resources.limits.memory");
    text += option("mem=" + std::to_string(std::max<int64_t>(1, bytes >> 20)) + "M");
  }
  return text + option("requeue") + option("open-mode=append") + option("signal=TERM@" + std::to_string(secondsBeforeTheEnd)) + option("output=" + job.name + "-%j.log");
}

std::string exports(const ClusterJob& job) {
  std::string text;
  for (const Json& variable : job.container().value("env", Json::array())) {
    const std::string name = variable.value("name", "");
    require(!name.empty() && variable.contains("value"), "the variable `" + name + "` has no plain `value`; Slurm knows no other source", "env", Code::BadInput);
    text += "export " + name + "=" + shellQuoted(textOf(variable["value"])) + "\n";
  }
  return text;
}

std::string started(const ClusterJob& job, SlurmContainer container) {
  const std::string image = job.container().value("image", "");
  std::string command;
  for (const std::string& part : job.command()) command += " " + shellQuoted(part);
  const std::string folder = job.container().contains("workingDir") ? " --chdir=" + shellQuoted(textOf(job.container()["workingDir"])) : "";
  const std::string pyxis = container == SlurmContainer::Pyxis ? " --container-image=" + shellQuoted(image) : "";
  const std::string apptainer = container == SlurmContainer::Apptainer ? std::string(" apptainer exec") + (job.gpus > 0 ? " --nv" : "") + " " + shellQuoted("docker://" + image) : "";
  return "srun --kill-on-bad-exit=1" + folder + pyxis + " bash -c 'export RANK=$SLURM_PROCID LOCAL_RANK=$SLURM_LOCALID NODE_RANK=$SLURM_NODEID PET_NODE_RANK=$SLURM_NODEID; exec \"$@\"' rank" +
         apptainer + command + "\n";
}

}  // namespace

std::string shellQuoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string slurmScript(const ClusterJob& job, SlurmContainer container) {
  std::string text = header(job) + "set -euo pipefail\n";
  if (container == SlurmContainer::None) text += "# Without the image " + job.container().value("image", "") + ": what the command needs must be on the nodes.\n";
  text += "export MASTER_ADDR=$(scontrol show hostnames \"$SLURM_JOB_NODELIST\" | head -n 1) MASTER_PORT=" + std::to_string(job.port) + "\n";
  text += "export WORLD_SIZE=$SLURM_NTASKS NNODES=$SLURM_JOB_NUM_NODES NPROC_PER_NODE=" + std::to_string(std::max(1, job.gpus)) + "\n";
  text += "export PET_NNODES=$NNODES PET_NPROC_PER_NODE=$NPROC_PER_NODE PET_MASTER_ADDR=$MASTER_ADDR PET_MASTER_PORT=$MASTER_PORT\n";
  return text + exports(job) + started(job, container);
}

}  // namespace assay
