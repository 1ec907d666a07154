// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job/launcher.h"
#include "core/job/remote_job.h"

namespace assay {

/// A cluster that the user's kubectl reaches: an Indexed Job whose pods are the run's hosts. Data, events and the model travel through
/// kubectl as they do through ssh; nothing of ours is installed in the cluster but the container image. The pods go when the run is over.
class ASSAY_CORE_API KubernetesLauncher : public Launcher {
 public:
  KubernetesLauncher(Target target, BundleMaker makeBundle) : target_(std::move(target)), makeBundle_(std::move(makeBundle)) {}
  /// Asks for the cluster, for what one may do in it, for the claim, and for what admission would say to the job.
  Problems preflight(const RunSpec& spec) const override;
  void submit(const RunDirectory& run) override { submitElsewhere(run, target_, makeBundle_); }

 private:
  Target target_;
  BundleMaker makeBundle_;
};

}  // namespace assay
