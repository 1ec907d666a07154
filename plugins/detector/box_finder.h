// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "core/engine/serve/forward_recorder.h"
#include "core/imaging/tiles.h"
#include "plugins/detector/class_evidence.h"
#include "plugins/detector/detector_network.h"
#include "plugins/detector/second_look.h"

namespace assay::detector {

/// What a network looks at, normalised: an image, its reference moved onto it (pair mode), how unlike clean images it is (with DetectorOptions::anomalyChannel).
struct PairImages {
  Image test, reference = {}, anomaly = {};
};

/// The network's own convolutions decide whether pixels or channels lie together; moved to its device.
at::Tensor inLayoutOf(torch::nn::Module& network, const at::Tensor& images);

/// What a network says of a mirrored picture, on the picture: maps [B, 1 + classes + 4, h, w] or [B, 1, h, w], mirrored along the dimensions (2 rows, 3 columns).
at::Tensor mirroredBack(const at::Tensor& map, at::IntArrayRef dimensions);

/// One: the picture as it is; All: its mirror images, too, as far as options say.
enum class Views { One, All };

/// A picture of any size to boxes, tile by tile. The network is in evaluation mode; one thread at a time.
class BoxFinder {
 public:
  /// Both outlive the finder.
  BoxFinder(const DetectorOptions& options, DetectorNetwork& network) : options_(options), network_(network) {}

  /// In pixels of the picture, best scores first within a tile. `evidence` corrects classes in pair mode.
  std::vector<ScoredBox> find(const PairImages& picture, const ClassEvidence& evidence, Views views = Views::All) const;
  /// What the picture looks like to the network, the mean over its tiles.
  std::vector<float> embedding(const PairImages& picture) const;

 private:
  std::vector<TileRect> tilesOf(const PairImages& picture) const;
  std::vector<ScoredBox> findInTile(const PairImages& tile, const ClassEvidence& evidence, Views views) const;
  at::Tensor inputOf(const PairImages& tile) const;
  struct Outputs {
    std::vector<at::Tensor> maps;   ///< the mean over views, which all say it of the same cells
    std::vector<SeenView> views;    ///< for the second look; empty where the network takes none
  };
  Outputs outputsOf(const PairImages& tile, Views views) const;
  ForwardRecorder::Tensors queued(const std::string& what, const ForwardRecorder::Tensors& inputs, const ForwardRecorder::Forward& forward) const;

  const DetectorOptions& options_;
  DetectorNetwork& network_;
  mutable std::map<std::string, ForwardRecorder> recorders_;   ///< of the GPU that the network is on: each function has its own four shapes
};

}  // namespace assay::detector
