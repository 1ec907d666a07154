// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/second_look.h"

#include <cmath>

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr int64_t mostAtOnce = 256;   // boxes: a large tile may have thousands

at::Tensor tensorOf(const std::vector<ScoredBox>& boxes) {
  const at::Tensor all = at::empty({int64_t(boxes.size()), 4}, at::kFloat);
  float* out = all.data_ptr<float>();
  for (const ScoredBox& b : boxes)
    for (const double edge : {b.box.x1, b.box.y1, b.box.x2, b.box.y2}) *out++ = float(edge);
  return all;
}

/// Boxes of a picture in its mirrored view, or the other way round.
at::Tensor mirroredIn(const SeenView& view, const at::Tensor& boxes) {
  std::vector<at::Tensor> edges = boxes.unbind(1);
  for (const int64_t dimension : view.mirrored) {
    const std::size_t axis = dimension == 3 ? 0 : 1;
    const double size = dimension == 3 ? view.width : view.height;
    const at::Tensor first = size - edges[axis + 2], last = size - edges[axis];
    edges[axis] = first;
    edges[axis + 2] = last;
  }
  return at::stack(edges, 1);
}

/// What the views say of boxes [R,4], in the mean: edges [R,4] and quality [R].
std::pair<at::Tensor, at::Tensor> seenAgain(const at::Tensor& boxes, const EdgeFinder& edges, const std::vector<SeenView>& views) {
  at::Tensor moved = at::zeros_like(boxes), quality = at::zeros({boxes.size(0)}, boxes.options());
  for (const SeenView& view : views) {
    const at::Tensor here = mirroredIn(view, boxes);
    const EdgeView seen = edges.look(view.features, here.unsqueeze(0));
    moved += mirroredIn(view, EdgeFinder::moved(seen, here));
    quality += at::sigmoid(seen.quality);
  }
  return {moved / double(views.size()), quality / double(views.size())};
}

}  // namespace

void lookAgain(std::vector<ScoredBox>& boxes, const EdgeFinder& edges, const std::vector<SeenView>& views) {
  if (boxes.empty() || views.empty()) return;
  const torch::NoGradGuard noGradients;
  std::vector<at::Tensor> moved, quality;
  for (const at::Tensor& some : tensorOf(boxes).to(views.front().features.device()).split(mostAtOnce)) {
    const auto [edge, fit] = seenAgain(some, edges, views);
    moved.push_back((edge + some) / 2);
    quality.push_back(fit);
  }
  const at::Tensor allMoved = at::cat(moved).cpu().contiguous(), allQuality = at::cat(quality).cpu().contiguous();
  const float *edge = allMoved.data_ptr<float>(), *fit = allQuality.data_ptr<float>();
  for (ScoredBox& b : boxes) {
    b.box = {edge[0], edge[1], edge[2], edge[3]};
    b.score = std::sqrt(b.score * *fit++);
    edge += 4;
  }
}

}  // namespace assay::detector
