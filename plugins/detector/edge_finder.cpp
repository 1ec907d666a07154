// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/edge_finder.h"

#include <cmath>

#include <torch/torch.h>

#include "core/engine/losses/giou.h"

namespace assay::detector {

namespace {

constexpr int64_t placeCount = 16;                      // on a line's half: each is a sixteenth of the box's side
constexpr int64_t hidden = 64, edgeCount = 4, surest = 4;   // surest: of an edge's probabilities, what the quality is told from
constexpr int64_t seenBeyond = 2;                       // places of the other half that the filters of the first one reach
constexpr double leastExtent = 2;                       // px
constexpr double overlapWeight = 2;

at::Tensor edge(const at::Tensor& boxes, int64_t which) { return boxes.narrow(1, which, 1); }

/// What is looked at along one axis, 0 for x: [R,1] px. Its first half is the first edge's, its second half the other's.
struct Line {
  at::Tensor start, length;
  Line(const at::Tensor& boxes, int64_t axis) {
    const at::Tensor first = edge(boxes, axis), last = edge(boxes, axis + 2), extent = at::clamp_min(last - first, leastExtent);
    start = (first + last) / 2 - extent;
    length = extent * 2;
  }
};

/// How much of each of n cells lies between two positions in cells: [..,1] -> [..,n].
at::Tensor coverage(const at::Tensor& from, const at::Tensor& to, int64_t n) {
  const at::Tensor cell = at::arange(n, from.options());
  return at::clamp_min(at::minimum(to, cell + 1) - at::maximum(from, cell), 0);
}

at::Tensor filters(int64_t out, int64_t in, int64_t kernel, double gain, at::Generator& random) { return at::empty({out, in, kernel}).normal_(0, gain * std::sqrt(2.0 / double(in * kernel)), random); }

/// Distances of a box's edges from the middle of the truth, as giouOfDistances() takes them.
at::Tensor distances(const at::Tensor& boxes, const at::Tensor& truths) {
  const at::Tensor x = (edge(truths, 0) + edge(truths, 2)) / 2, y = (edge(truths, 1) + edge(truths, 3)) / 2;
  return at::cat({x - edge(boxes, 0), y - edge(boxes, 1), edge(boxes, 2) - x, edge(boxes, 3) - y}, 1);
}

at::Tensor overlaps(const at::Tensor& a, const at::Tensor& b) {
  const auto corner = [](const at::Tensor& boxes, int64_t which) { return boxes.narrow(1, which, 2); };
  const auto area = [&](const at::Tensor& boxes) { return at::clamp_min(corner(boxes, 2) - corner(boxes, 0), 0).prod(1); };
  const at::Tensor common = at::clamp_min(at::minimum(corner(a, 2), corner(b, 2)) - at::maximum(corner(a, 0), corner(b, 0)), 0).prod(1);
  return common / at::clamp_min(area(a) + area(b) - common, 1e-6);
}

}  // namespace

struct EdgeFinder::Impl : torch::nn::Module {
  Impl(int64_t channels, int cellSize, at::Generator random) : stride(cellSize) {
    const torch::NoGradGuard noGradients;
    const auto layer = [&](const std::string& name, at::Tensor weights) { return register_parameter(name, std::move(weights)); };
    first = layer("first", filters(hidden, channels, 3, 1, random));
    firstBias = layer("first_bias", at::zeros({hidden}));
    second = layer("second", filters(hidden, hidden, 3, 1, random));
    secondBias = layer("second_bias", at::zeros({hidden}));
    place = layer("place", filters(1, hidden, 1, 0.1, random));
    usual = layer("usual", at::zeros({placeCount}));
    judge = layer("judge", filters(hidden, 2 * hidden + surest, 1, 1, random).squeeze(2));
    judgeBias = layer("judge_bias", at::zeros({hidden}));
    verdict = layer("verdict", filters(1, hidden, 1, 0.1, random).squeeze(2));
    verdictBias = layer("verdict_bias", at::zeros({1}));
  }

  /// Mean features [R, 2 placeCount, C] along one axis of each box, over its extent along the other. `rows` [B,n,m,C]: m along the axis; boxes [R,4], R/B of each picture.
  /// Matrix products do it, for all boxes of a picture at once: cells count by how much of them is covered, those beyond the picture are nothing.
  at::Tensor profile(const at::Tensor& rows, const at::Tensor& boxes, int64_t axis) const {
    const int64_t pictures = rows.size(0), n = rows.size(1), m = rows.size(2), channels = rows.size(3), count = boxes.size(0);
    const at::Tensor from = edge(boxes, 1 - axis) / stride, to = at::maximum(edge(boxes, 3 - axis) / stride, from + 0.5);
    at::Tensor across = coverage(from, to, n);
    across = across / at::clamp_min(across.sum(1, true), 1e-3);
    const at::Tensor means = across.view({pictures, count / pictures, n}).bmm(rows.reshape({pictures, n, m * channels})).view({count, m, channels});
    const Line along(boxes, axis);
    const at::Tensor step = along.length / double(2 * placeCount) / stride;
    const at::Tensor begin = (along.start / stride + step * at::arange(2 * placeCount, boxes.options())).unsqueeze(2);
    return (coverage(begin, begin + step.unsqueeze(2), m) / step.unsqueeze(2)).bmm(means);
  }

