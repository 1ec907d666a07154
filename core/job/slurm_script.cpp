// SPDX-License-Identifier: Apache-2.0
#include "core/job/slurm_script.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "core/base/error.h"

namespace assay {

namespace {

constexpr int secondsBeforeTheEnd = 120;

std::string textOf(const Json& json) { return json.is_string() ? json.get<std::string>() : json.dump(); }

std::string option(const std::string& text) { return "#SBATCH --" + text + "\n"; }

/// 0: nobody asked for any.
int64_t coresOfARank(const ClusterJob& job) {
  const Json limits = job.container().value("resources", Json::object()).value("limits", Json::object());
  if (!limits.contains("cpu")) return 0;
  const int64_t cores = (milliOfQuantity(textOf(limits["cpu"]), "resources.limits.cpu") + 999) / 1000;
  return std::max<int64_t>(1, cores / job.ranksPerReplica());
}

std::string header(const ClusterJob& job) {
  const Json limits = job.container().value("resources", Json::object()).value("limits", Json::object());
  std::string text = "#!/bin/bash\n" + option("job-name=" + job.name) + option("nodes=" + std::to_string(job.replicas)) +
                     option("ntasks-per-node=" + std::to_string(job.ranksPerReplica()));
  if (job.gpus > 0) text += option("gpus-per-node=" + std::to_string(job.gpus));
  if (const int64_t cores = coresOfARank(job); cores > 0) text += option("cpus-per-task=" + std::to_string(cores));
  if (limits.contains("memory")) {
    const int64_t bytes = bytesOfQuantity(textOf(limits["memory"]), "resources.limits.memory");
    text += option("mem=" + std::to_string(std::max<int64_t>(1, bytes >> 20)) + "M");
  }
  return text + option("requeue") + option("open-mode=append") + option("signal=TERM@" + std::to_string(secondsBeforeTheEnd)) + option("output=" + job.name + "-%j.log");
}

/// Kubernetes' $(NAME), where the script knows NAME, as the shell's; $$ is $ itself.
std::string expanded(const std::string& text, const std::set<std::string>& known) {
  std::string quoted, plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 2, "$$") == 0) ++at;
    else if (const std::size_t end = text.find(')', at); text.compare(at, 2, "$(") == 0 && end != std::string::npos && known.contains(text.substr(at + 2, end - at - 2))) {
      quoted += shellQuoted(plain) + "\"${" + text.substr(at + 2, end - at - 2) + "}\"";
      plain.clear();
      at = end;
      continue;
    }
    plain += text[at];
  }
  return quoted + (plain.empty() && !quoted.empty() ? "" : shellQuoted(plain));
}

std::string exports(const ClusterJob& job, std::set<std::string>& known) {
  std::string text;
  for (const Json& variable : job.container().value("env", Json::array())) {
    const std::string name = variable["name"];
    const auto isOf = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
    require(std::all_of(name.begin(), name.end(), isOf) && !std::isdigit(static_cast<unsigned char>(name.front())),
            "the variable `" + name + "` is none that a shell takes: letters, digits and '_', and no digit first", "env", Code::BadInput);
    require(variable.contains("value"), "the variable `" + name + "` has no plain `value`; Slurm knows no other source", "env", Code::BadInput);
    text += "export " + name + "=" + expanded(textOf(variable["value"]), known) + "\n";
    known.insert(name);
  }
  return text;
}

/// Enroot writes registry#image:tag where others write registry/image:tag.
std::string enrootImage(const std::string& image) {
  require(image.find('@') == std::string::npos, "pyxis cannot take an image by its digest: give it a tag", "image", Code::BadInput);
  const std::size_t slash = image.find('/');
  const std::string host = slash == std::string::npos ? std::string() : image.substr(0, slash);
  const bool isHost = host == "localhost" || host.find_first_of(".:") != std::string::npos;
  return isHost ? host + "#" + image.substr(slash + 1) : image;
}

std::string started(const ClusterJob& job, SlurmContainer container, const std::set<std::string>& known) {
  const std::string image = job.container().value("image", ""), folder = job.container().value("workingDir", "");
  std::string options = " --kill-on-bad-exit=1", wrapper, command;
  if (const int64_t cores = coresOfARank(job); cores > 0) options += " --cpus-per-task=" + std::to_string(cores);   // some versions do not take the batch script's
  if (container == SlurmContainer::Pyxis) options += " --container-image=" + shellQuoted(enrootImage(image)) + (folder.empty() ? "" : " --container-workdir=" + shellQuoted(folder));
  if (container == SlurmContainer::None && !folder.empty()) options += " --chdir=" + shellQuoted(folder);
  if (container == SlurmContainer::Apptainer)
    wrapper = std::string(" apptainer exec") + (job.gpus > 0 ? " --nv" : "") + (folder.empty() ? "" : " --pwd " + shellQuoted(folder)) + " " + shellQuoted("docker://" + image);
  for (const std::string& part : job.command()) command += " " + expanded(part, known);
  return "srun" + options + " sh -c 'export RANK=$SLURM_PROCID LOCAL_RANK=$SLURM_LOCALID NODE_RANK=$SLURM_NODEID PET_NODE_RANK=$SLURM_NODEID; exec \"$@\"' rank" + wrapper +
         command + "\n";
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
  std::set<std::string> known = {"MASTER_ADDR", "MASTER_PORT", "WORLD_SIZE", "NNODES", "NPROC_PER_NODE"};
  text += exports(job, known);
  text += "export PET_NNODES=$NNODES PET_NPROC_PER_NODE=$NPROC_PER_NODE PET_MASTER_ADDR=$MASTER_ADDR PET_MASTER_PORT=$MASTER_PORT\n";
  return text + started(job, container, known);
}

}  // namespace assay
