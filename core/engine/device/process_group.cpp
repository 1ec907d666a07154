// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/process_group.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <exception>
#include <optional>
#include <utility>

#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/torch.h>

#include "core/engine/device/gpu_backend.h"

namespace assay {
namespace {

using Group = c10::intrusive_ptr<c10d::ProcessGroup>;
using Work = c10::intrusive_ptr<c10d::Work>;

constexpr auto meetingPatience = std::chrono::seconds(120);   // a rank still has to load its libraries and data
/// The others wait while the first one judges, however long. A rank that dies closes its connections; one that hangs is the supervisor's business.
constexpr auto silencePatience = std::chrono::hours(48);
/// Between GPUs nobody waits for a judgement, only for the slowest; and a group that is given up waits so long for what is stuck.
constexpr auto gpuPatience = std::chrono::minutes(10);

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

/// What torch throws when a connection breaks, as ours.
template <class Call>
auto withPeers(const char* what, Call&& call) -> decltype(call()) {
  try {
    return call();
  } catch (...) {
    rethrowPeerLost(what);
  }
}

/// This machine's address on the way to the master: where the other ranks reach us.
std::string addressTowards(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  const int failed = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  require(failed == 0, "the host of rank 0 is not known: " + std::string(gai_strerror(failed)), host, Code::Environment);
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    const int fd = socket(at->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);   // connecting a datagram socket sends nothing
    if (fd < 0) continue;
    sockaddr_storage own{};
    socklen_t length = sizeof own;
    const bool isRouted = ::connect(fd, at->ai_addr, at->ai_addrlen) == 0 && getsockname(fd, reinterpret_cast<sockaddr*>(&own), &length) == 0;
    close(fd);
    char text[NI_MAXHOST];
    if (isRouted && getnameinfo(reinterpret_cast<sockaddr*>(&own), length, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0) return text;
  }
  throw Error(Code::Environment, "there is no route to the host of rank 0", host);
}

bool isLoopback(const std::string& host) { return host.starts_with("127.") || host == "::1" || host == "localhost"; }

/// Debian maps a machine's own name to 127.0.1.1: nobody else would reach it there.
std::string addressForOthers(const std::string& towards, const std::string& master) {
  if (!isLoopback(towards) || isLoopback(master)) return towards;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return towards;
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(all, freeifaddrs);
  for (const ifaddrs* at = all; at != nullptr; at = at->ifa_next) {
    char text[NI_MAXHOST];
    if (at->ifa_addr == nullptr || at->ifa_addr->sa_family != AF_INET || (at->ifa_flags & IFF_LOOPBACK) != 0 || (at->ifa_flags & IFF_UP) == 0) continue;
    if (getnameinfo(at->ifa_addr, sizeof(sockaddr_in), text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0) return text;
  }
  return towards;
}

std::shared_ptr<gloo::transport::Device> deviceTowards(const RankPlace& place) {
  if (const char* name = std::getenv("GLOO_SOCKET_IFNAME"); name != nullptr && *name != '\0')
    return c10d::ProcessGroupGloo::createDeviceForInterface(name);
  return c10d::ProcessGroupGloo::createDeviceForHostname(addressForOthers(addressTowards(place.masterHost, place.masterPort), place.masterHost));
}

/// Connects at once, where all ranks come by in the same order: what is wrong with the set-up is said here, and not by a rank that seems to be gone.
void addGpu(c10d::ProcessGroup& group, const c10::intrusive_ptr<c10d::Store>& store, c10::Device device) {
  const auto backend = makeGpuBackend(c10::make_intrusive<c10d::PrefixStore>("gpu", store), group.getRank(), group.getSize(), gpuPatience);
  group.setBackend(c10::DeviceType::CUDA, c10d::ProcessGroup::BackendType::NCCL, backend);
  try {
    std::vector<at::Tensor> one{at::ones({1}, device)};
    group.allreduce(one)->wait();
    require(one[0].item<float>() == float(group.getSize()), "NCCL does not add up on " + device.str(), "distributed.ranks", Code::Environment);
  } catch (const c10::Error& fault) {
    throw Error(Code::Environment, "NCCL cannot connect the GPUs: " + firstLine(fault.what_without_backtrace()), "distributed.ranks");
  }
}

Group makeGroup(const c10::intrusive_ptr<c10d::Store>& store, const std::shared_ptr<gloo::transport::Device>& device, int rank, int size) {
  auto options = c10d::ProcessGroupGloo::Options::create(silencePatience);
  options->devices = {device};
  auto backend = c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options);
  auto group = c10::make_intrusive<c10d::ProcessGroup>(store, rank, size);
  group->setBackend(c10::DeviceType::CPU, c10d::ProcessGroup::BackendType::GLOO, backend);
  group->setDefaultBackend(c10d::ProcessGroup::BackendType::GLOO);
  return group;
}

at::Tensor bytesOf(const std::string& text) {
  at::Tensor bytes = at::empty({int64_t(text.size())}, at::kByte);
  if (!text.empty()) std::memcpy(bytes.data_ptr(), text.data(), text.size());
  return bytes;
}

std::string textOf(const at::Tensor& bytes, int64_t length) { return {static_cast<const char*>(bytes.data_ptr()), std::size_t(length)}; }

std::atomic<ProcessGroup*> current = nullptr;

}  // namespace

PeerLost::PeerLost(std::string message, std::string where) : Error(Code::JobFailed, std::move(message), std::move(where)) {}

struct ProcessGroup::Pending::Impl {
  Work work;
};

ProcessGroup::Pending::Pending() = default;
ProcessGroup::Pending::~Pending() = default;
ProcessGroup::Pending::Pending(Pending&&) noexcept = default;
ProcessGroup::Pending& ProcessGroup::Pending::operator=(Pending&&) noexcept = default;

void ProcessGroup::Pending::wait() {
  if (!impl_) return;
  const std::unique_ptr<Impl> done = std::move(impl_);
  withPeers("waiting", [&] { return done->work->wait(); });
}

struct ProcessGroup::Impl {
  RankPlace place;
  int rank = 0, size = 1;
  std::optional<c10::Device> gpu;
  c10::intrusive_ptr<c10d::Store> store;
  std::shared_ptr<gloo::transport::Device> device;
  Group group;