  EdgeView look(const at::Tensor& features, const at::Tensor& boxes) const {
    const c10::impl::ExcludeDispatchKeyGuard fullPrecision(c10::autocast_dispatch_keyset);
    const at::Tensor maps = features.to(at::kFloat), flat = boxes.view({-1, edgeCount});
    const int64_t count = flat.size(0);
    const at::Tensor x = profile(maps.permute({0, 2, 3, 1}), flat, 0), y = profile(maps.permute({0, 3, 2, 1}), flat, 1);
    at::Tensor lines = at::stack({x, y, x.flip(1), y.flip(1)}, 1).view({count * edgeCount, 2 * placeCount, -1}).narrow(1, 0, placeCount + seenBeyond).transpose(1, 2);
    lines = at::relu(at::conv1d(lines, first, firstBias, 1, 1));
    lines = at::relu(at::conv1d(lines, second, secondBias, 1, 1)).narrow(2, 0, placeCount);
    EdgeView view;
    view.places = (at::conv1d(lines, place).squeeze(1) + usual).view({count, edgeCount, placeCount});
    const at::Tensor sure = std::get<0>(at::softmax(view.places, 2).topk(surest, 2)).mean(1);
    const auto meanOf = [&](int64_t from) { return lines.narrow(2, from, placeCount / 2).mean(2).view({count, edgeCount, hidden}).mean(1); };
    const at::Tensor outside = meanOf(0), inside = meanOf(placeCount / 2);
    view.quality = at::linear(at::relu(at::linear(at::cat({outside, inside, sure}, 1), judge, judgeBias)), verdict, verdictBias).squeeze(1);
    return view;
  }

  double stride;
  at::Tensor first, firstBias, second, secondBias, place, usual, judge, judgeBias, verdict, verdictBias;
};

EdgeFinder::EdgeFinder(int64_t channels, int stride, at::Generator random) : impl_(std::make_shared<Impl>(channels, stride, std::move(random))) {}

std::shared_ptr<torch::nn::Module> EdgeFinder::module() const { return impl_; }

EdgeView EdgeFinder::look(const at::Tensor& features, const at::Tensor& boxes) const { return impl_->look(features, boxes); }

at::Tensor EdgeFinder::moved(const EdgeView& view, const at::Tensor& boxes) {
  const at::Tensor share = (at::softmax(view.places, 2) * (at::arange(placeCount, boxes.options()) + 0.5)).sum(2) / double(2 * placeCount);   // [R,4], of a line, from outside
  const Line x(boxes, 0), y(boxes, 1);
  return at::cat({x.start + x.length * edge(share, 0), y.start + y.length * edge(share, 1), x.start + x.length * (1 - edge(share, 2)), y.start + y.length * (1 - edge(share, 3))}, 1);
}

EdgeLoss EdgeFinder::loss(const EdgeView& view, const EdgeLooks& looks) {
  const at::Tensor from = looks.boxes.view({-1, edgeCount}), truths = looks.truths.view({-1, edgeCount});
  const Line x(from, 0), y(from, 1);
  const auto shareOf = [&](const Line& line, int64_t which) { return (edge(truths, which) - line.start) / line.length; };
  const at::Tensor share = at::cat({shareOf(x, 0), shareOf(y, 1), 1 - shareOf(x, 2), 1 - shareOf(y, 3)}, 1);
  const at::Tensor place = at::clamp(share * double(2 * placeCount) - 0.5, 0, double(placeCount) - 1 - 1e-4), lower = place.floor(), upperShare = place - lower;
  const at::Tensor index = lower.to(at::kLong).unsqueeze(2), logs = at::log_softmax(view.places, 2);
  const at::Tensor places = -(logs.gather(2, index).squeeze(2) * (1 - upperShare) + logs.gather(2, index + 1).squeeze(2) * upperShare).mean(1);
  const at::Tensor boxes = moved(view, from);
  const at::Tensor apart = giouOfDistances(distances(boxes, truths), distances(truths, truths));
  const at::Tensor quality = at::binary_cross_entropy_with_logits(view.quality, overlaps(boxes.detach(), truths), {}, {}, at::Reduction::None);
  return {((places + overlapWeight * apart) * looks.edgeWeights.view(-1)).sum(), (quality * looks.weights.view(-1)).sum()};
}

}  // namespace assay::detector
