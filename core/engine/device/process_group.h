// SPDX-License-Identifier: Apache-2.0
// The ranks of one job and what they do together. Gloo over TCP carries what lies in main memory, NCCL what lies on GPUs.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/error.h"
#include "core/base/export.h"
#include "core/job/rank_place.h"

namespace c10d {
class ProcessGroup;
}

namespace assay {

/// Another rank ended or did not answer: nothing that this one did wrong, and the group may be started again.
class ASSAY_ENGINE_API PeerLost : public Error {
 public:
  explicit PeerLost(std::string message, std::string where = {});
};

/// In a handler, when a call that needs the other ranks has failed: throws PeerLost for what a broken connection throws, everything
/// else as it is.
[[noreturn]] ASSAY_ENGINE_API void rethrowPeerLost(const char* what);

/// Collectives over all ranks, in the same order on each. One thread at a time, except where two groups are used: each has
/// its own connections. Every call throws PeerLost when a rank is gone.
class ASSAY_ENGINE_API ProcessGroup {
 public:
  /// A collective that is under way.
  class ASSAY_ENGINE_API Pending {
   public:
    Pending();
    ~Pending();
    Pending(Pending&&) noexcept;
    Pending& operator=(Pending&&) noexcept;
    /// Returns when this rank's part is there; nothing to wait for is fine.
    void wait();

   private:
    friend class ProcessGroup;
    struct Impl;
    std::unique_ptr<Impl> impl_;
  };

  /// Blocks until every rank has come. Throws Error{Environment} when the port is taken or the master cannot be reached.
  static std::shared_ptr<ProcessGroup> connect(const RankPlace& place);
  /// From now on tensors on this rank's own GPU may be given, too, here and to groups that are split off; every rank calls it. Calls with them
  /// return when the work is queued on the current stream. Throws Error{Environment} where NCCL is not there or cannot connect them.
  void useGpu(c10::Device device);
  ~ProcessGroup();

  const RankPlace& place() const;
  int rank() const;
  int size() const;

  /// The sum over the ranks, in place; contiguous, float, double, half or an integer type.
  void sum(const at::Tensor& tensor);
  Pending startSum(const at::Tensor& tensor);
  void greatest(const at::Tensor& tensor);
  /// Every rank gets `from`'s numbers.
  void broadcast(const std::vector<at::Tensor>& tensors, int from = 0);
  std::string broadcastText(const std::string& text, int from = 0);
  /// Everybody's text, by rank, on every rank.
  std::vector<std::string> gatherTexts(const std::string& own);
  /// [size * n] from each rank's [n], by rank; contiguous.
  void gather(const at::Tensor& own, const at::Tensor& all);
  /// `own` [n / size] becomes this rank's part of the sum over the ranks of `whole` [n]; contiguous.
  void sumParts(const at::Tensor& whole, const at::Tensor& own);
  void send(const at::Tensor& tensor, int to);
  void receive(const at::Tensor& tensor, int from);
  void barrier();

  /// A group of its own connections for some of the ranks, named the same on each; null on a rank that is not among them.
  /// Called by every rank, also by those.
  std::shared_ptr<ProcessGroup> split(const std::string& name, std::span<const int> members) const;

  /// torch's own object, for its reducer.
  c10d::ProcessGroup& torchGroup() const;

 private:
  struct Impl;
  explicit ProcessGroup(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// The group of the run that this process trains; null when it trains alone. Layers and losses ask it for sums over the whole batch.
ASSAY_ENGINE_API ProcessGroup* currentRanks();

/// Makes a group the current one for as long as it lives.
class ASSAY_ENGINE_API CurrentRanks {
 public:
  explicit CurrentRanks(ProcessGroup* group);
  ~CurrentRanks();
  CurrentRanks(const CurrentRanks&) = delete;
  CurrentRanks& operator=(const CurrentRanks&) = delete;

 private:
  ProcessGroup* before_;
};

/// The mean of a number over the ranks; the number itself for a rank alone. For a loss that is normalised by a count.
ASSAY_ENGINE_API double meanOverRanks(double value);

}  // namespace assay
