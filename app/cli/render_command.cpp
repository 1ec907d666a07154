// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "core/job/kubernetes_objects.h"
#include "core/job/slurm_script.h"

namespace assay {

namespace {

struct RenderArguments {
  std::string job, to, container = "none";
  bool withDefinition = false;
};

void declareRender(CLI::App& verb, RenderArguments& a) {
  verb.add_option("JOBFILE", a.job, "YAML file of `kind: AIJob`")->required();
  verb.add_option("--to", a.to, "what runs it")->required()->check(CLI::IsMember({"kubernetes", "slurm"}));
  verb.add_option("--container", a.container, "Slurm only: what runs the image (none)")->check(CLI::IsMember({"none", "apptainer", "pyxis"}));
  verb.add_flag("--crd", a.withDefinition, "Kubernetes only: the CustomResourceDefinition of the kind as well");
}

SlurmContainer containerFrom(const std::string& name) {
  return name == "apptainer" ? SlurmContainer::Apptainer : name == "pyxis" ? SlurmContainer::Pyxis : SlurmContainer::None;
}

/// The text ends with a line end of its own.
void say(const std::string& text, Console& console) { console.say(text.substr(0, text.find_last_not_of('\n') + 1)); }

Answer runRender(const RenderArguments& a, Console& console) {
  const ClusterJob job = readClusterJob(a.job);
  Answer answer;
  answer.json = {{"name", job.name}, {"replicas", job.replicas}, {"gpus", job.gpus}, {"ranks", job.replicas * job.ranksPerReplica()}};
  if (a.to == "slurm") {
    answer.json["script"] = slurmScript(job, containerFrom(a.container));
    say(answer.json["script"].get<std::string>(), console);
    return answer;
  }
  std::vector<Json> objects = kubernetesObjects(job);
  if (a.withDefinition) objects.insert(objects.begin(), clusterJobDefinition(job));
  answer.json["objects"] = objects;
  say(yamlStream(objects), console);
  return answer;
}

}  // namespace

void addRenderCommand(CommandLine& line) {
  line.verb<RenderArguments>("render", "what a cluster would run for a job file", declareRender, runRender);
}

}  // namespace assay
