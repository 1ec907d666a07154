// SPDX-License-Identifier: Apache-2.0
#include "core/job/host_group.h"

#include <algorithm>
#include <csignal>
#include <optional>
#include <thread>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/job/host_messages.h"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto otherReasonPatience = std::chrono::seconds(3);
constexpr auto glance = std::chrono::milliseconds(20);
constexpr auto betweenSigns = std::chrono::seconds(2);
constexpr double longestSilence = 20;   // seconds; a sign of life comes every two

/// Another host, while it is connected.
struct Member {
  std::unique_ptr<JsonConnection> link;
  std::string name;
  int ranks = 1, firstRank = 0;
  bool isPlaying = false, hasEnded = false;

  bool isThere() const { return link->isOpen() && link->silentSeconds() < longestSilence; }
};

}  // namespace

struct HostGroup::Impl {
  const RunDirectory run;
  const HostPlan plan;
  JsonListener listener;
  std::vector<std::unique_ptr<JsonConnection>> strangers;   // have said nothing yet
  std::map<int, Member> members;                            // by host
  std::unique_ptr<RankProcesses> own;
  std::optional<ChildExit> ownEnd;
  std::optional<GroupExit> blamed;
  Clock::time_point blamedAt{};
  int world = 0, hostsNow = 0, attempt = 0;
  bool isEnding = false, isRegrouping = false;
  std::map<int, std::string> words;
  std::vector<std::string> news;
  Clock::time_point lastSign = Clock::now();

  Impl(const RunDirectory& r, const HostPlan& p) : run(r), plan(p), listener(p.masterPort) {}

  void greet() {
    while (auto stranger = listener.accept()) strangers.push_back(std::move(stranger));
    for (auto& stranger : strangers) {
      const std::optional<Json> said = stranger->receive();
      if (said) admit(std::move(stranger), *said);
    }
    std::erase_if(strangers, [](const auto& one) { return !one || !one->isOpen() || one->silentSeconds() > longestSilence; });
  }

  void admit(std::unique_ptr<JsonConnection> link, const Json& said) {
    try {
      const Hello hello = helloFrom(said, link->peer());
      requireWelcome(hello, plan);
      if (const auto at = members.find(hello.host); at != members.end() && at->second.isThere() && at->second.isPlaying)
        throw Error(Code::BadInput, "host " + std::to_string(hello.host) + " is here already: " + at->second.name, link->peer());
      news.push_back("host " + std::to_string(hello.host) + " (" + hello.name + ", " + std::to_string(hello.ranks) + " ranks) came");
      members.erase(hello.host);
      members.emplace(hello.host, Member{std::move(link), hello.name, hello.ranks});
    } catch (const Error& fault) {
      log::warn("{}: turned away: {}", link->peer(), fault.message());
      link->send(refusal(fault));
    }
  }

  void listen() {
    greet();
    for (auto at = members.begin(); at != members.end();) {
      hear(at->second);
      if (!at->second.isThere()) lose(at->first, at->second);
      at = at->second.isThere() ? std::next(at) : members.erase(at);
    }
    if (Clock::now() - lastSign < betweenSigns) return;
    lastSign = Clock::now();
    tell(signOfLife());
  }

  void hear(Member& member) try {
    while (const std::optional<Json> said = member.link->receive())
      if (const std::optional<Ended> ended = endedFrom(*said)) note(member, *ended);
  } catch (const Error& fault) {   // a program that is not ours
    log::warn("{}: {}", member.name, fault.what());
    member.link->close();
  }

  void note(Member& member, const Ended& ended) {
    if (ended.attempt != attempt || !member.isPlaying) return;   // of an attempt that is over
    member.hasEnded = true;
    if (!ended.words.empty()) words[ended.rank] = ended.words;
    if (isFault(ended.exit) && !isEnding) blame({ended.rank, ended.exit});   // else it is we who ended it
  }

  void lose(int host, Member& member) {
    news.push_back("host " + std::to_string(host) + " (" + member.name + ") went away");
    log::warn("{}", news.back());
    if (!member.isPlaying || member.hasEnded) return;
    words[member.firstRank] = news.back();
    blame({member.firstRank, {peerLostExit, 0}});
    endAll();   // it cannot be asked any more
  }

  /// The first reason counts, unless it was only that somebody else had gone.
  void blame(const GroupExit& ended) {
    const bool isVictim = !ended.exit.crashed() && ended.exit.code == peerLostExit;
    if (!blamed) blamedAt = Clock::now();
    if (!blamed || (blamed->exit.code == peerLostExit && !isVictim)) blamed = ended;
    if (!isVictim) endAll();
  }

  /// A rank says that another is gone, and nobody has said that he is it: he hangs.
  bool lostFor(std::chrono::seconds patience) const { return blamed && !isEnding && Clock::now() - blamedAt > patience; }

  void endAll() {
    if (isEnding) return;
    isEnding = true;
    signalAll(SIGKILL);
  }

