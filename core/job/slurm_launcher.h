// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job/launcher.h"
#include "core/job/target.h"

namespace assay {

/// A cluster with Slurm whose nodes see the run's folder: a batch job in which each node runs `assay supervise`. The job is put
/// back into the queue when it is preempted, saves before its time is up, and goes on from its newest checkpoint.
class ASSAY_CORE_API SlurmLauncher : public Launcher {
 public:
  explicit SlurmLauncher(Target target) : target_(std::move(target)) {}
  Problems preflight(const RunSpec& spec) const override;
  void submit(const RunDirectory& run) override;

  /// The script that is given to sbatch.
  std::string script(const RunDirectory& run, const std::string& token) const;

 private:
  Target target_;
};

/// Slurm's word for a job ("PENDING", "RUNNING"); empty when it knows none of that number any more. Throws Error{Environment} when
/// squeue cannot be asked.
ASSAY_CORE_API std::string slurmState(const std::string& job);

/// Whether Slurm took the run's nodes away and will start it again: it has saved and left, and is not over. False while squeue cannot
/// be asked.
ASSAY_CORE_API bool isRequeuedBySlurm(const RunDirectory& run);

/// Whether a run was given to Slurm, and Slurm has it no longer, whatever the run's own state says. False while squeue cannot be asked.
ASSAY_CORE_API bool isForgottenBySlurm(const RunDirectory& run);

}  // namespace assay
