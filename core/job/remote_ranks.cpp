// SPDX-License-Identifier: Apache-2.0
#include "core/job/remote_ranks.h"

#include <algorithm>
#include <csignal>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/job/rank_place.h"

namespace assay {
namespace {

constexpr int mostHosts = 16;                                  // that are asked: each is a process here
constexpr auto betweenTries = std::chrono::seconds(30);
constexpr std::size_t longestLine = 1 << 20;

}  // namespace

int64_t lastCopiedEvent(const RunDirectory& run) {
  int64_t last = 0;
  EventReader reader(run.eventsFile());
  for (std::vector<Event> events = reader.poll(); !events.empty(); events = reader.poll()) {
    for (const Event& event : events) {
      if (event.body.contains(countsAnew)) last = 0;
      else if (event.body.contains("from_seq") && event.body["from_seq"].is_number_integer()) last = std::max(last, event.body["from_seq"].get<int64_t>());
    }
  }
  return last;
}

void copyRemoteEvent(const Json& said, const std::string& where, EventWriter& events, int64_t& copied) {
  const int64_t sequence = member<int64_t>(said, "seq", where);
  if (sequence <= copied) return;
  Json body = member<Json>(said, "event", where);
  const std::string kind = member<std::string>(body, "kind", where);
  const double time = member<double>(body, "time", where);
  for (const char* own : {"seq", "time", "kind"}) body.erase(own);
  body["from_seq"] = sequence;
  events.writeAt(time, kind, body);
  copied = sequence;
}

RemoteRanks::~RemoteRanks() { stop(); }

void RemoteRanks::copy(const Json& said, const std::string& where) {
  const int64_t rank = member<int64_t>(said, "rank", where);
  require(rank > 0 && rank < mostRanks, "there is no rank " + std::to_string(rank), where);
  auto found = ranks_.find(int(rank));
  if (found == ranks_.end()) {
    const RunDirectory folder = run_.rank(int(rank));
    std::error_code ignored;
    std::filesystem::create_directories(folder.folder(), ignored);
    found = ranks_.emplace(int(rank), Rank{std::make_unique<EventWriter>(folder.eventsFile()), lastCopiedEvent(folder)}).first;
  }
  copyRemoteEvent(said, where, *found->second.writer, found->second.copied);
}

void RemoteRanks::poll() noexcept {
  const auto now = std::chrono::steady_clock::now();
  for (int host = 1; host < std::min(record_.target.hostCount(), mostHosts); ++host) {
    Relay& relay = relays_[host];
    try {
      if (!relay.process && now >= relay.nextTry) relay = {RemoteJob(run_, record_, host).relayRanks(), {}, now + betweenTries};
      if (relay.process) take(host, relay);
    } catch (const std::exception& fault) {
      log::warn("{}: {}", record_.target.hostName(host), fault.what());
      relay = {nullptr, {}, now + betweenTries};
    }
  }
}

void RemoteRanks::take(int host, Relay& relay) {
  const bool ended = relay.process->wait(std::chrono::milliseconds(0)).has_value();
  relay.rest += relay.process->takeOutput();
  for (std::size_t end = relay.rest.find('\n'); end != std::string::npos; end = relay.rest.find('\n')) {
    const Json said = parseJson(relay.rest.substr(0, end), record_.target.hostName(host));
    if (said.contains("rank")) copy(said, record_.target.hostName(host));
    relay.rest.erase(0, end + 1);
  }
  require(relay.rest.size() < longestLine, "it says an endless line", record_.target.hostName(host));
  if (ended) relay = {nullptr, {}, relay.nextTry};
}

void RemoteRanks::stop() {
  for (auto& [host, relay] : relays_)
    if (relay.process) relay.process->signal(SIGTERM);
  for (auto& [host, relay] : relays_) {
    if (!relay.process || relay.process->wait(std::chrono::milliseconds(500))) continue;
    relay.process->signal(SIGKILL);
    relay.process->wait();
  }
  relays_.clear();
}

}  // namespace assay
