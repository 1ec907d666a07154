// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <torch/torch.h>

#include "core/engine/device/gradient_reduction.h"

namespace assay {
namespace {

constexpr int64_t pieceBytes = 1 << 20, mostPieces = 32;

double ringBytes(double bytes, int ranks) { return 2.0 * (ranks - 1) / ranks * bytes; }

class FlatSum final : public RankSum {
 public:
  explicit FlatSum(std::shared_ptr<ProcessGroup> group) : group_(std::move(group)) {}
  void sum(const at::Tensor& flat) override { group_->sum(flat); }
  int ranks() const override { return group_->size(); }
  double bytesFor(double bytes) const override { return ringBytes(bytes, ranks()); }

 private:
  const std::shared_ptr<ProcessGroup> group_;
};

class HierarchicalSum final : public RankSum {
 public:
  HierarchicalSum(std::shared_ptr<ProcessGroup> inside, std::shared_ptr<ProcessGroup> between)
      : inside_(std::move(inside)), between_(std::move(between)) {}

  /// In pieces: while one travels between the hosts, the next is summed and the one before is handed out within each.
  void sum(const at::Tensor& flat) override {
    const int64_t parts = inside_->size(), pieces = std::clamp<int64_t>(int64_t(flat.nbytes()) / pieceBytes, 1, mostPieces);
    const int64_t length = (flat.numel() + parts * pieces - 1) / (parts * pieces) * parts;   // of a piece
    at::Tensor whole = flat;
    if (length * pieces != flat.numel()) {
      whole = at::zeros({length * pieces}, flat.options());
      whole.narrow(0, 0, flat.numel()).copy_(flat);
    }
    const at::Tensor own = at::empty({pieces, length / parts}, flat.options());
    std::vector<ProcessGroup::Pending> between;
    for (int64_t i = 0; i < pieces; ++i) {
      inside_->sumParts(whole.narrow(0, i * length, length), own[i]);
      between.push_back(between_->startSum(own[i]));
    }
    for (int64_t i = 0; i < pieces; ++i) {
      between[std::size_t(i)].wait();
      inside_->gather(own[i], whole.narrow(0, i * length, length));
    }
    if (whole.numel() != flat.numel()) at::Tensor(flat).copy_(whole.narrow(0, 0, flat.numel()));
  }
  int ranks() const override { return inside_->size() * between_->size(); }
  double bytesFor(double bytes) const override {
    return ringBytes(bytes, inside_->size()) + ringBytes(bytes / inside_->size(), between_->size());
  }

 private:
  const std::shared_ptr<ProcessGroup> inside_, between_;
};

}  // namespace

RankSum::~RankSum() = default;

std::unique_ptr<RankSum> makeFlatSum(std::shared_ptr<ProcessGroup> group) { return std::make_unique<FlatSum>(std::move(group)); }

std::unique_ptr<RankSum> makeHierarchicalSum(const ProcessGroup& group, const std::vector<std::vector<int>>& hosts) {
  std::shared_ptr<ProcessGroup> inside, between;
  for (std::size_t h = 0; h < hosts.size(); ++h)
    if (auto made = group.split("host-" + std::to_string(h), hosts[h])) inside = std::move(made);
  for (std::size_t part = 0; part < hosts.front().size(); ++part) {
    std::vector<int> members;
    for (const std::vector<int>& ranks : hosts) {
      require(ranks.size() == hosts.front().size(), "hosts have different numbers of ranks", {}, Code::Internal);
      members.push_back(ranks[part]);
    }
    if (auto made = group.split("part-" + std::to_string(part), members)) between = std::move(made);
  }
  require(inside && between, "this rank is on none of the hosts", {}, Code::Internal);
  return std::make_unique<HierarchicalSum>(std::move(inside), std::move(between));
}

}  // namespace assay
