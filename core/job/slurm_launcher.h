// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

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
  std::string submitted(const std::filesystem::path& file) const;
  Target target_;
};

/// Takes a run out of the queue that has not begun, or waits to begin again. False when it is not in the queue.
ASSAY_CORE_API bool cancelQueued(const RunDirectory& run);

/// How a job stands with Slurm.
struct SlurmState {
  std::string state;     ///< Slurm's word: "PENDING", "RUNNING"; empty when it knows none of that number any more
  std::string reason;    ///< why it waits: "Resources", "Priority"
};

/// Throws Error{Environment} when squeue cannot be asked.
ASSAY_CORE_API SlurmState slurmState(const std::string& job);
/// Of a run that was given to Slurm; none for others, and while squeue cannot be asked.
ASSAY_CORE_API std::optional<SlurmState> slurmStateOf(const RunDirectory& run);

/// Whether Slurm took the run's nodes away and will start it again: it has saved and left, and is not over. False while squeue cannot
/// be asked.
ASSAY_CORE_API bool isRequeuedBySlurm(const RunDirectory& run);

}  // namespace assay
