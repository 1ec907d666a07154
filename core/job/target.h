// SPDX-License-Identifier: Apache-2.0
// Where runs are trained besides this machine: hosts that ssh reaches, a cluster with Slurm, or one with Kubernetes. Declared under `targets:` in
// project.yaml, or for all projects in $ASSAY_HOME/targets.yaml.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/export.h"

namespace assay {

enum class TargetKind { Local, Ssh, Slurm, Kubernetes };
ASSAY_CORE_API std::string_view targetKindName(TargetKind kind);   // "local", "ssh", "slurm", "kubernetes"

struct Target {
  std::string name = "local";
  TargetKind kind = TargetKind::Local;
  int ranks = 1;                       ///< on each host; 0: one for each GPU there
  std::vector<std::string> hosts;      ///< ssh: as the user's ssh knows them; the first one leads
  int nodes = 1;                       ///< slurm; of kubernetes pods
  std::string partition, account, timeLimit, gres;   ///< slurm: as sbatch takes them; empty: its default
  std::string image, nameSpace, context, claim;      ///< kubernetes: container image; namespace and context of kubectl, its own when empty; volume claim that keeps jobs, or none
  int gpus = 0;                        ///< kubernetes: of each pod
  std::string folder;                  ///< where jobs lie on the hosts: "~/.assay-jobs" (ssh), "/assay" (kubernetes) when empty
  std::string program = "assay";       ///< the command there
  std::string masterHost;              ///< how the other hosts reach the first one; empty: by its name
  int port = 29400;                    ///< where the first host listens
  std::vector<std::pair<std::string, std::string>> environment;   ///< variables of the run's processes

  int hostCount() const { return kind == TargetKind::Ssh ? int(hosts.size()) : kind == TargetKind::Local ? 1 : nodes; }
  /// For people: a host of ssh, "pod 0".
  std::string hostName(int host) const { return kind == TargetKind::Ssh ? hosts.at(std::size_t(host)) : "pod " + std::to_string(host); }
  bool operator==(const Target&) const = default;
};

/// The list under `targets:` of a file. Throws Error{BadInput} with the line of what cannot be one: a name twice, an unknown key, a host
/// that begins with '-', a variable that is no name.
ASSAY_CORE_API std::vector<Target> parseTargets(std::string_view text, const std::string& file);
ASSAY_CORE_API std::string targetsText(const std::vector<Target>& targets);

/// $ASSAY_HOME/targets.yaml; none when there is no such file.
ASSAY_CORE_API std::vector<Target> readOwnTargets();
/// Atomic.
ASSAY_CORE_API void writeOwnTargets(const std::vector<Target>& targets);

/// "local", then the project's, then one's own. Throws Error{Environment} naming those that are known.
ASSAY_CORE_API Target findTarget(const std::string& name, const std::vector<Target>& ofProject);

}  // namespace assay
