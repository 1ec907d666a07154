// SPDX-License-Identifier: Apache-2.0
#include "core/job/host_messages.h"

#include "core/base/error.h"
#include "core/job/process_info.h"

namespace assay {
namespace {

constexpr int protocolFormat = 1;
constexpr const char* where = "message of a host";

int number(const Json& body, const char* key, int low, int high) {
  const int64_t value = member<int64_t>(body, key, where);
  require(value >= low && value <= high, "`" + std::string(key) + "` is " + std::to_string(value) + ", from " + std::to_string(low) + " to " +
                                             std::to_string(high) + " was expected", where);
  return int(value);
}

/// Equal length first; then every character is looked at, whatever the first difference.
bool isSameSecret(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= unsigned(a[i] ^ b[i]);
  return difference == 0;
}

}  // namespace

Json hello(const HostPlan& plan) {
  return {{"hello", {{"format", protocolFormat}, {"host", plan.host}, {"ranks", plan.ranks}, {"name", hostName()}, {"version", ASSAY_VERSION}, {"token", plan.token}}}};
}

Hello helloFrom(const Json& message, const std::string& from) {
  require(message.contains("hello"), "it did not say hello", from);
  const Json& body = message["hello"];
  Hello hello;
  hello.format = number(body, "format", 0, 1 << 30);
  hello.host = number(body, "host", 0, mostRanks);
  hello.ranks = number(body, "ranks", 1, mostRanks);
  hello.name = member<std::string>(body, "name", from);
  hello.version = member<std::string>(body, "version", from);
  hello.token = member<std::string>(body, "token", from);
  return hello;
}

void requireWelcome(const Hello& hello, const HostPlan& plan) {
  require(isSameSecret(hello.token, plan.token), "it has another job's secret", hello.name);
  require(hello.format == protocolFormat && hello.version == ASSAY_VERSION,
          "it runs Assay " + hello.version + ", and the first host " ASSAY_VERSION, hello.name);
  require(hello.host > 0 && hello.host < plan.hosts, "it is host " + std::to_string(hello.host) + ", and the job has hosts 0 to " + std::to_string(plan.hosts - 1), hello.name);
}

Json refusal(const Error& fault) { return {{"refused", {{"message", fault.message()}}}}; }

Json startOrder(const RankPlace& place) {
  return {{"start", {{"attempt", place.attempt}, {"rank", place.rank}, {"world", place.world}, {"host", place.host}, {"local_world", place.localWorld},
                     {"master_host", place.masterHost}, {"master_port", place.masterPort}}}};
}

Json order(const char* name) { return {{name, Json::object()}}; }

Json overOrder(const std::string& state) { return {{"over", {{"state", state}}}}; }

Json signOfLife() { return order("alive"); }

Json endedReport(const Ended& ended) {
  return {{"ended", {{"attempt", ended.attempt}, {"rank", ended.rank}, {"code", ended.exit.code}, {"signal", ended.exit.signal}, {"words", ended.words}}}};
}

std::optional<Ended> endedFrom(const Json& message) {
  if (!message.contains("ended")) return std::nullopt;
  const Json& body = message["ended"];
  return Ended{number(body, "attempt", 0, 1 << 30), number(body, "rank", 0, mostRanks), {number(body, "code", 0, 255), number(body, "signal", 0, 255)},
               member<std::string>(body, "words", where)};
}

std::optional<RankPlace> startFrom(const Json& message) {
  if (!message.contains("start")) return std::nullopt;
  const Json& body = message["start"];
  RankPlace place;
  place.attempt = number(body, "attempt", 0, 1 << 30);
  place.world = number(body, "world", 1, mostRanks);
  place.rank = number(body, "rank", 0, place.world - 1);
  place.host = number(body, "host", 0, mostRanks);
  place.localWorld = number(body, "local_world", 1, place.world - place.rank);
  place.masterHost = member<std::string>(body, "master_host", where);
  place.masterPort = number(body, "master_port", 1, 65535);
  return place;
}

}  // namespace assay
