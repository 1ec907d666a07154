// SPDX-License-Identifier: Apache-2.0
#include "core/job/kubernetes_launcher.h"

#include "core/base/error.h"
#include "core/job/kubernetes_pods.h"

namespace assay {
Problems KubernetesLauncher::preflight(const RunSpec& spec) const {
  Problems problems;
  const auto fault = [&](const std::string& text) { problems.push_back({Severity::Error, target_.name, text, {}}); };
  try {
    const ScriptResult reached = askKubectl(target_, {"auth", "can-i", "create", "jobs.batch"});
    const bool isAnswered = reached.output.starts_with("yes") || reached.output.starts_with("no");
    if (!isAnswered) fault("kubectl cannot reach the cluster: " + reached.complaint());
    if (!isAnswered) return problems;
    const std::pair<std::vector<std::string>, const char*> rights[] = {{{"create", "jobs.batch"}, "create jobs"}, {{"delete", "jobs.batch"}, "delete jobs"}, {{"create", "services"}, "create services"},
                                                                       {{"list", "pods"}, "list pods"}, {{"create", "pods", "--subresource=exec"}, "run commands in pods"}};
    for (const auto& [question, words] : rights) {
      std::vector<std::string> asked{"auth", "can-i"};
      asked.insert(asked.end(), question.begin(), question.end());
      if (!askKubectl(target_, asked).output.starts_with("yes")) fault(std::string("you may not ") + words + " in the namespace");
    }
    if (!target_.claim.empty() && askKubectl(target_, {"get", "persistentvolumeclaim", target_.claim, "--output", "name"}).code != 0)
      fault("there is no volume claim `" + target_.claim + "` in the namespace");
    const KubernetesPods pods(target_, "job-0-preflight");
    for (const std::string& object : {pods.text(), pods.podText()}) {   // quotas and security rules are about pods, which otherwise nobody would see refused
      const ScriptResult tried = askKubectl(target_, {"apply", "--dry-run=server", "--filename", "-"}, object);
      if (tried.code != 0) fault("the cluster refuses the job: " + tried.complaint());
    }
    if (target_.gpus > 0 && target_.ranks > target_.gpus) fault("it has " + std::to_string(target_.ranks) + " ranks in each pod for " + std::to_string(target_.gpus) + " GPUs");
    if (spec.options.text("device.kind") == "cuda" && target_.gpus == 0) fault("cuda was asked for, and the target gives its pods no GPU; `gpus` does");
    if (target_.claim.empty())
      problems.push_back({Severity::Warning, target_.name, "without `claim` a pod that is replaced begins again: its checkpoints go with it", {}});
  } catch (const Error& error) {
    fault(error.what());
  }
  return problems;
}

}  // namespace assay
