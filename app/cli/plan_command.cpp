// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdio>
#include <optional>
#include <span>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/base/random_seed.h"
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
  verb.add_option("--bytes", a.bytesPerNumber, "bytes of a gradient's number (2)")->check(CLI::Range(0.125, 16.0));
  verb.add_option("--inside-us", a.insideUs, "microseconds to start a message inside a host (2)")->check(CLI::NonNegativeNumber);
  verb.add_option("--inside-gbs", a.insideGbs, "gigabytes a second between two ranks of a host (250)")->check(CLI::PositiveNumber);
  verb.add_option("--between-us", a.betweenUs, "microseconds to start a message between hosts (5)")->check(CLI::NonNegativeNumber);
  verb.add_option("--between-gbs", a.betweenGbs, "gigabytes a second of a network card (25)")->check(CLI::PositiveNumber);
  verb.add_option("--fit", a.fit, "measured all-reduces, one JSON object a line: algorithm, hosts, ranks_per_host, cards (as many as ranks), bytes, "
                                    "seconds; in place of the four speeds");
}

CollectiveSample sampleFrom(const Json& json, const std::string& place) {
  const auto count = [&](const char* key, int64_t most) {
    const int64_t value = member<int64_t>(json, key, place);
    require(value >= 1 && value <= most, std::string("`") + key + "` is " + std::to_string(value) + "; expected 1 to " + std::to_string(most), place);
    return int(value);
  };
  const auto positive = [&](const char* key) {
    const double value = member<double>(json, key, place);
    require(std::isfinite(value) && value > 0, std::string("`") + key + "` must be a positive number", place);
    return value;
  };
  CollectiveSample sample;
  try {
    sample.kind = allReduceFrom(member<std::string>(json, "algorithm", place));
  } catch (const Error& error) {
    throw Error(Code::BadInput, error.message(), place);
  }
  sample.hosts = count("hosts", 100'000);
  sample.ranksPerHost = count("ranks_per_host", 64);
  sample.cards = json.contains("cards") ? count("cards", 64) : sample.ranksPerHost;
  sample.bytes = positive("bytes");
  sample.seconds = positive("seconds");
  return sample;
}

std::vector<CollectiveSample> readSamples(const std::string& file) {
  std::vector<CollectiveSample> samples;
  LineReader reader(file);
  int number = 0;
  for (std::string_view line; reader.next(line);) {
    const std::string place = file + ":" + std::to_string(++number);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) samples.push_back(sampleFrom(parseJson(line, place), place));
  }
  require(samples.size() >= 6, "there are " + std::to_string(samples.size()) + " measurements; half of them are kept to judge the fit, so six are needed", file, Code::BadInput);
  return samples;
}

/// The links that half of the samples tell, judged by the others; what nobody measured keeps the speeds of the command line.
void fit(const std::string& file, Cluster& cluster, Console& console, Json& answer) {
  std::vector<CollectiveSample> samples = readSamples(file);
  Random random(deriveSeed(0, "held-out all-reduces"));
  random.shuffle(std::span(samples));
  const std::span<const CollectiveSample> all(samples), seen = all.subspan(0, (all.size() + 1) / 2), heldOut = all.subspan(seen.size());
  const FittedLinks links = fitLinks(seen);
  const FitQuality quality = qualityOf(links, heldOut);
  answer["fit"] = {{"samples", seen.size()}, {"held_out", heldOut.size()}, {"median_error", quality.medianError}, {"p95_error", quality.p95Error},
                   {"sees_inside", links.seesInside}, {"sees_between", links.seesBetween}};
  console.say("fitted to " + std::to_string(seen.size()) + " measurements; on " + std::to_string(heldOut.size()) + " others the median error is " +
              shortNumber(100 * quality.medianError) + " %, the 95th percentile " + shortNumber(100 * quality.p95Error) + " %");
  if (links.seesInside) cluster.inside = links.inside;
  else console.note("nothing was measured inside a host: --inside-us and --inside-gbs are taken");
  if (links.seesBetween) cluster.between = links.between;
  else console.note("nothing was measured between hosts: --between-us and --between-gbs are taken");
  cluster.reduceSecondsPerByte = links.reduceSecondsPerByte;
}

