// SPDX-License-Identifier: Apache-2.0
// A job for a cluster as its user declares it (`kind: AIJob`): replicas of one container that train together. It is rendered into
// what a cluster runs without anything of ours installed: core/job/kubernetes_objects, core/job/slurm_script.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"

namespace assay {

struct ASSAY_CORE_API ClusterJob {
  std::string name;                    ///< a DNS label: lower case letters, digits, '-'; begins with a letter
  std::string nameSpace;               ///< empty: the cluster's default
  std::string group = "assay.dev", version = "v1";   ///< of apiVersion, for the CustomResourceDefinition
  int replicas = 1;                    ///< 1 to 100,000
  int gpus = 0;                        ///< of a replica
  int ranks = 0;                       ///< processes of a replica; 0: one a GPU, or one when the command starts its own
  Json podMetadata = Json::object();   ///< spec.template.metadata as it was given
  Json pod = Json::object();           ///< spec.template.spec as it was given; a short template becomes one with one container
  int port = 29500;                    ///< where the ranks meet

  /// The first container: the one that trains. It has an image and a command.
  const Json& container() const { return pod.at("containers").at(0); }
  std::vector<std::string> command() const;   ///< with its arguments
  /// Commands that begin with torchrun, accelerate or deepspeed, also as `python -m` or in `sh -c`, start the processes of a replica
  /// themselves: those get one.
  bool startsItsOwnRanks() const;
  int ranksPerReplica() const { return ranks > 0 ? ranks : startsItsOwnRanks() || gpus < 2 ? 1 : gpus; }
};

/// Accepts spec.template as a pod template ({spec: {containers: [...]}}) or short ({image, command, args, env, resources, workingDir}).
/// Throws Error{BadInput} naming the line for anything that could not be run.
ASSAY_CORE_API ClusterJob readClusterJob(const std::filesystem::path& file);
ASSAY_CORE_API ClusterJob parseClusterJob(std::string_view text, const std::string& where);

/// "64Gi", "1500M", "123456789": bytes. Throws Error{BadInput}.
ASSAY_CORE_API int64_t bytesOfQuantity(const std::string& quantity, const std::string& where);
/// "16", "500m", "0.5": thousandths of a processor.
ASSAY_CORE_API int64_t milliOfQuantity(const std::string& quantity, const std::string& where);

}  // namespace assay
