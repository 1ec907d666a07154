// SPDX-License-Identifier: Apache-2.0
#include "core/job/target.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/job/rank_place.h"
#include "core/job/target_yaml.h"

namespace assay {
namespace {

constexpr std::pair<TargetKind, std::string_view> kinds[] = {{TargetKind::Local, "local"}, {TargetKind::Ssh, "ssh"}, {TargetKind::Slurm, "slurm"}, {TargetKind::Kubernetes, "kubernetes"}};

std::filesystem::path ownFile() { return assayHome() / "targets.yaml"; }

bool isVariableName(const std::string& name) {
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

/// What ends up as an argument of ssh or sbatch must not look like an option or hold what a shell would read.
void requirePlain(const std::string& text, const char* what, const std::string& where) {
  const bool isPlain = std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || std::string_view("._-:@/,=%[]").find(char(c)) != std::string_view::npos; });
  require(isPlain && !text.starts_with('-'), std::string("`") + text + "` cannot be a " + what, where);
}

int count(const YAML::Node& node, const char* key, int low, int high, int fallback, const std::string& file) {
  if (!node[key]) return fallback;
  const int64_t value = yamlInteger(node, key, file);
  require(value >= low && value <= high, std::string("`") + key + "` is " + std::to_string(value) + ", from " + std::to_string(low) + " to " + std::to_string(high) + " was expected",
          lineOf(node[key], file));
  return int(value);
}

TargetKind kindOf(const YAML::Node& node, const std::string& file) {
  const std::string name = yamlText(node, "kind", file);
  for (const auto& [kind, text] : kinds)
    if (text == name) return kind;
  throw Error(Code::BadInput, "`" + name + "` is none of local, ssh, slurm, kubernetes", lineOf(node["kind"], file));
}

std::vector<std::string> hostsOf(const YAML::Node& node, const std::string& file) {
  std::vector<std::string> hosts;
  const YAML::Node list = node["hosts"];
  require(list.IsDefined() && list.IsSequence() && list.size() > 0, "an ssh target needs `hosts`, a list", lineOf(node, file));
  for (const YAML::Node& host : list) {
    require(host.IsScalar() && !host.Scalar().empty(), "a host must be a name", lineOf(host, file));
    requirePlain(host.Scalar(), "host", lineOf(host, file));
    require(std::find(hosts.begin(), hosts.end(), host.Scalar()) == hosts.end(), "host `" + host.Scalar() + "` is there twice", lineOf(host, file));
    hosts.push_back(host.Scalar());
  }
  return hosts;
}

std::vector<std::pair<std::string, std::string>> environmentOf(const YAML::Node& node, const std::string& file) {
  std::vector<std::pair<std::string, std::string>> variables;
  const YAML::Node map = node["environment"];
  if (!map.IsDefined() || map.IsNull()) return variables;
  require(map.IsMap(), "`environment` must be a map", lineOf(map, file));
  for (const auto& entry : map) {
    require(entry.first.IsScalar() && isVariableName(entry.first.Scalar()), "this is no name of a variable", lineOf(entry.first, file));
    require(entry.second.IsScalar(), "a variable needs a text", lineOf(entry.second, file));
    variables.emplace_back(entry.first.Scalar(), entry.second.Scalar());
  }
  return variables;
}

Target targetOf(const YAML::Node& node, const std::string& file) {
  requireKnownKeys(node, {"name", "kind", "ranks", "hosts", "nodes", "partition", "account", "time", "gres", "image", "namespace", "context", "claim", "gpus", "folder", "program", "master", "port", "environment"}, file);
  Target target;
  target.name = yamlText(node, "name", file);
  require(!target.name.empty() && target.name != "local", "a target needs a name other than local", lineOf(node, file));
  requirePlain(target.name, "name", lineOf(node, file));
  target.kind = kindOf(node, file);
  target.ranks = count(node, "ranks", 0, mostRanks, 1, file);
  if (target.kind == TargetKind::Ssh) target.hosts = hostsOf(node, file);
  target.nodes = count(node, "nodes", 1, mostRanks, 1, file);
  const std::pair<const char*, std::string Target::*> texts[] = {{"partition", &Target::partition}, {"account", &Target::account}, {"time", &Target::timeLimit},
                                                                 {"gres", &Target::gres}, {"master", &Target::masterHost}, {"image", &Target::image},
                                                                 {"namespace", &Target::nameSpace}, {"context", &Target::context}, {"claim", &Target::claim}};
  for (const auto& [key, member] : texts) {
    target.*member = yamlText(node, key, file, "");
    requirePlain(target.*member, key, lineOf(node, file));
  }
  require(target.kind != TargetKind::Kubernetes || !target.image.empty(), "a kubernetes target needs `image`, a container image with Assay in it", lineOf(node, file));
  target.gpus = count(node, "gpus", 0, 64, 0, file);
  target.folder = yamlText(node, "folder", file, "");
  require(target.kind != TargetKind::Kubernetes || target.folder.empty() || target.folder.starts_with('/'), "the folder of a kubernetes target is a place in its containers: it begins with `/`", lineOf(node, file));
  target.program = yamlText(node, "program", file, "assay");
  require(target.folder.find('\n') == std::string::npos && target.program.find('\n') == std::string::npos && !target.program.empty(), "a path must be one line", lineOf(node, file));
  target.port = count(node, "port", 1, 65535, 29400, file);
  target.environment = environmentOf(node, file);
  return target;
}

YAML::Node toYaml(const Target& target) {
  YAML::Node node;
  node["name"] = target.name;
  node["kind"] = std::string(targetKindName(target.kind));
  node["ranks"] = target.ranks;
  for (const std::string& host : target.hosts) node["hosts"].push_back(host);
  if (target.kind == TargetKind::Slurm || target.kind == TargetKind::Kubernetes) node["nodes"] = target.nodes;
  if (target.gpus > 0) node["gpus"] = target.gpus;
  const std::pair<const char*, const std::string*> texts[] = {{"partition", &target.partition}, {"account", &target.account}, {"time", &target.timeLimit},
                                                              {"gres", &target.gres}, {"image", &target.image}, {"namespace", &target.nameSpace}, {"context", &target.context}, {"claim", &target.claim},
                                                              {"folder", &target.folder}, {"master", &target.masterHost}};
  for (const auto& [key, text] : texts)
    if (!text->empty()) node[key] = *text;
  if (target.program != "assay") node["program"] = target.program;
  if (target.port != Target().port) node["port"] = target.port;
  for (const auto& [name, value] : target.environment) node["environment"][name] = value;
  return node;
}

}  // namespace

