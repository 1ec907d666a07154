// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/plan/all_reduce_samples.h"
#include "core/plan/cluster_plan.h"
#include "core/plan/run_workload.h"

namespace assay {

namespace {

struct PlanArguments {
  int nodes = 1, gpus = 1, cards = 0;
  std::string model = "bert-large", fit;
  double stepMs = 200, bytesPerNumber = 2;
  bool isStepGiven = false;
  double insideUs = 2, insideGbs = 250, betweenUs = 5, betweenGbs = 25;
};

void declarePlan(CLI::App& verb, PlanArguments& a) {
  verb.add_option("--nodes", a.nodes, "hosts")->required()->check(CLI::Range(1, 100'000));
  verb.add_option("--gpus", a.gpus, "ranks of a host")->required()->check(CLI::Range(1, 64));
  verb.add_option("--cards", a.cards, "network cards of a host (as many as ranks)")->check(CLI::Range(1, 64));
  verb.add_option("--model", a.model, "bert-large, resnet50 or the folder of a run (bert-large)");
  verb.add_option_function<double>("--step-ms", [&a](double ms) {
    a.stepMs = ms;
    a.isStepGiven = true;
  }, "computation of a step on one rank (200; of a run: what it took)")->check(CLI::PositiveNumber);
  verb.add_option("--bytes", a.bytesPerNumber, "bytes of a gradient's number (2)")->check(CLI::Range(0.125, 16.0));
  verb.add_option("--inside-us", a.insideUs, "microseconds to start a message inside a host (2)")->check(CLI::NonNegativeNumber);
  verb.add_option("--inside-gbs", a.insideGbs, "gigabytes a second between two ranks of a host (250)")->check(CLI::PositiveNumber);
  verb.add_option("--between-us", a.betweenUs, "microseconds to start a message between hosts (5)")->check(CLI::NonNegativeNumber);
  verb.add_option("--between-gbs", a.betweenGbs, "gigabytes a second of a network card (25)")->check(CLI::PositiveNumber);
  verb.add_option("--fit", a.fit, "measured all-reduces, one JSON object a line: algorithm, hosts, ranks_per_host, cards (as many as ranks), bytes, "
                                    "seconds; in place of the four speeds");
}

void fit(const std::string& file, Cluster& cluster, Console& console, Json& answer) {
  const JudgedFit judged = fitAndJudge(readAllReduceSamples(file));
  answer["fit"] = {{"samples", judged.seen}, {"held_out", judged.heldOut}, {"median_error", judged.quality.medianError}, {"p95_error", judged.quality.p95Error},
                   {"sees_inside", judged.links.seesInside}, {"sees_between", judged.links.seesBetween}};
  console.say("fitted to " + std::to_string(judged.seen) + " measurements; on " + std::to_string(judged.heldOut) + " others the median error is " +
              shortNumber(100 * judged.quality.medianError) + " %, the 95th percentile " + shortNumber(100 * judged.quality.p95Error) + " %");
  if (!judged.links.seesInside) console.note("nothing was measured inside a host: --inside-us and --inside-gbs are taken");
  if (!judged.links.seesBetween) console.note("nothing was measured between hosts: --between-us and --between-gbs are taken");
  useLinks(judged.links, cluster);
}

/// What one knows by its name, or what a run has measured of itself.
WorkloadInBuckets workloadOf(const PlanArguments& a, Console& console) {
  if (!isRunFolder(a.model)) return [a](double bucketBytes) { return knownWorkload(a.model, a.stepMs / 1000, a.bytesPerNumber, bucketBytes); };
  const RunCost cost = costOfRun(a.model);
  if (a.isStepGiven) console.note("--step-ms is not taken: the run has measured its own steps");
  return [a, cost](double bucketBytes) { return runWorkload(cost, a.bytesPerNumber, bucketBytes); };
}

std::string row(const PlannedStep& best) {
  char text[160];
  std::snprintf(text, sizeof text, "%6d %7d  %-18s %9.0f %9.2f %9.2f %9.2f %8.1f", best.hosts, best.ranks, std::string(allReduceName(best.kind)).c_str(), best.bucketMegabytes, 1e3 * best.plan.communication,
                1e3 * best.plan.latency, 1e3 * best.plan.exposed, 100 * best.plan.exposedShare());
  return text;
}

Answer runPlan(const PlanArguments& a, Console& console) {
  Answer answer;
  Cluster cluster{1, a.gpus, {a.insideUs * 1e-6, 1e-9 / a.insideGbs}, {a.betweenUs * 1e-6, 1e-9 / a.betweenGbs}, a.cards > 0 ? a.cards : a.gpus, 0};
  if (!a.fit.empty()) fit(a.fit, cluster, console, answer.json);
  const WorkloadInBuckets inBuckets = workloadOf(a, console);
  const Workload workload = inBuckets(25 << 20);
  console.say("simulated: " + workload.name + ", " + shortNumber(workload.bytes() / 1e6) + " MB of gradients, " +
              shortNumber(1e3 * (workload.forward + workload.backward + workload.rest)) + " ms of computation a step");
  console.say(" hosts   ranks  all-reduce         bucket MiB comm. ms  start ms  exposed  share %");
  answer.json["simulated"] = true;
  answer.json["model"] = workload.name;
  for (const int hosts : hostCounts(a.nodes)) {
    cluster.hosts = hosts;
    const PlannedStep best = bestStep(inBuckets, cluster);
    console.say(row(best));
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
