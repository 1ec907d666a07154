// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cstdlib>

#include "core/base/error.h"
#include "core/job/host_group.h"

namespace assay {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

int number(const char* name, const std::string& text, int low, int high) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  require(failed == std::errc{} && end == text.data() + text.size() && value >= low && value <= high,
          "`" + text + "` is no number from " + std::to_string(low) + " to " + std::to_string(high), name);
  return value;
}

double seconds(const char* name, double fallback) {
  const std::string text = variable(name);
  return text.empty() ? fallback : number(name, text, 1, 1000000);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> hostEnvironment(const HostPlan& plan) {
  return {{"ASSAY_HOST", std::to_string(plan.host)},
          {"ASSAY_HOSTS", std::to_string(plan.hosts)},
          {"ASSAY_RANKS", std::to_string(plan.ranks)},
          {"ASSAY_MASTER", plan.masterHost + ":" + std::to_string(plan.masterPort)},
          {"ASSAY_JOB_TOKEN", plan.token},
          {"ASSAY_JOIN_SECONDS", std::to_string(int(plan.joinSeconds))},
          {"ASSAY_REJOIN_SECONDS", std::to_string(int(plan.rejoinSeconds))}};
}

HostPlan hostPlanFromEnvironment(int ranks) {
  HostPlan plan;
  plan.ranks = ranks;
  if (variable("ASSAY_HOSTS").empty()) return plan;
  plan.hosts = number("ASSAY_HOSTS", variable("ASSAY_HOSTS"), 1, mostRanks);
  plan.host = number("ASSAY_HOST", variable("ASSAY_HOST"), 0, plan.hosts - 1);
  if (!variable("ASSAY_RANKS").empty()) plan.ranks = number("ASSAY_RANKS", variable("ASSAY_RANKS"), 1, mostRanks);
  if (plan.isAlone()) return plan;
  const std::string master = variable("ASSAY_MASTER");
  const std::size_t colon = master.rfind(':');
  require(colon != std::string::npos && colon > 0, "`" + master + "` is no HOST:PORT of the first host", "ASSAY_MASTER");
  plan.masterHost = master.substr(0, colon);
  plan.masterPort = number("ASSAY_MASTER", master.substr(colon + 1), 1, 65535);
  plan.token = variable("ASSAY_JOB_TOKEN");
  require(plan.token.size() >= 16, "the job's secret is missing or shorter than 16 characters", "ASSAY_JOB_TOKEN");
  plan.joinSeconds = seconds("ASSAY_JOIN_SECONDS", plan.joinSeconds);
  plan.rejoinSeconds = seconds("ASSAY_REJOIN_SECONDS", plan.rejoinSeconds);
  return plan;
}

}  // namespace assay
