// SPDX-License-Identifier: Apache-2.0
#include "core/job/cluster_job.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/yaml.h"

namespace assay {

namespace {

constexpr int mostReplicas = 100'000, mostGpus = 64;
constexpr std::size_t longestLabel = 63;   // of a host's name, which is NAME-INDEX
constexpr std::size_t mostBytes = std::size_t{1} << 20;
constexpr const char* usualGpu = "nvidia.com/gpu";

YAML::Node mapIn(const YAML::Node& parent, const char* key, const std::string& file) {
  const YAML::Node node = parent[key];
  require(node.IsDefined(), std::string("`") + key + "` is missing", lineOf(parent, file));
  require(node.IsMap(), std::string("`") + key + "` must be a map", lineOf(node, file));
  return node;
}

bool isLabel(const std::string& name) {
  const auto isOf = [](char c) { return std::islower(static_cast<unsigned char>(c)) || std::isdigit(static_cast<unsigned char>(c)) || c == '-'; };
  return !name.empty() && std::islower(static_cast<unsigned char>(name.front())) && name.back() != '-' && std::all_of(name.begin(), name.end(), isOf);
}

void readName(const YAML::Node& root, const std::string& file, ClusterJob& job) {
  const YAML::Node metadata = mapIn(root, "metadata", file);
  job.name = yamlText(metadata, "name", file);
  job.nameSpace = yamlText(metadata, "namespace", file, "");
  require(isLabel(job.name), "the name `" + job.name + "` must be lower case letters, digits and '-', and begin with a letter",
          lineOf(metadata["name"], file));
  const std::size_t length = job.name.size() + 1 + std::to_string(job.replicas - 1).size();
  require(length <= longestLabel, "the name `" + job.name + "` is too long: with the replica's number it has " + std::to_string(length) + " characters of 63",
          lineOf(metadata["name"], file));
}

void readApiVersion(const YAML::Node& root, const std::string& file, ClusterJob& job) {
  const std::string text = yamlText(root, "apiVersion", file, job.group + "/" + job.version);
  const std::size_t slash = text.find('/');
  require(slash != std::string::npos && slash > 0 && slash + 1 < text.size(), "`apiVersion` must be GROUP/VERSION, as assay.dev/v1", lineOf(root["apiVersion"], file));
  job.group = text.substr(0, slash);
  job.version = text.substr(slash + 1);
}

std::string word(const Json& json) { return json.is_string() ? json.get<std::string>() : json.dump(); }

/// A short template as a container.
Json shortContainer(const YAML::Node& node, const std::string& file) {
  requireKnownKeys(node, {"image", "command", "args", "env", "resources", "workingDir", "gpus"}, file);
  Json container = yamlToJson(node, file);
  container["name"] = "train";
  if (container.contains("gpus")) {
    const Json resources = container.value("resources", Json::object());
    require(resources.is_object() && resources.value("limits", Json::object()).is_object(), "`resources.limits` must be a map", lineOf(node["resources"], file));
    container["resources"]["limits"][usualGpu] = container["gpus"];
    container.erase("gpus");
  }
  // {NAME: value} beside Kubernetes' list of {name, value}
  if (container.contains("env") && container["env"].is_object()) {
    Json list = Json::array();
    for (const auto& [name, value] : container["env"].items()) list.push_back({{"name", name}, {"value", value}});
    container["env"] = std::move(list);
  }
  return container;
}

/// File modes are written as octal numbers, which YAML 1.2 and JSON do not have.
void readModes(Json& json) {
  for (auto& [key, value] : json.items()) {
    if (value.is_structured()) readModes(value);
    const bool isMode = value.is_string() && (key == "defaultMode" || key == "mode");
    if (isMode && value.get_ref<const std::string&>().find_first_not_of("01234567") == std::string::npos && value.get_ref<const std::string&>().size() <= 5)
      value = std::stoi("0" + value.get<std::string>(), nullptr, 8);
  }
}

void readTemplate(const YAML::Node& node, const std::string& file, ClusterJob& job) {
  if (!node["spec"].IsDefined()) {
    job.pod["containers"] = Json::array({shortContainer(node, file)});
    return;
  }
  requireKnownKeys(node, {"metadata", "spec"}, file);
  if (node["metadata"].IsDefined()) job.podMetadata = yamlToJson(mapIn(node, "metadata", file), file);
  require(!job.podMetadata.contains("labels") || job.podMetadata["labels"].is_object(), "`labels` must be a map", lineOf(node["metadata"], file));
  const YAML::Node spec = mapIn(node, "spec", file), containers = spec["containers"];
  job.pod = yamlToJson(spec, file);
  require(containers.IsDefined() && containers.IsSequence() && containers.size() > 0 && containers[0].IsMap(),
          "`containers` must be a list with at least one container", lineOf(spec, file));
  readModes(job.pod);
  const Json restart = job.pod.value("restartPolicy", Json("Never"));
  require(restart == "Never" || restart == "OnFailure", "`restartPolicy` must be Never or OnFailure: a job ends", lineOf(spec["restartPolicy"], file));
  require(!job.pod.contains("volumes") || job.pod["volumes"].is_array(), "`volumes` must be a list", lineOf(spec["volumes"], file));
}

void requireTexts(const Json& container, const char* key, const std::string& where) {
  if (!container.contains(key)) return;
  const Json& list = container[key];
  require(list.is_array(), std::string("`") + key + "` must be a list of words", where);
  for (const Json& part : list) require(part.is_primitive() && !part.is_null(), std::string("`") + key + "` must be a list of words", where);
}

/// Values become text, as Kubernetes wants them.
void checkEnvironment(Json& container, const std::string& where) {
  if (!container.contains("env")) return;
  require(container["env"].is_array(), "`env` must be a list of {name, value}", where);
  for (Json& variable : container["env"]) {
    require(variable.is_object() && variable.value("name", Json()).is_string(), "`env` must be a list of {name, value}", where);
    const auto isOf = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.'; };
    const std::string name = variable["name"];
    require(!name.empty() && !std::isdigit(static_cast<unsigned char>(name.front())) && std::all_of(name.begin(), name.end(), isOf),
            "the variable `" + name + "` must be letters, digits, '_', '-' and '.', and not begin with a digit", where);
    if (!variable.contains("value")) continue;
    require(variable["value"].is_primitive(), "the variable `" + name + "` must have one value", where);
    variable["value"] = variable["value"].is_null() ? std::string() : word(variable["value"]);
  }
}

int gpusOf(const Json& container, const std::string& where) {
  const Json resources = container.value("resources", Json::object());
  require(resources.is_object(), "`resources` must be a map", where);
  const Json limits = resources.value("limits", Json::object());
  require(limits.is_object(), "`resources.limits` must be a map", where);
  for (const auto& [resource, amount] : limits.items()) {
    if (!resource.ends_with("/gpu")) continue;
    const std::string text = word(amount);
    int count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    require(error == std::errc() && end == text.data() + text.size() && count >= 0 && count <= mostGpus,
            "`" + resource + "` is " + text + "; expected a whole number from 0 to " + std::to_string(mostGpus), where);
    return count;
  }
  return 0;
}

void checkContainer(Json& container, const std::string& where, ClusterJob& job) {
  const Json image = container.value("image", Json());
  const auto isVisible = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7f; };
  require(image.is_string() && !image.get_ref<const std::string&>().empty(), "the container has no `image`", where);
  require(std::all_of(image.get_ref<const std::string&>().begin(), image.get_ref<const std::string&>().end(), isVisible), "`image` must not hold white space", where);
  requireTexts(container, "command", where);
  requireTexts(container, "args", where);
  require(container.contains("command") && !container["command"].empty(),
          "the container has no `command`: it is started through a script that says who is which rank, so the image's own entry point must be named", where);
  require(!container.contains("volumeMounts") || container["volumeMounts"].is_array(), "`volumeMounts` must be a list", where);
  require(!container.contains("workingDir") || container["workingDir"].is_string(), "`workingDir` must be a path", where);
  checkEnvironment(container, where);
  job.gpus = gpusOf(container, where);
}

std::string baseName(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }   // npos + 1 is 0

/// The simple commands of a shell's text, as words; quotes are not looked into.
std::vector<std::vector<std::string>> simpleCommands(const std::string& script) {
  std::vector<std::vector<std::string>> commands(1);
  std::string part;
  const auto endWord = [&] {
    if (!part.empty()) commands.back().push_back(std::exchange(part, {}));
  };
  for (const char c : script) {
    if (c == ' ' || c == '\t') endWord();
    else if (c == '\n' || c == ';' || c == '&' || c == '|') endWord(), commands.emplace_back();
    else part += c;
  }
  endWord();
  return commands;
}

bool startsRanks(std::vector<std::string> words) {
  static const std::set<std::string> launchers = {"torchrun", "accelerate", "deepspeed", "torch.distributed.run", "torch.distributed.launch", "accelerate.commands.launch",
                                                  "deepspeed.launcher.runner"};
  const auto isBefore = [](const std::string& word) { return baseName(word) == "env" || word == "exec" || (word.find('=') != std::string::npos && word.front() != '-'); };
  words.erase(words.begin(), std::find_if_not(words.begin(), words.end(), isBefore));
  if (words.empty()) return false;
  const std::string program = baseName(words.front());
  if (program.starts_with("python")) {   // the module that is run; what stands behind it is its own
    const auto module = std::find_if(words.begin() + 1, words.end(), [](const std::string& word) { return word == "-m" || word.ends_with(".py"); });
    return module != words.end() && *module == "-m" && module + 1 != words.end() && launchers.contains(module[1]);
  }
  if (program == "sh" || program == "bash") {
    const auto option = std::find_if(words.begin() + 1, words.end(), [](const std::string& word) { return word.size() > 1 && word[0] == '-' && word[1] != '-' && word.back() == 'c'; });
    if (option == words.end() || option + 1 == words.end()) return false;
    const auto commands = simpleCommands(option[1]);
    return std::any_of(commands.begin(), commands.end(), startsRanks);
  }
  return launchers.contains(program);
}

double numberOf(std::string_view text, std::string_view& unit, const std::string& quantity, const std::string& where) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  require(error == std::errc() && std::isfinite(value) && value >= 0, "`" + quantity + "` is no amount like 16, 500m or 64Gi", where);
  unit = text.substr(std::size_t(end - text.data()));
  return value;
}

}  // namespace

