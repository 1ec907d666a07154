// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/normal_memories.h"

#include <algorithm>
#include <numeric>

#include <torch/torch.h>

#include "core/engine/layers/conv_norm.h"

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

NormalPicture thinned(const NormalPicture& picture, int64_t rows, uint64_t seed) {
  NormalPicture some = picture;
  at::Generator random = seededGenerator(seed);
  for (at::Tensor& side : some.rows)
    if (side.size(0) > rows) side = side.index_select(0, at::randperm(side.size(0), random, at::kLong).narrow(0, 0, rows).to(side.device()));
  return some;
}

std::vector<PatchMemory> memoriesOf(std::span<const NormalPicture* const> pictures, int64_t bytes) {
  int64_t widest = 0;
  std::vector<int64_t> available;
  for (std::size_t side = 0; side < normalSides.size(); ++side) {
    const int64_t width = pictures.front()->rows[side].size(1);
    available.push_back(std::accumulate(pictures.begin(), pictures.end(), int64_t{0}, [side](int64_t sum, const NormalPicture* picture) { return sum + picture->rows[side].size(0); }));
    widest = std::max(widest, width);
    bytes -= (width + 1) * width * halfBytes;   // mean and transform
  }
  const std::vector<int64_t> shares = shareOut(available, std::max<int64_t>(0, bytes) / (widest * halfBytes));
  std::vector<PatchMemory> memories;
  for (std::size_t side = 0; side < normalSides.size(); ++side) {
    const at::Tensor rows = rowsOf(pictures, side);
    memories.push_back(PatchMemory::of(rows, rows.size(1), noiseShare, shares[side]));
  }
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

std::vector<const NormalPicture*> picturesOf(std::span<const CleanImage> images) {
  std::vector<const NormalPicture*> all;
  for (const CleanImage& image : images)
    for (const NormalPicture& picture : image.remembered.tiles) all.push_back(&picture);
  return all;
}

CrossJudgement crossJudgement(std::span<const CleanImage> images, std::span<const Stranger> strangers, int64_t bytes, const Progress& progress) {
  const std::size_t folds = std::min(parts, images.size());
  // Neighbours in one part: frames of one scene would vouch for each other.
  const auto begin = [&](std::size_t fold) { return (fold * images.size() + folds - 1) / folds; };
  const int64_t all = int64_t(images.size() + strangers.size());
  std::vector<Distances> heldOut;
  std::vector<int64_t> imageOf;
  CrossJudgement judged;
  judged.strangers.resize(strangers.size());
  int64_t done = 0;
  const auto step = [&] { progress.step(done++, all, "comparing images with clean ones"); };
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<const NormalPicture*> others = picturesOf(images.first(begin(fold)));
    const std::vector<const NormalPicture*> after = picturesOf(images.subspan(begin(fold + 1)));
    others.insert(others.end(), after.begin(), after.end());
    const std::vector<PatchMemory> memories = memoriesOf(others, bytes);
    for (std::size_t i = begin(fold); i < begin(fold + 1); ++i) {
      step();
      const NormalImage image = images[i].look ? images[i].look() : images[i].remembered;
      judged.images.push_back({image.width, image.height, {}});
      for (const NormalPicture& picture : image.tiles) {
        const std::vector<Distances> views = distancesOf(picture, memories);
        judged.images.back().tiles.push_back(views.front());
        heldOut.insert(heldOut.end(), views.begin(), views.end());
        imageOf.push_back(int64_t(i));
      }
    }
    for (std::size_t i = 0; i < strangers.size(); ++i) {
      if (strangers[i].neighbour < begin(fold) || strangers[i].neighbour >= begin(fold + 1)) continue;
      step();
      const NormalImage image = strangers[i].look();
      judged.strangers[i] = {image.width, image.height, {}};
      for (const NormalPicture& picture : image.tiles) judged.strangers[i].tiles.push_back(distancesOf(picture, memories).front());
    }
  }
  judged.scores = NormalScores(heldOut, imageOf);
  return judged;
}

}  // namespace assay::detector
