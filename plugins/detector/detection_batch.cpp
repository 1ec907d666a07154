// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/detection_batch.h"

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr int64_t listStep = 512;

struct CellList {
  std::vector<int64_t> cells, classes;
  std::vector<float> distances, weights;

  void append(const TargetGrid& grid, int64_t firstCell) {
    const std::size_t plane = grid.heat.size();
    for (std::size_t i = 0; i < plane; ++i) {
      if (grid.regressionWeight[i] <= 0) continue;
      cells.push_back(firstCell + int64_t(i));
      classes.push_back(grid.classes[i]);
      weights.push_back(grid.regressionWeight[i]);
      for (std::size_t k = 0; k < 4; ++k) distances.push_back(grid.distances[k * plane + i]);
    }
  }
};

template <class T>
at::Tensor tensorOf(const std::vector<T>& values, c10::ScalarType type) {
  at::Tensor t = at::empty({int64_t(values.size())}, type);
  std::copy(values.begin(), values.end(), t.data_ptr<T>());
  return t;
}

}  // namespace

at::Tensor emptyImages(int64_t count, int64_t channels, int64_t height, int64_t width) {
  return at::empty({count, channels, height, width}, at::TensorOptions(at::kFloat).memory_format(at::MemoryFormat::ChannelsLast));
}

void LevelBatch::pad(int64_t step) {
  const int64_t missing = std::max(step, (cells.size(0) + step - 1) / step * step) - cells.size(0);
  const auto grown = [missing](const at::Tensor& list, double value) {
    std::vector<int64_t> shape = list.sizes().vec();
    shape[0] = missing;
    return at::cat({list, at::full(shape, value, list.options())});
  };
  cells = grown(cells, 0);
  classes = grown(classes, 0);
  distances = grown(distances, 1);   // a box of its own, so that nothing is divided by 0
  weights = grown(weights, 0);
}

void DetectionBatch::moveTo(c10::Device device) {
  if (!device.is_cpu())
    for (LevelBatch& level : levels) level.pad(listStep);
  for (at::Tensor* tensor : fixedTensors()) *tensor = tensor->to(device);
}

std::vector<at::Tensor*> DetectionBatch::fixedTensors() {
  std::vector<at::Tensor*> all{&images, &divisors};
  if (masks.defined()) all.push_back(&masks);
  if (looks.boxes.defined())
    for (at::Tensor* tensor : looks.tensors()) all.push_back(tensor);
  for (LevelBatch& level : levels)
    for (at::Tensor* tensor : level.tensors()) all.push_back(tensor);
  return all;
}

void fillTargets(DetectionBatch& batch, std::span<const std::vector<Truth>> truths, std::span<const LevelSpec> levels, const LookList& lookAt) {
  const int width = int(batch.images.size(3)), height = int(batch.images.size(2));
  batch.levels.clear();
  for (const LevelSpec& level : levels) {
    LevelBatch out;
    const int64_t columns = width / level.stride, rows = height / level.stride;
    out.heat = at::empty({int64_t(truths.size()), 1, rows, columns}, at::kFloat);
    out.heatWeight = at::empty_like(out.heat);
    CellList list;
    for (std::size_t b = 0; b < truths.size(); ++b) {
      const TargetGrid grid = makeTargetGrid(truthsOfLevel(truths[b], width, height, level), width, height, level);
      const std::size_t first = b * grid.heat.size();
      std::copy(grid.heat.begin(), grid.heat.end(), out.heat.data_ptr<float>() + first);
      std::copy(grid.heatWeight.begin(), grid.heatWeight.end(), out.heatWeight.data_ptr<float>() + first);
      list.append(grid, int64_t(first));
      batch.centres += grid.centres;
    }
    for (float w : list.weights) batch.weightSum += double(w);
    out.cells = tensorOf(list.cells, at::kLong);
    out.classes = tensorOf(list.classes, at::kLong);
    out.distances = tensorOf(list.distances, at::kFloat).view({-1, 4});
    out.weights = tensorOf(list.weights, at::kFloat);
    batch.levels.push_back(std::move(out));
  }
  if (lookAt.pictures() > 0) batch.looks = lookAt.looks();
  batch.nearLooks = lookAt.nearCount();
  batch.allLooks = lookAt.count();
  const auto atLeastOne = [](double v) { return float(std::max(v, 1.0)); };
  batch.divisors = at::tensor({atLeastOne(double(batch.centres)), atLeastOne(batch.weightSum), atLeastOne(batch.nearLooks), atLeastOne(batch.allLooks)});
}

}  // namespace assay::detector
