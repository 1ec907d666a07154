// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/plan/step_plan.h"

namespace assay {

namespace {

struct PlanArguments {
  int nodes = 1, gpus = 1, cards = 0;
  std::string model = "bert-large", fit;
  double stepMs = 200, bytesPerNumber = 2;
  double insideUs = 2, insideGbs = 250, betweenUs = 5, betweenGbs = 25;
};

void declarePlan(CLI::App& verb, PlanArguments& a) {
  verb.add_option("--nodes", a.nodes, "hosts")->required()->check(CLI::Range(1, 100'000));
  verb.add_option("--gpus", a.gpus, "ranks of a host")->required()->check(CLI::Range(1, 64));
  verb.add_option("--cards", a.cards, "network cards of a host (as many as ranks)")->check(CLI::Range(1, 64));
  verb.add_option("--model", a.model, "bert-large or resnet50 (bert-large)");
  verb.add_option("--step-ms", a.stepMs, "computation of a step on one rank (200)")->check(CLI::PositiveNumber);
  verb.add_option("--bytes", a.bytesPerNumber, "bytes of a gradient's number (2)")->check(CLI::PositiveNumber);
  verb.add_option("--inside-us", a.insideUs, "microseconds to start a message inside a host (2)")->check(CLI::NonNegativeNumber);
  verb.add_option("--inside-gbs", a.insideGbs, "gigabytes a second between two ranks of a host (250)")->check(CLI::PositiveNumber);
  verb.add_option("--between-us", a.betweenUs, "microseconds to start a message between hosts (5)")->check(CLI::NonNegativeNumber);
  verb.add_option("--between-gbs", a.betweenGbs, "gigabytes a second of a network card (25)")->check(CLI::PositiveNumber);
  verb.add_option("--fit", a.fit, "measured all-reduces, one JSON object a line: algorithm, hosts, ranks_per_host, cards, bytes, seconds; in place of the four speeds");
}

std::vector<CollectiveSample> readSamples(const std::string& file) {
  std::vector<CollectiveSample> samples;
  LineReader reader(file);
  int number = 0;
  for (std::string_view line; reader.next(line);) {
    const std::string place = file + ":" + std::to_string(++number);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const Json json = parseJson(line, place);
    const auto count = [&](const char* key) {
      const int64_t value = member<int64_t>(json, key, place);
      require(value >= 1 && value <= 1'000'000, std::string("`") + key + "` is " + std::to_string(value) + "; expected 1 to 1000000", place);
      return int(value);
    };
    samples.push_back({allReduceFrom(member<std::string>(json, "algorithm", place)), count("hosts"), count("ranks_per_host"), json.contains("cards") ? count("cards") : 1,
                       member<double>(json, "bytes", place), member<double>(json, "seconds", place)});
  }
  return samples;
}

/// The links that every second sample tells, judged by the others.
Cluster fitted(const std::string& file, Console& console, Json& answer) {
  const std::vector<CollectiveSample> samples = readSamples(file);
  std::vector<CollectiveSample> seen, heldOut;
  for (std::size_t i = 0; i < samples.size(); ++i) (i % 2 == 0 ? seen : heldOut).push_back(samples[i]);
  const Cluster links = fitLinks(seen);
  const FitQuality quality = qualityOf(links, heldOut);
  answer["fit"] = {{"samples", seen.size()}, {"held_out", heldOut.size()}, {"median_error", quality.medianError}, {"p95_error", quality.p95Error}};
  console.say("fitted to " + std::to_string(seen.size()) + " measurements; on " + std::to_string(heldOut.size()) + " others the median error is " +
              shortNumber(100 * quality.medianError) + " %, the 95th percentile " + shortNumber(100 * quality.p95Error) + " %");
  return links;
}

struct BestPlan {
  AllReduce kind;
  StepPlan plan;
};

BestPlan bestPlan(const Workload& workload, const Cluster& cluster) {
  BestPlan best{AllReduce::FlatRing, planStep(workload, cluster, AllReduce::FlatRing)};
  for (const AllReduce kind : {AllReduce::HierarchicalRing, AllReduce::HierarchicalTree})
    if (const StepPlan plan = planStep(workload, cluster, kind); plan.seconds() < best.plan.seconds()) best = {kind, plan};
  return best;
}

std::string row(int hosts, int ranks, const BestPlan& best) {
  char text[160];
  std::snprintf(text, sizeof text, "%6d %7d  %-18s %9.2f %9.2f %9.2f %8.1f", hosts, ranks, std::string(allReduceName(best.kind)).c_str(), 1e3 * best.plan.communication,
                1e3 * best.plan.latency, 1e3 * best.plan.exposed, 100 * best.plan.exposedShare());
  return text;
}

Answer runPlan(const PlanArguments& a, Console& console) {
  Answer answer;
  Cluster cluster{1, a.gpus, {a.insideUs * 1e-6, 1e-9 / a.insideGbs}, {a.betweenUs * 1e-6, 1e-9 / a.betweenGbs}, a.cards > 0 ? a.cards : a.gpus, 0};
  if (!a.fit.empty()) {
    const Cluster links = fitted(a.fit, console, answer.json);
    cluster.inside = links.inside;
    cluster.between = links.between;
    cluster.reduceSecondsPerByte = links.reduceSecondsPerByte;
  }
  const Workload workload = knownWorkload(a.model, a.stepMs / 1000, a.bytesPerNumber);
  console.say("simulated: " + workload.name + ", " + shortNumber(workload.bytes() / 1e6) + " MB of gradients, " + shortNumber(a.stepMs) + " ms of computation a step");
  console.say(" hosts   ranks  all-reduce          comm. ms  start ms  exposed  share %");
  answer.json["simulated"] = true;
  answer.json["model"] = workload.name;
  std::vector<int> counts;
  for (int hosts = 1; hosts < a.nodes; hosts *= 2) counts.push_back(hosts);
  counts.push_back(a.nodes);
  for (const int hosts : counts) {
    cluster.hosts = hosts;
    const BestPlan best = bestPlan(workload, cluster);
    console.say(row(hosts, cluster.ranks(), best));
    answer.json["points"].push_back({{"hosts", hosts}, {"ranks", cluster.ranks()}, {"algorithm", allReduceName(best.kind)}, {"communication_ms", 1e3 * best.plan.communication},
                                     {"latency_ms", 1e3 * best.plan.latency}, {"exposed_ms", 1e3 * best.plan.exposed}, {"exposed_share", best.plan.exposedShare()}});
  }
  return answer;
}

}  // namespace

void addPlanCommand(CommandLine& line) {
  line.verb<PlanArguments>("plan", "what share of a step communication would take on a cluster (simulated)", declarePlan, runPlan);
}

}  // namespace assay