  /// NCCL must be told whether what is under way ended or is given up.
  ~Impl() {
    if (!gpu || !group) return;
    try {
      const auto backend = group->getBackend(c10::DeviceType::CUDA);
      std::uncaught_exceptions() > 0 ? backend->abort() : backend->shutdown();
    } catch (const std::exception&) {   // the process leaves anyway
    }
  }

  void finish(const char* what, const std::function<Work()>& start) const {
    withPeers(what, [&] { return start()->wait(); });
  }
};

ProcessGroup::ProcessGroup(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ProcessGroup::~ProcessGroup() = default;

std::shared_ptr<ProcessGroup> ProcessGroup::connect(const RankPlace& place) {
  auto impl = std::make_unique<Impl>();
  impl->place = place;
  impl->rank = place.rank;
  impl->size = place.world;
  impl->device = deviceTowards(place);
  const std::string where = place.masterHost + ":" + std::to_string(place.masterPort);
  try {
    c10d::TCPStoreOptions options;
    options.port = std::uint16_t(place.masterPort);
    options.isServer = place.isFirst();
    options.numWorkers = std::size_t(place.world);
    options.timeout = meetingPatience;
    if (place.isFirst() && place.listener >= 0) options.masterListenFd = place.listener;
    const auto store = c10::make_intrusive<c10d::TCPStore>(place.masterHost, options);
    impl->store = c10::make_intrusive<c10d::PrefixStore>("attempt-" + std::to_string(place.attempt), store);
  } catch (const c10::Error& fault) {
    throw Error(Code::Environment, "rank " + std::to_string(place.rank) + " of " + std::to_string(place.world) + " did not meet the others: " +
                                       firstLine(fault.what_without_backtrace()), where);
  } catch (const std::exception& fault) {   // Gloo has exceptions of its own
    throw Error(Code::Environment, "rank " + std::to_string(place.rank) + " of " + std::to_string(place.world) + " did not meet the others: " +
                                       firstLine(fault.what()), where);
  }
  impl->group = withPeers("meeting", [&] { return makeGroup(impl->store, impl->device, place.rank, place.world); });
  return std::shared_ptr<ProcessGroup>(new ProcessGroup(std::move(impl)));
}

void rethrowPeerLost(const char* what) {
  const auto lost = [&](const char* words) { return PeerLost(std::string("another rank is gone (") + what + ": " + firstLine(words) + ")"); };
  try {
    throw;
  } catch (const Error&) {
    throw;
  } catch (const c10::DistError& fault) {
    throw lost(fault.what_without_backtrace());
  } catch (const c10::Error&) {   // a fault of our own: another type, shape or device
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& fault) {   // Gloo has exceptions of its own
    throw lost(fault.what());
  }
}

void ProcessGroup::useGpu(c10::Device device) {
  if (impl_->gpu) return;
  impl_->gpu = device;
  addGpu(*impl_->group, impl_->store, device);
}

const RankPlace& ProcessGroup::place() const { return impl_->place; }
int ProcessGroup::rank() const { return impl_->rank; }
int ProcessGroup::size() const { return impl_->size; }
c10d::ProcessGroup& ProcessGroup::torchGroup() const { return *impl_->group; }

ProcessGroup::Pending ProcessGroup::startSum(const at::Tensor& tensor) {
  Pending pending;
  pending.impl_ = std::make_unique<Pending::Impl>();
  std::vector<at::Tensor> tensors{tensor};
  pending.impl_->work = withPeers("sum", [&] { return impl_->group->allreduce(tensors); });
  return pending;
}

void ProcessGroup::sum(const at::Tensor& tensor) { startSum(tensor).wait(); }

void ProcessGroup::greatest(const at::Tensor& tensor) {
  std::vector<at::Tensor> tensors{tensor};
  c10d::AllreduceOptions options;
  options.reduceOp = c10d::ReduceOp::MAX;
  impl_->finish("maximum", [&] { return impl_->group->allreduce(tensors, options); });
}

void ProcessGroup::broadcast(const std::vector<at::Tensor>& tensors, int from) {
  c10d::BroadcastOptions options;
  options.rootRank = from;
  std::vector<Work> works;
  withPeers("broadcast", [&] {
    for (const at::Tensor& tensor : tensors) {
      if (tensor.numel() == 0) continue;
      // Channels-last weights lie in another order: what travels is the memory, which has the same one everywhere.
      std::vector<at::Tensor> one{tensor.is_non_overlapping_and_dense() ? tensor.detach().as_strided({tensor.numel()}, {1}) : tensor.detach()};
      works.push_back(impl_->group->broadcast(one, options));
    }
    for (const Work& work : works) work->wait();
  });
}

std::string ProcessGroup::broadcastText(const std::string& text, int from) {
  at::Tensor length = at::full({1}, int64_t(text.size()), at::kLong);
  broadcast({length}, from);
  const int64_t bytes = length.item<int64_t>();
  const at::Tensor body = rank() == from ? bytesOf(text) : at::empty({bytes}, at::kByte);
  broadcast({body}, from);
  return textOf(body, bytes);
}

std::vector<std::string> ProcessGroup::gatherTexts(const std::string& own) {
  const at::Tensor length = at::full({1}, int64_t(own.size()), at::kLong), lengths = at::empty({size()}, at::kLong);
  gather(length, lengths);
  const int64_t longest = std::max<int64_t>(lengths.max().item<int64_t>(), 1);
  const at::Tensor padded = at::zeros({longest}, at::kByte), all = at::empty({size(), longest}, at::kByte);
  padded.narrow(0, 0, int64_t(own.size())).copy_(bytesOf(own));
  gather(padded, all.view({-1}));
  std::vector<std::string> texts;
  for (int r = 0; r < size(); ++r) texts.push_back(textOf(all[r], lengths[r].item<int64_t>()));
  return texts;
}

void ProcessGroup::gather(const at::Tensor& own, const at::Tensor& all) {
  at::Tensor in = own, out = all;
  impl_->finish("gather", [&] { return impl_->group->_allgather_base(out, in); });
}

void ProcessGroup::sumParts(const at::Tensor& whole, const at::Tensor& own) {
  at::Tensor in = whole, out = own;
  impl_->finish("sum of parts", [&] { return impl_->group->_reduce_scatter_base(out, in); });
}

void ProcessGroup::send(const at::Tensor& tensor, int to) {
  std::vector<at::Tensor> tensors{tensor};
  impl_->finish("send", [&] { return impl_->group->send(tensors, to, 0); });
}

void ProcessGroup::receive(const at::Tensor& tensor, int from) {
  std::vector<at::Tensor> tensors{tensor};
  impl_->finish("receive", [&] { return impl_->group->recv(tensors, from, 0); });
}

void ProcessGroup::barrier() {
  impl_->finish("barrier", [&] { return impl_->group->barrier(); });
}

std::shared_ptr<ProcessGroup> ProcessGroup::split(const std::string& name, std::span<const int> members) const {
  const auto at = std::find(members.begin(), members.end(), rank());
  if (at == members.end()) return nullptr;
  auto impl = std::make_unique<Impl>();
  impl->place = impl_->place;
  impl->rank = int(at - members.begin());
  impl->size = int(members.size());
  impl->device = impl_->device;
  impl->store = c10::make_intrusive<c10d::PrefixStore>(name, impl_->store);
  impl->group = withPeers("split", [&] { return makeGroup(impl->store, impl->device, impl->rank, impl->size); });
  impl->gpu = impl_->gpu;
  if (impl->gpu) addGpu(*impl->group, impl->store, *impl->gpu);
  return std::shared_ptr<ProcessGroup>(new ProcessGroup(std::move(impl)));
}

ProcessGroup* currentRanks() { return current.load(); }

CurrentRanks::CurrentRanks(ProcessGroup* group) : before_(current.exchange(group)) {}
CurrentRanks::~CurrentRanks() { current.store(before_); }

double meanOverRanks(double value) {
  ProcessGroup* ranks = currentRanks();
  if (ranks == nullptr) return value;
  const at::Tensor number = at::full({1}, value, at::kDouble);
  ranks->sum(number);
  return number.item<double>() / ranks->size();
}

}  // namespace assay
