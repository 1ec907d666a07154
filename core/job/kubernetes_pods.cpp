// SPDX-License-Identifier: Apache-2.0
#include "core/job/kubernetes_pods.h"

#include <algorithm>
#include <cctype>
#include <csignal>
#include <cstdlib>

#include "core/base/error.h"
#include "core/job/remote_job.h"
#include "core/job/slurm_script.h"

namespace assay {
namespace {

constexpr auto patience = std::chrono::seconds(120);
constexpr int replacementsOfAPod = 10;   // evictions count

/// A container does nothing until somebody is told to supervise a run in it. It ends when for an hour no process of ours has lived in it and nobody has looked after
/// it: what holds GPUs for nobody must not do so for ever.
std::string waitingScript(const std::string& folder) {
  return "trap 'exit 143' TERM INT\n"
         "keep=" + shellQuoted(folder + "/keep") + "\n"
         "idle=0\n"
         "while [ \"$idle\" -lt 720 ]; do\n"
         "  idle=$((idle + 1))\n"
         "  for file in /proc/[0-9]*/comm; do\n"
         "    name=\n"
         "    read -r name < \"$file\" || continue\n"
         "    case \"$name\" in assay*) idle=0 ;; esac\n"
         "  done 2>/dev/null\n"
         "  [ -z \"$(find \"$keep\" -mmin -2 2>/dev/null)\" ] || idle=0\n"
         "  sleep 5 & wait $!\n"
         "done\n";
}

/// Whether the cluster's words are about the job, and not about how the cluster is.
bool isRefusal(const std::string& words) {
  for (const char* about : {"(Forbidden)", "(Invalid)", "(BadRequest)", "(NotFound)", "error validating", "exceeded quota"})
    if (words.find(about) != std::string::npos) return true;
  return false;
}

/// -1: none, or one that is being deleted.
int indexOf(const Json& pod) {
  const Json metadata = member<Json>(pod, "metadata", "kubectl get pods");
  const std::string text = metadata.value("annotations", Json::object()).value("batch.kubernetes.io/job-completion-index", "");
  const bool isNumber = !text.empty() && text.size() < 7 && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  return isNumber && !metadata.contains("deletionTimestamp") ? std::stoi(text) : -1;
}

bool isRunning(const Json& pod) { return pod.value("status", Json::object()).value("phase", "") == "Running"; }

bool isPodName(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-' || c == '.'; });
}

/// What a pod that does not run waits for: the scheduler's words, or the reason of its container.
std::string waitsFor(const Json& pod) {
  const Json status = pod.value("status", Json::object());
  for (const Json& container : status.value("containerStatuses", Json::array())) {
    const Json waiting = container.value("state", Json::object()).value("waiting", Json::object());
    if (waiting.contains("reason")) return waiting.value("reason", "") + (waiting.contains("message") ? ": " + waiting.value("message", "") : "");
  }
  for (const Json& condition : status.value("conditions", Json::array()))
    if (condition.value("status", "") == "False" && condition.contains("message")) return condition.value("message", "");
  return status.value("phase", "unknown");
}

}  // namespace

std::vector<std::string> kubectl(const Target& target) {
  const char* own = std::getenv("ASSAY_KUBECTL");
  std::vector<std::string> line{own != nullptr && *own != '\0' ? own : "kubectl"};
  if (!target.context.empty()) line.insert(line.end(), {"--context", target.context});
  if (!target.nameSpace.empty()) line.insert(line.end(), {"--namespace", target.nameSpace});
  return line;
}

ScriptResult askKubectl(const Target& target, const std::vector<std::string>& arguments, const std::string& input) {
  std::vector<std::string> line = kubectl(target);
  line.insert(line.end(), arguments.begin(), arguments.end());
  ChildProcess child(line, {.captureOutput = true, .captureError = true, .input = input});
  const std::optional<ChildExit> ended = child.wait(patience);
  if (!ended) {
    child.signal(SIGKILL);
    child.wait();
    throw HostUnreachable(Code::Environment, "kubectl has not ended within " + std::to_string(patience.count()) + " s", target.name);
  }
  return {ended->crashed() ? 128 + ended->signal : ended->code, child.output(), child.errors()};
}

Json KubernetesPods::podSpec() const {
  const std::string folder = jobsFolder(target_);
  Json variables = Json::array({{{"name", "ASSAY_POD"}, {"valueFrom", {{"fieldRef", {{"fieldPath", "metadata.annotations['batch.kubernetes.io/job-completion-index']"}}}}}},
                                {{"name", "HOME"}, {"value", folder}}});
  for (const auto& [name, value] : target_.environment) variables.push_back({{"name", name}, {"value", value}});
  Json container = {{"name", "train"}, {"image", target_.image}, {"command", Json::array({"/bin/sh", "-c", waitingScript(folder)})}, {"env", variables},
                    {"volumeMounts", Json::array({{{"name", "jobs"}, {"mountPath", folder}}, {{"name", "memory"}, {"mountPath", "/dev/shm"}}})}};
  Json jobs = {{"name", "jobs"}};
  if (target_.claim.empty()) {
    jobs["emptyDir"] = Json::object();
  } else {   // each pod has its own part of the claim, and finds it again when it is replaced
    jobs["persistentVolumeClaim"] = {{"claimName", target_.claim}};
    container["volumeMounts"][0]["subPathExpr"] = name_ + "-$(ASSAY_POD)";
  }
  container["securityContext"] = {{"allowPrivilegeEscalation", false}, {"capabilities", {{"drop", Json::array({"ALL"})}}}, {"seccompProfile", {{"type", "RuntimeDefault"}}}};
  if (target_.gpus > 0) container["resources"] = {{"limits", {{"nvidia.com/gpu", target_.gpus}}}};
  return {{"restartPolicy", "Never"}, {"automountServiceAccountToken", false}, {"subdomain", name_}, {"containers", Json::array({container})},
          {"volumes", Json::array({jobs, {{"name", "memory"}, {"emptyDir", {{"medium", "Memory"}}}}})}};
}

std::vector<Json> KubernetesPods::objects() const {
  const Json labels = {{"app.kubernetes.io/name", name_}, {"app.kubernetes.io/managed-by", "assay"}}, metadata = {{"name", name_}, {"labels", labels}};
  const Json service = {{"apiVersion", "v1"}, {"kind", "Service"}, {"metadata", metadata},
                        {"spec", {{"clusterIP", "None"}, {"publishNotReadyAddresses", true}, {"selector", {{"job-name", name_}}}, {"ports", Json::array({{{"name", "rendezvous"}, {"port", target_.port}}})}}}};
  const Json job = {{"apiVersion", "batch/v1"}, {"kind", "Job"}, {"metadata", metadata},
                    {"spec", {{"completionMode", "Indexed"}, {"completions", target_.nodes}, {"parallelism", target_.nodes}, {"backoffLimit", replacementsOfAPod * target_.nodes},
                              {"podReplacementPolicy", "Failed"}, {"ttlSecondsAfterFinished", 24 * 3600},
                              {"podFailurePolicy", {{"rules", Json::array({{{"action", "Ignore"}, {"onPodConditions", Json::array({{{"type", "DisruptionTarget"}, {"status", "True"}}})}}})}}},
                              {"template", {{"metadata", {{"labels", labels}}}, {"spec", podSpec()}}}}}};
  return {service, job};
}

std::string KubernetesPods::text() const { return toLine({{"apiVersion", "v1"}, {"kind", "List"}, {"items", objects()}}); }

std::string KubernetesPods::podText() const {
  return toLine({{"apiVersion", "v1"}, {"kind", "Pod"}, {"metadata", {{"name", name_}, {"annotations", {{"batch.kubernetes.io/job-completion-index", "0"}}}}}, {"spec", podSpec()}});
}

void KubernetesPods::create() const {
  const ScriptResult known = askKubectl(target_, {"get", "job", name_, "--output", "json", "--ignore-not-found"});
  if (known.code != 0) throw HostUnreachable(Code::Environment, "the cluster cannot be asked: " + known.complaint(), target_.name);
  if (known.output.find('{') != std::string::npos) {
    const Json job = parseJson(known.output, "kubectl get job");
    bool isOver = job.value("metadata", Json::object()).contains("deletionTimestamp");
    for (const Json& condition : job.value("status", Json::object()).value("conditions", Json::array())) {
      const std::string type = condition.value("type", ""), status = condition.value("status", "");
      require(type != "Failed" || status != "True", "the cluster has given the job up: " + condition.value("message", ""), target_.name, Code::JobFailed);
      isOver = isOver || (type == "Complete" && status == "True");
    }
    if (!isOver) return;
    remove();   // its pods left because nobody looked after them for long; what a claim kept is found again
  }
  const ScriptResult applied = askKubectl(target_, {"apply", "--filename", "-"}, text());
  if (applied.code == 0) return;
  require(!isRefusal(applied.errors), "the cluster refuses the job: " + applied.complaint(), target_.name, Code::Environment);
  throw HostUnreachable(Code::Environment, "the job cannot be given to the cluster: " + applied.complaint(), target_.name);
}

void KubernetesPods::keep(int index) const { RemoteShell(kubectl(target_), pod(index)).run("touch " + shellQuoted(jobsFolder(target_) + "/keep") + "\n"); }

Json KubernetesPods::known() const {
  const ScriptResult asked = askKubectl(target_, {"get", "pods", "--selector", "job-name=" + name_, "--output", "json"});
  if (asked.code != 0) throw HostUnreachable(Code::Environment, "the cluster cannot be asked: " + asked.complaint(), target_.name);
  return member<Json>(parseJson(asked.output, "kubectl get pods"), "items", "kubectl get pods");
}

std::string KubernetesPods::pod(int index) const {
  std::string waiting = "no pod is there yet; `kubectl describe job " + name_ + "` says why";
  for (const Json& pod : known()) {
    if (indexOf(pod) != index) continue;
    if (isRunning(pod)) return nameOf(pod);
    waiting = waitsFor(pod);
  }
  throw HostUnreachable(Code::Environment, "it does not run: " + waiting, target_.hostName(index));
}

std::map<int, std::string> KubernetesPods::running() const {
  std::map<int, std::string> names;
  for (const Json& pod : known())
    if (const int index = indexOf(pod); index >= 0 && index < target_.nodes && isRunning(pod)) names[index] = nameOf(pod);
  return names;
}

std::string KubernetesPods::nameOf(const Json& pod) const {
  const std::string name = member<std::string>(member<Json>(pod, "metadata", "kubectl get pods"), "name", "kubectl get pods");
  require(name.starts_with(name_ + "-") && isPodName(name), "the cluster names a pod that is not the job's: " + name, target_.name, Code::BadInput);   // it becomes an argument
  return name;
}

void KubernetesPods::remove() const {
  const ScriptResult removed = askKubectl(target_, {"delete", "job/" + name_, "service/" + name_, "--ignore-not-found", "--cascade=foreground", "--timeout=60s"});   // gone, before others of that name come
  if (removed.code != 0) throw HostUnreachable(Code::Environment, "the job's pods cannot be removed: " + removed.complaint(), target_.name);
}

}  // namespace assay