std::vector<std::string> ClusterJob::command() const {
  std::vector<std::string> words;
  for (const char* key : {"command", "args"})
    for (const Json& part : container().value(key, Json::array())) words.push_back(word(part));
  return words;
}

bool ClusterJob::startsItsOwnRanks() const { return startsRanks(command()); }

ClusterJob parseClusterJob(std::string_view text, const std::string& where) {
  const YAML::Node root = parseYaml(text, where);
  requireKnownKeys(root, {"apiVersion", "kind", "metadata", "spec", "status"}, where);
  const std::string kind = yamlText(root, "kind", where);
  require(kind == "AIJob", "`kind` is `" + kind + "`; expected AIJob", lineOf(root["kind"], where));
  const YAML::Node spec = mapIn(root, "spec", where);
  requireKnownKeys(spec, {"replicas", "template", "port", "ranksPerReplica"}, where);
  ClusterJob job;
  const int64_t replicas = spec["replicas"].IsDefined() ? yamlInteger(spec, "replicas", where) : 1, port = spec["port"].IsDefined() ? yamlInteger(spec, "port", where) : job.port;
  require(replicas >= 1 && replicas <= mostReplicas, "`replicas` is " + std::to_string(replicas) + "; expected 1 to " + std::to_string(mostReplicas), lineOf(spec["replicas"], where));
  require(port >= 1024 && port <= 65535, "`port` is " + std::to_string(port) + "; expected 1024 to 65535", lineOf(spec["port"], where));
  const int64_t ranks = spec["ranksPerReplica"].IsDefined() ? yamlInteger(spec, "ranksPerReplica", where) : 0;
  require((ranks >= 1 && ranks <= mostGpus) || !spec["ranksPerReplica"].IsDefined(), "`ranksPerReplica` is " + std::to_string(ranks) + "; expected 1 to " + std::to_string(mostGpus), lineOf(spec["ranksPerReplica"], where));
  job.replicas = int(replicas);
  job.port = int(port);
  job.ranks = int(ranks);
  readName(root, where, job);
  readApiVersion(root, where, job);
  const YAML::Node pod = mapIn(spec, "template", where);
  readTemplate(pod, where, job);
  checkContainer(job.pod["containers"][0], lineOf(pod, where), job);
  return job;
}

ClusterJob readClusterJob(const std::filesystem::path& file) { return parseClusterJob(readFile(file, mostBytes), file.string()); }

int64_t bytesOfQuantity(const std::string& quantity, const std::string& where) {
  static const std::map<std::string_view, double> units = {{"", 1}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}, {"T", 1e12},
                                                           {"Ki", 1024.0}, {"Mi", 1048576.0}, {"Gi", 1073741824.0}, {"Ti", 1099511627776.0}};
  std::string_view unit;
  const double number = numberOf(quantity, unit, quantity, where);
  const auto found = units.find(unit);
  require(found != units.end() && number * found->second < 9e18, "`" + quantity + "` is no amount of memory like 64Gi or 1500M", where);
  return std::llround(number * found->second);
}

int64_t milliOfQuantity(const std::string& quantity, const std::string& where) {
  std::string_view unit;
  const double number = numberOf(quantity, unit, quantity, where);
  require((unit.empty() || unit == "m") && number < 1e9, "`" + quantity + "` is no amount of processors like 16 or 500m", where);
  return std::llround(unit == "m" ? number : number * 1000);
}

}  // namespace assay
