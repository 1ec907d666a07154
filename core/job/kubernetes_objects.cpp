// SPDX-License-Identifier: Apache-2.0
#include "core/job/kubernetes_objects.h"

#include <algorithm>

#include "core/base/yaml.h"

namespace assay {

namespace {

constexpr const char* scriptFolder = "/etc/assay-job";
constexpr const char* scriptName = "launch.sh";
constexpr int restartsOfAReplica = 3;

std::string scriptsOf(const ClusterJob& job) { return job.name + "-launch"; }

Json metadata(const ClusterJob& job, const std::string& name) {
  Json meta = {{"name", name}, {"labels", {{"app.kubernetes.io/name", job.name}, {"app.kubernetes.io/managed-by", "assay"}}}};
  if (!job.nameSpace.empty()) meta["namespace"] = job.nameSpace;
  return meta;
}

Json configMap(const ClusterJob& job) {
  return {{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", metadata(job, scriptsOf(job))}, {"data", {{scriptName, launchScript()}}}};
}

/// Addresses are published before the pods are ready: ranks look for each other while they start.
Json service(const ClusterJob& job) {
  return {{"apiVersion", "v1"},
          {"kind", "Service"},
          {"metadata", metadata(job, job.name)},
          {"spec",
           {{"clusterIP", "None"},
            {"publishNotReadyAddresses", true},
            {"selector", {{"job-name", job.name}}},
            {"ports", Json::array({{{"name", "rendezvous"}, {"port", job.port}}})}}}};
}

/// What the user set stays; the ranks' own variables come first, so that theirs may refer to them.
Json environment(const ClusterJob& job) {
  Json list = Json::array();
  const Json own = job.container().value("env", Json::array());
  const auto add = [&](const char* name, const std::string& value) {
    const bool isGiven = std::any_of(own.begin(), own.end(), [&](const Json& variable) { return variable["name"] == name; });
    if (!isGiven) list.push_back({{"name", name}, {"value", value}});
  };
  add("MASTER_ADDR", job.name + "-0." + job.name);
  add("MASTER_PORT", std::to_string(job.port));
  add("NNODES", std::to_string(job.replicas));
  add("NPROC_PER_NODE", std::to_string(std::max(1, job.gpus)));
  add("RANKS_PER_REPLICA", std::to_string(job.ranksPerReplica()));
  for (const Json& variable : own) list.push_back(variable);
  return list;
}

Json podSpec(const ClusterJob& job) {
  Json pod = job.pod;
  if (!pod.contains("restartPolicy")) pod["restartPolicy"] = "Never";
  pod["subdomain"] = job.name;
  if (!pod.contains("volumes")) pod["volumes"] = Json::array();
  pod["volumes"].push_back({{"name", "assay-launch"}, {"configMap", {{"name", scriptsOf(job)}, {"defaultMode", 0555}}}});
  Json& container = pod["containers"][0];
  if (!container.contains("name")) container["name"] = "train";
  Json command = {"/bin/sh", std::string(scriptFolder) + "/" + scriptName};
  for (const std::string& part : job.command()) command.push_back(part);
  container["command"] = std::move(command);
  container.erase("args");
  container["env"] = environment(job);
  if (!container.contains("volumeMounts")) container["volumeMounts"] = Json::array();
  container["volumeMounts"].push_back({{"name", "assay-launch"}, {"mountPath", scriptFolder}, {"readOnly", true}});
  return pod;
}

Json podMetadata(const ClusterJob& job) {
  Json meta = job.podMetadata;
  meta["labels"]["app.kubernetes.io/name"] = job.name;
  return meta;
}

Json indexedJob(const ClusterJob& job) {
  return {{"apiVersion", "batch/v1"},
          {"kind", "Job"},
          {"metadata", metadata(job, job.name)},
          {"spec",
           {{"completionMode", "Indexed"},
            {"completions", job.replicas},
            {"parallelism", job.replicas},
            {"backoffLimit", restartsOfAReplica * job.replicas},
            {"template", {{"metadata", podMetadata(job)}, {"spec", podSpec(job)}}}}}};
}

}  // namespace

const char* launchScript() {
  return R"(#!/bin/sh
# Tells the processes of this replica who they are, starts one a GPU, and ends all when one fails.
set -eu
export NODE_RANK="$JOB_COMPLETION_INDEX" MASTER_ADDR MASTER_PORT NNODES NPROC_PER_NODE
export PET_NNODES="$NNODES" PET_NODE_RANK="$NODE_RANK" PET_NPROC_PER_NODE="$NPROC_PER_NODE" PET_MASTER_ADDR="$MASTER_ADDR" PET_MASTER_PORT="$MASTER_PORT"
export WORLD_SIZE=$((NNODES * RANKS_PER_REPLICA))
if [ "$RANKS_PER_REPLICA" -eq 1 ]; then
  export RANK="$NODE_RANK" LOCAL_RANK=0
  exec "$@"
fi

one() {
  export RANK="$1" LOCAL_RANK="$2"
  shift 2
  child= asked=
  trap 'if [ -z "$asked" ]; then asked=1; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null || :; fi' TERM
  trap '[ -z "$child" ] || kill -KILL "$child" 2>/dev/null || :' USR2
  "$@" &
  child=$!
  [ -z "$asked" ] || kill -TERM "$child" 2>/dev/null || :   # between the two lines above
  status=0
  wait "$child" || status=$?
  while kill -0 "$child" 2>/dev/null; do   # a signal ended the wait and not the process, which may be writing a checkpoint
    status=0
    wait "$child" || status=$?
  done
  [ "$status" -eq 0 ] || kill -USR1 $$
  exit "$status"
}

pids=
tell() { for pid in $pids; do kill "-$1" "$pid" 2>/dev/null || :; done; }
stop() {
  trap '' TERM INT USR1
  tell TERM
  (
    left="${ASSAY_GRACE_SECONDS:-60}"
    while sleep 1; do
      tell TERM   # one that was just being started may have missed the first
      left=$((left - 1))
      # Nobody ends the pod of a rank that failed: those that wait for it, in a collective, have a minute.
      [ "$1" -ne 1 ] || [ "$left" -gt 0 ] || tell USR2
    done
  ) >/dev/null 2>&1 &
  again=$!
  for pid in $pids; do wait "$pid" || :; done
  kill -KILL "$again" 2>/dev/null || :
  exit "$1"
}
failed=
trap 'failed=1' USR1
trap 'failed=143' TERM INT
local_rank=0
while [ "$local_rank" -lt "$RANKS_PER_REPLICA" ]; do
  one $((NODE_RANK * RANKS_PER_REPLICA + local_rank)) "$local_rank" "$@" &
  pids="$pids $!"
  local_rank=$((local_rank + 1))
done
trap 'stop 1' USR1
trap 'stop 143' TERM INT
[ -z "$failed" ] || stop "$failed"
wait
)";
}

std::vector<Json> kubernetesObjects(const ClusterJob& job) { return {configMap(job), service(job), indexedJob(job)}; }

Json clusterJobDefinition(const ClusterJob& job) {
  const Json pod = {{"type", "object"}, {"x-kubernetes-preserve-unknown-fields", true}};
  const Json spec = {{"type", "object"},
                     {"required", {"replicas", "template"}},
                     {"properties",
                      {{"replicas", {{"type", "integer"}, {"minimum", 1}}}, {"ranksPerReplica", {{"type", "integer"}, {"minimum", 1}}}, {"port", {{"type", "integer"}, {"minimum", 1024}, {"maximum", 65535}}}, {"template", pod}}}};
  const Json schema = {{"openAPIV3Schema", {{"type", "object"}, {"required", {"spec"}}, {"properties", {{"spec", spec}, {"status", pod}}}}}};
  const Json column = {{"name", "Replicas"}, {"type", "integer"}, {"jsonPath", ".spec.replicas"}};
  const Json version = {{"name", job.version}, {"served", true}, {"storage", true}, {"schema", schema}, {"additionalPrinterColumns", Json::array({column})},
                        {"subresources", {{"status", Json::object()}}}};
  return {{"apiVersion", "apiextensions.k8s.io/v1"},
          {"kind", "CustomResourceDefinition"},
          {"metadata", {{"name", "aijobs." + job.group}}},
          {"spec",
           {{"group", job.group},
            {"scope", "Namespaced"},
            {"names", {{"kind", "AIJob"}, {"listKind", "AIJobList"}, {"plural", "aijobs"}, {"singular", "aijob"}}},
            {"versions", Json::array({version})}}}};
}

std::string yamlStream(const std::vector<Json>& objects) {
  std::string text;
  for (const Json& object : objects) text += (text.empty() ? "" : "---\n") + jsonToYamlText(object);
  return text;
}

}  // namespace assay
