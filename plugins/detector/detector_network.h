// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

#include "plugins/detector/detector_options.h"
#include "plugins/detector/edge_finder.h"
#include "plugins/detector/target_grid.h"

namespace torch::nn {
class Module;
}

namespace assay::detector {

class DetectorNetwork {
 public:
  virtual ~DetectorNetwork() = default;
  virtual torch::nn::Module& module() = 0;
  /// Tensors that are saved with the network, and do not learn.
  virtual void keep(const std::string& name, std::shared_ptr<torch::nn::Module> module) = 0;
  /// [B,C,H,W], H and W multiples of alignment() -> per level [B, 1 + classes + 4, H/stride, W/stride]:
  /// objectness logit, class logits, log distances. Then, of one that gives masks, a map [B, 1, H/maskStride, W/maskStride]: logit of a defect's pixel; then, of one that looks twice, the features that edges() looks at.
  virtual std::vector<at::Tensor> forward(const at::Tensor& images) const = 0;
  /// What each picture looks like: mean and greatest value of the features that boxes are read from. [B,C,H,W] as forward -> [B,D].
  virtual at::Tensor embedding(const at::Tensor& images) const = 0;
  /// Finest first.
  virtual std::vector<LevelSpec> levels() const = 0;
  virtual int alignment() const = 0;
  virtual bool givesMasks() const { return false; }
  /// What looks again at the boxes of its levels; none: nothing does.
  virtual const EdgeFinder* edges() const { return nullptr; }
  /// A start from weights trained elsewhere, under parameters named "backbone.*": these learn more slowly, and the first stages not at all. Throws
  /// Error{BadInput} for a file that is damaged or of another architecture.
  virtual void startFrom(const std::filesystem::path& /*weights*/) {}
  /// The same for a network whose tensors come out of a checkpoint.
  virtual void continuePretrained() {}
  virtual bool startsPretrained() const { return false; }
};

/// [B,C,h,w] -> [B,2C]: mean and greatest value over places.
at::Tensor pooledFeatures(const at::Tensor& map);

/// Plain convolutions on four channels, stride 8; .68 M parameters with width 48 and six classes.
std::unique_ptr<DetectorNetwork> makePairNetwork(const DetectorOptions& options, int classes);

/// Backbone, feature pyramid of strides 8, 16, 32 with one head for all levels, and a second look at boxes; random weights until startFrom().
std::unique_ptr<DetectorNetwork> makeSingleNetwork(const DetectorOptions& options, int classes);

}  // namespace assay::detector