  void signalAll(int number) {
    if (own && !ownEnd) own->signal(number);
    tell(order(number == SIGKILL ? "kill" : "stop"));
  }

  void tell(const Json& message) {
    for (auto& [host, member] : members) member.link->send(message);
  }

  int missing() const { return plan.hosts - 1 - int(members.size()); }

  std::string missingHosts() const {
    std::string names;
    for (int host = 1; host < plan.hosts; ++host)
      if (!members.contains(host)) names += (names.empty() ? "" : ", ") + std::to_string(host);
    return names;
  }

  void startAll() {
    RankPlace place;
    place.attempt = attempt;
    place.masterHost = plan.masterHost;
    const MeetingPort meeting(PortOn::EveryAddress);
    place.masterPort = meeting.number();
    world = plan.ranks;
    for (auto& [host, member] : members) {
      member.firstRank = world;
      world += member.ranks;
    }
    hostsNow = 1 + int(members.size());
    place.world = world;
    for (auto& [host, member] : members) {
      place.rank = member.firstRank;
      place.host = host;
      place.localWorld = member.ranks;
      member.link->send(startOrder(place));
      member.isPlaying = true;
      member.hasEnded = false;
    }
    place.rank = place.host = 0;
    place.localWorld = plan.ranks;
    own = std::make_unique<RankProcesses>(run, place, &meeting);
  }

  bool allEnded() const {
    return ownEnd && std::all_of(members.begin(), members.end(), [](const auto& each) { return !each.second.isPlaying || each.second.hasEnded; });
  }

  GroupExit result() {
    if (blamed) return *blamed;
    GroupExit all{0, *ownEnd};
    all.isRegrouping = isRegrouping && ownEnd->code == exitCode(Code::Stopped);
    return all;
  }
};

HostGroup::HostGroup(const RunDirectory& run, const HostPlan& plan) : impl_(std::make_unique<Impl>(run, plan)) {}
HostGroup::~HostGroup() = default;

bool HostGroup::start(int attempt, const CancelToken& cancel) {
  impl_->attempt = attempt;
  impl_->own.reset();
  impl_->ownEnd.reset();
  impl_->blamed.reset();
  impl_->isEnding = impl_->isRegrouping = false;
  impl_->words.clear();
  for (auto& [host, member] : impl_->members) member.isPlaying = false;
  const double patience = attempt == 0 ? impl_->plan.joinSeconds : impl_->plan.rejoinSeconds;
  const auto end = Clock::now() + std::chrono::duration<double>(patience);
  while (impl_->missing() > 0 && Clock::now() < end) {
    if (cancel.requested() || impl_->run.stopRequested()) return false;
    impl_->listen();
    std::this_thread::sleep_for(glance);
  }
  impl_->listen();   // those that are here may have gone meanwhile
  require(attempt > 0 || impl_->missing() == 0,
          "hosts " + impl_->missingHosts() + " of " + std::to_string(impl_->plan.hosts) + " did not come within " + std::to_string(int(patience)) + " s",
          impl_->plan.masterHost + ":" + std::to_string(impl_->plan.masterPort), Code::Environment);
  if (impl_->missing() > 0) impl_->news.push_back("going on without hosts " + impl_->missingHosts());
  impl_->startAll();
  return true;
}

void HostGroup::signal(int number) { impl_->signalAll(number); }

std::optional<GroupExit> HostGroup::wait(std::chrono::milliseconds patience) {
  const auto end = Clock::now() + patience;
  for (;;) {
    impl_->listen();
    if (impl_->lostFor(otherReasonPatience)) impl_->endAll();
    if (!impl_->ownEnd) {
      if (const auto ended = impl_->own->wait(glance)) {
        impl_->ownEnd = ended->exit;
        if (isFault(ended->exit) && !impl_->isEnding) impl_->blame(*ended);
      }
    }
    const bool hasNewcomer = std::any_of(impl_->members.begin(), impl_->members.end(), [](const auto& each) { return !each.second.isPlaying; });
    if (hasNewcomer && !impl_->isRegrouping && !impl_->isEnding) {
      impl_->isRegrouping = true;
      impl_->signalAll(SIGTERM);
    }
    if (impl_->allEnded()) return impl_->result();
    if (impl_->ownEnd) std::this_thread::sleep_for(glance);
    if (Clock::now() >= end) return std::nullopt;
  }
}

void HostGroup::dismiss(const std::string& state) { impl_->tell(overOrder(state)); }

int HostGroup::ranks() const { return impl_->world; }
int HostGroup::hosts() const { return impl_->hostsNow; }
std::vector<std::string> HostGroup::takeNews() { return std::exchange(impl_->news, {}); }

std::string HostGroup::wordsOf(int rank) const {
  const auto found = impl_->words.find(rank);
  return found == impl_->words.end() ? "" : found->second;
}

}  // namespace assay