struct BestPlan {
  AllReduce kind;
  double bucketMegabytes;   // MiB
  StepPlan plan;
};

/// The shortest step. Of bucket sizes that make no difference to it (half a percent) the largest: it starts the fewest messages.
BestPlan bestPlan(const PlanArguments& a, const Cluster& cluster) {
  std::optional<BestPlan> best;
  for (const double megabytes : {25.0, 50.0, 100.0}) {
    const Workload workload = knownWorkload(a.model, a.stepMs / 1000, a.bytesPerNumber, megabytes * (1 << 20));
    for (const AllReduce kind : {AllReduce::FlatRing, AllReduce::HierarchicalRing, AllReduce::HierarchicalTree}) {
      const StepPlan plan = planStep(workload, cluster, kind);
      const bool isLarger = best && megabytes > best->bucketMegabytes;
      if (!best || plan.seconds() < best->plan.seconds() || (isLarger && plan.seconds() < 1.005 * best->plan.seconds() && plan.latency < best->plan.latency))
        best = BestPlan{kind, megabytes, plan};
    }
  }
  return *best;
}

std::string row(int hosts, int ranks, const BestPlan& best) {
  char text[160];
  std::snprintf(text, sizeof text, "%6d %7d  %-18s %9.0f %9.2f %9.2f %9.2f %8.1f", hosts, ranks, std::string(allReduceName(best.kind)).c_str(), best.bucketMegabytes, 1e3 * best.plan.communication,
                1e3 * best.plan.latency, 1e3 * best.plan.exposed, 100 * best.plan.exposedShare());
  return text;
}

Answer runPlan(const PlanArguments& a, Console& console) {
  Answer answer;
  Cluster cluster{1, a.gpus, {a.insideUs * 1e-6, 1e-9 / a.insideGbs}, {a.betweenUs * 1e-6, 1e-9 / a.betweenGbs}, a.cards > 0 ? a.cards : a.gpus, 0};
  if (!a.fit.empty()) fit(a.fit, cluster, console, answer.json);
  const Workload workload = knownWorkload(a.model, a.stepMs / 1000, a.bytesPerNumber);
  console.say("simulated: " + workload.name + ", " + shortNumber(workload.bytes() / 1e6) + " MB of gradients, " + shortNumber(a.stepMs) + " ms of computation a step");
  console.say(" hosts   ranks  all-reduce         bucket MiB comm. ms  start ms  exposed  share %");
  answer.json["simulated"] = true;
  answer.json["model"] = workload.name;
  std::vector<int> counts;
  for (int hosts = 1; hosts < a.nodes; hosts *= 2) counts.push_back(hosts);
  counts.push_back(a.nodes);
  for (const int hosts : counts) {
    cluster.hosts = hosts;
    const BestPlan best = bestPlan(a, cluster);
    console.say(row(hosts, cluster.ranks(), best));
    answer.json["points"].push_back({{"hosts", hosts}, {"ranks", cluster.ranks()}, {"algorithm", allReduceName(best.kind)}, {"bucket_mib", best.bucketMegabytes}, {"communication_ms", 1e3 * best.plan.communication},
                                     {"latency_ms", 1e3 * best.plan.latency}, {"exposed_ms", 1e3 * best.plan.exposed}, {"exposed_share", best.plan.exposedShare()}});
  }
  return answer;
}

}  // namespace

void addPlanCommand(CommandLine& line) {
  line.verb<PlanArguments>("plan", "what share of a step communication would take on a cluster (simulated)", declarePlan, runPlan);
}

}  // namespace assay
