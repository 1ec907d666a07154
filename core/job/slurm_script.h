// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job/cluster_job.h"

namespace assay {

/// What runs the image on a node. None: the command runs as it is, and the script says which image it does without.
enum class SlurmContainer { None, Apptainer, Pyxis };

/// A batch script: one node a replica, one task a rank, requeued when its nodes are wanted, ended gently two minutes before its time is up.
/// Throws Error{BadInput} for amounts that Slurm cannot be asked for.
ASSAY_CORE_API std::string slurmScript(const ClusterJob& job, SlurmContainer container);

/// In single quotes, for sh.
ASSAY_CORE_API std::string shellQuoted(const std::string& text);

}  // namespace assay
