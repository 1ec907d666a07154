// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/normal_memories.h"

#include <algorithm>
#include <numeric>

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr std::size_t parts = 5;
constexpr int64_t halfBytes = 2;
constexpr double noiseShare = 0.1;   // of the mean variance: directions below it are not stretched to one

at::Tensor rowsOf(std::span<const NormalPicture* const> pictures, std::size_t side) {
  std::vector<at::Tensor> rows;
  for (const NormalPicture* picture : pictures) rows.push_back(picture->rows[side]);
  return at::cat(rows);
}

/// Rows that each memory may keep: those that have few give the rest to the others.
std::vector<int64_t> shareOut(std::vector<int64_t> available, int64_t total) {
  std::vector<std::size_t> order(available.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return available[a] < available[b]; });
  std::vector<int64_t> shares(available.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    shares[order[i]] = std::clamp<int64_t>(total / int64_t(order.size() - i), 1, available[order[i]]);
    total -= shares[order[i]];
  }
  return shares;
}

}  // namespace

std::vector<PatchMemory> memoriesOf(std::span<const NormalPicture* const> pictures, int64_t bytes) {
  int64_t widest = 0;
  std::vector<at::Tensor> rows;
  std::vector<int64_t> available;
  for (std::size_t side = 0; side < normalSides.size(); ++side) {
    rows.push_back(rowsOf(pictures, side));
    available.push_back(rows.back().size(0));
    const int64_t width = rows.back().size(1);
    widest = std::max(widest, width);
    bytes -= (width + 1) * width * halfBytes;   // mean and transform
  }
  const std::vector<int64_t> shares = shareOut(available, std::max<int64_t>(0, bytes) / (widest * halfBytes));
  std::vector<PatchMemory> memories;
  for (std::size_t side = 0; side < normalSides.size(); ++side) memories.push_back(PatchMemory::of(rows[side], rows[side].size(1), noiseShare, shares[side]));
  return memories;
}

std::vector<Distances> distancesOf(const NormalPicture& picture, const std::vector<PatchMemory>& memories) {
  std::vector<Distances> views;
  for (std::size_t side = 0; side < memories.size(); ++side) {
    const auto [h, w] = picture.grids[side];
    const at::Tensor all = memories[side].distances(picture.rows[side]).view({-1, h, w});
    views.resize(std::size_t(all.size(0)));
    for (int64_t view = 0; view < all.size(0); ++view) views[std::size_t(view)].push_back(smoothed(all[view]));
  }
  return views;
}

NormalScores crossScores(std::span<const NormalPicture> pictures, int64_t bytes, const Progress& progress) {
  const std::size_t folds = std::min(parts, pictures.size());
  // Neighbours in one part: frames of one scene would vouch for each other.
  const auto foldOf = [&](std::size_t i) { return i * folds / pictures.size(); };
  std::vector<Distances> heldOut;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    progress.step(int64_t(fold), int64_t(folds), "scoring clean images by the others");
    std::vector<const NormalPicture*> others;
    for (std::size_t i = 0; i < pictures.size(); ++i)
      if (foldOf(i) != fold) others.push_back(&pictures[i]);
    const std::vector<PatchMemory> memories = memoriesOf(others, bytes);
    for (std::size_t i = 0; i < pictures.size(); ++i)
      if (foldOf(i) == fold) for (Distances& view : distancesOf(pictures[i], memories)) heldOut.push_back(std::move(view));
  }
  return NormalScores(heldOut, int64_t(pictures.size()));
}

}  // namespace assay::detector
