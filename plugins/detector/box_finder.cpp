// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/box_finder.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <torch/torch.h>

#include "plugins/detector/device_channels.h"
#include "plugins/detector/pair_augment.h"
#include "plugins/detector/peaks.h"
#include "plugins/detector/single_source.h"
#include "plugins/detector/suppression.h"
#include "plugins/detector/tile_merge.h"

namespace assay::detector {

namespace {

constexpr float leastMaskedScore = 0.05f;
constexpr double boxSquare = 640;   // px: the side of the square that the largest number of boxes is meant for

/// Grown to multiples of `alignment` by repeating the last row and column.
Image padded(const Image& image, int alignment) {
  const auto up = [&](int v) { return (v + alignment - 1) / alignment * alignment; };
  if (up(image.width()) == image.width() && up(image.height()) == image.height()) return image;
  return sampleCrop(viewOf(image), {1, 0, 0, 0, 1, 0}, up(image.width()), up(image.height()));
}

PairImages partOf(const PairImages& picture, const TileRect& t) {
  const auto part = [&](const Image& image) { return image.empty() ? Image() : cutOut(viewOf(image), t.x, t.y, t.width, t.height); };
  return {part(picture.test), part(picture.reference), part(picture.anomaly)};
}

/// A box that hardly anybody would draw needs no mask.
void cutMasks(std::vector<ScoredBox>& boxes, const at::Tensor& logits) {
  const at::Tensor map = logits.to(at::kCPU, at::kFloat).contiguous();
  for (ScoredBox& box : boxes)
    if (box.score >= leastMaskedScore) box.mask = cutPatch(map.data_ptr<float>(), int(map.size(3)), int(map.size(2)), box.box);
}

}  // namespace

at::Tensor inLayoutOf(torch::nn::Module& network, const at::Tensor& images) {
  const at::Tensor first = network.parameters().front();
  const auto format = first.dim() == 4 && first.is_contiguous(at::MemoryFormat::ChannelsLast) &&
                              !first.is_contiguous(at::MemoryFormat::Contiguous)
                          ? at::MemoryFormat::ChannelsLast
                          : at::MemoryFormat::Contiguous;
  return images.to(first.device()).contiguous(format);
}

std::vector<TileRect> BoxFinder::tilesOf(const PairImages& picture) const {
  return tileGrid(picture.test.width(), picture.test.height(), options_.tile, options_.tileOverlap, network_.alignment());
}

/// As the network takes it, grown to what its strides divide.
at::Tensor BoxFinder::inputOf(const PairImages& tile) const {
  const bool isPair = options_.mode == Mode::Pair;
  const Image test = padded(tile.test, network_.alignment());
  require(tile.anomaly.empty() != options_.anomalyChannel, "a picture has an anomaly map where the network sees none, or none where it does", {}, Code::Internal);
  const Image reference = isPair ? padded(tile.reference, network_.alignment()) : Image();
  const c10::Device device = network_.module().parameters().front().device();
  if (isPair && !device.is_cpu()) {
    const auto channels = queued("channels", {uploaded(test, device), uploaded(reference, device)},
                                 [](const auto& pictures) { return ForwardRecorder::Tensors{pairChannelsOf(pictures[0], pictures[1])}; });
    return inLayoutOf(network_.module(), channels.front());
  }
  const at::Tensor input = emptyImages(1, isPair ? pairChannels : singleChannels(options_), test.height(), test.width());
  if (isPair) writePairChannels(test, reference, input.data_ptr<float>());
  else writeSingleChannels(test, tile.anomaly.empty() ? Image() : padded(tile.anomaly, network_.alignment()), input.data_ptr<float>());
  return inLayoutOf(network_.module(), input);
}

/// On a GPU from a recording once shapes return; weights that were moved, as into another layout, lie elsewhere, and a recording reads where they were.
ForwardRecorder::Tensors BoxFinder::queued(const std::string& what, const ForwardRecorder::Tensors& inputs, const ForwardRecorder::Forward& forward) const {
  const at::Tensor weights = network_.module().parameters().front();
  if (weights.is_cpu()) return forward(inputs);
  auto recorder = recorders_.find(what);
  if (recorder == recorders_.end()) recorder = recorders_.try_emplace(what, weights.device(), options_.cudaGraphs ? cudaGraphs() : RecordWork()).first;
  return recorder->second.run(std::to_string(std::uintptr_t(weights.data_ptr())), inputs, forward);
}

at::Tensor mirroredBack(const at::Tensor& map, at::IntArrayRef dimensions) {
  if (map.size(1) == 1) return map.flip(dimensions);   // a mask has no sides
  const int64_t channels = map.size(1), left = channels - 4, top = channels - 3, right = channels - 2, bottom = channels - 1;
  std::vector<int64_t> order(std::size_t(channels), 0);
  std::iota(order.begin(), order.end(), int64_t{0});
  for (const int64_t dimension : dimensions) std::swap(order[std::size_t(dimension == 3 ? left : top)], order[std::size_t(dimension == 3 ? right : bottom)]);
  return map.flip(dimensions).index_select(1, at::tensor(order, map.options().dtype(at::kLong)));
}

BoxFinder::Outputs BoxFinder::outputsOf(const PairImages& tile, Views wanted) const {
  static const std::vector<std::vector<int64_t>> mirrors{{3}, {2}, {2, 3}};   // a picture with an up and a down is mirrored sideways alone
  const at::Tensor input = inputOf(tile);
  Outputs out;
  const auto see = [&](const std::vector<int64_t>& mirrored) {
    const at::Tensor seen = mirrored.empty() ? input : inLayoutOf(network_.module(), input.flip(mirrored));
    std::vector<at::Tensor> maps = queued("forward", {seen}, [this](const auto& images) { return network_.forward(images.front()); });
    if (network_.edges() == nullptr) return maps;
    out.views.push_back({maps.back(), mirrored, int(input.size(3)), int(input.size(2))});
    maps.pop_back();
    return maps;
  };
  out.maps = see({});
  const std::size_t views = wanted == Views::One ? 1 : std::min(std::size_t(std::max(options_.views, 1)), options_.view.dihedral ? mirrors.size() + 1 : std::size_t{2});
  if (views == 1) return out;
  for (at::Tensor& map : out.maps) map = map.to(at::kFloat);
  for (std::size_t view = 1; view < views; ++view) {
    const std::vector<at::Tensor> seen = see(mirrors[view - 1]);
    for (std::size_t i = 0; i < out.maps.size(); ++i) out.maps[i] = out.maps[i] + mirroredBack(seen[i].to(at::kFloat), mirrors[view - 1]);
  }
  for (at::Tensor& map : out.maps) map = map / double(views);
  return out;
}

std::vector<ScoredBox> BoxFinder::findInTile(const PairImages& tile, const ClassEvidence& evidence, Views views) const {
  const auto& [test, reference, anomaly] = tile;
  torch::NoGradGuard noGrad;
  const auto [outputs, seen] = outputsOf(tile, views);
  const auto levels = network_.levels();
  const double squares = std::max(1.0, double(test.width()) * test.height() / (boxSquare * boxSquare));
  const PeakOptions peaks{options_.scoreFloor, int(std::lround(options_.maximumBoxes * squares))};
  std::vector<ScoredBox> boxes;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const at::Tensor map = outputs[i].to(at::kCPU, at::kFloat).contiguous();
    const auto found = decodePeaks(map.data_ptr<float>(), int(map.size(1)) - 5, int(map.size(3)), int(map.size(2)),
                                   levels[i].stride, peaks);
    boxes.insert(boxes.end(), found.begin(), found.end());
  }
  // Beyond the picture there is only padding.
  std::erase_if(boxes, [&](const ScoredBox& b) {
    const Point c = centreOf(b.box);
    return c.x < 0 || c.y < 0 || c.x > test.width() || c.y > test.height();
  });
  if (const EdgeFinder* edges = network_.edges()) lookAgain(boxes, *edges, seen);
  boxes = suppressOverlaps(std::move(boxes), options_.nmsIou);
  if (network_.givesMasks()) cutMasks(boxes, outputs[levels.size()]);
  if (options_.mode == Mode::Pair) evidence.refine(boxes, viewOf(test), viewOf(reference));
  return boxes;
}

std::vector<ScoredBox> BoxFinder::find(const PairImages& picture, const ClassEvidence& evidence, Views views) const {
  const auto tiles = tilesOf(picture);
  std::vector<std::vector<ScoredBox>> perTile;
  for (const TileRect& tile : tiles) perTile.push_back(findInTile(tiles.size() == 1 ? picture : partOf(picture, tile), evidence, views));
  return mergeTiles(tiles, perTile, picture.test.width(), picture.test.height(), options_.tileOverlap, options_.nmsIou);
}

std::vector<float> BoxFinder::embedding(const PairImages& picture) const {
  torch::NoGradGuard noGrad;
  std::vector<at::Tensor> perTile;
  for (const TileRect& tile : tilesOf(picture)) perTile.push_back(network_.embedding(inputOf(partOf(picture, tile))).to(at::kCPU, at::kFloat));
  const at::Tensor mean = at::cat(perTile).mean(0).contiguous();
  return {mean.data_ptr<float>(), mean.data_ptr<float>() + mean.numel()};
}

}  // namespace assay::detector