std::string_view targetKindName(TargetKind kind) {
  for (const auto& [each, text] : kinds)
    if (each == kind) return text;
  return "local";
}

std::vector<Target> targetsFromYaml(const YAML::Node& list, const std::string& file) {
  std::vector<Target> targets;
  if (!list.IsDefined() || list.IsNull()) return targets;
  require(list.IsSequence(), "`targets` must be a list", lineOf(list, file));
  std::set<std::string> names;
  for (const YAML::Node& node : list) {
    targets.push_back(targetOf(node, file));
    require(names.insert(targets.back().name).second, "target `" + targets.back().name + "` is there twice", lineOf(node, file));
  }
  return targets;
}

YAML::Node targetsToYaml(const std::vector<Target>& targets) {
  YAML::Node list(YAML::NodeType::Sequence);
  for (const Target& target : targets) list.push_back(toYaml(target));
  return list;
}

std::vector<Target> parseTargets(std::string_view text, const std::string& file) {
  const YAML::Node root = parseYaml(text, file);
  requireKnownKeys(root, {"targets"}, file);
  return targetsFromYaml(root["targets"], file);
}

std::string targetsText(const std::vector<Target>& targets) {
  YAML::Node root;
  root["targets"] = targetsToYaml(targets);
  return yamlToText(root);
}

std::vector<Target> readOwnTargets() {
  std::error_code missing;
  if (!std::filesystem::exists(ownFile(), missing)) return {};
  return parseTargets(readFile(ownFile()), ownFile().string());
}

void writeOwnTargets(const std::vector<Target>& targets) {
  std::error_code failed;
  std::filesystem::create_directories(ownFile().parent_path(), failed);
  require(!failed, "the folder cannot be created: " + failed.message(), ownFile().parent_path().string(), Code::Io);
  writeFileAtomically(ownFile(), targetsText(targets));
}

Target findTarget(const std::string& name, const std::vector<Target>& ofProject) {
  if (name == "local") return {};
  std::string known = "local";
  for (const std::vector<Target>& list : {ofProject, readOwnTargets()}) {
    for (const Target& target : list) {
      if (target.name == name) return target;
      known += ", " + target.name;
    }
  }
  throw Error(Code::Environment, "there is no target `" + name + "`; known: " + known, "--target");
}

}  // namespace assay
