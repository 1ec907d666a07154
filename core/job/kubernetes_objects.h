// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job/cluster_job.h"

namespace assay {

/// A ConfigMap with the script that tells each rank who it is, a headless Service under which the replicas find each other, and an
/// Indexed Job: every cluster from 1.24 on runs them without a controller of ours. As they are to be applied, in this order.
ASSAY_CORE_API std::vector<Json> kubernetesObjects(const ClusterJob& job);

/// For clusters whose users want `kubectl get aijobs`: the definition of the kind itself.
ASSAY_CORE_API Json clusterJobDefinition(const ClusterJob& job);

/// Documents of one YAML stream.
ASSAY_CORE_API std::string yamlStream(const std::vector<Json>& objects);

/// The script of the ConfigMap: sets RANK, LOCAL_RANK, WORLD_SIZE, NODE_RANK, NNODES, NPROC_PER_NODE and torchrun's PET_* from the replica's
/// index, starts a process a GPU, and ends them all when one fails. POSIX sh.
ASSAY_CORE_API const char* launchScript();

}  // namespace assay
