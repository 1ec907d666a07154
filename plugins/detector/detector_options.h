// SPDX-License-Identifier: Apache-2.0
// The model.* options of plugin.yaml as one plain struct.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/job/run_spec.h"
#include "core/labels/snapshot.h"
#include "plugins/detector/crop_view.h"
#include "plugins/detector/held_out.h"
#include "plugins/detector/registration.h"

namespace assay::detector {

/// What a model looks at: an image beside its reference, an image alone, or an image alone of which only clean ones are known.
enum class Mode { Pair, Single, Normal };

struct DetectorOptions {
  Mode mode = Mode::Pair;
  bool hasDefects = true;         ///< some labelled training image has one
  uint64_t seed = 0;
  HoldOut holdOut{.fraction = 0.1};
  bool selfTraining = false;      ///< images that nobody labelled are learned from as a teacher sees them
  int width = 48;                 ///< channels of the pair network's first stage
  std::string backbone = "lite0"; ///< single mode
  double backboneRate = 0.3;      ///< single mode: the pretrained weights' share of the learning rate
  std::string weights;            ///< single mode: of the backbone, a safetensors file; empty: those that come with it
  std::vector<double> anchorScales;   ///< single mode: of a level, in strides, ascending; empty: automatic
  bool cleanMemory = false;       ///< single mode: clean images are remembered, and images judged as wholes by it, too
  bool anomalyChannel = false;    ///< with cleanMemory: the network sees how unlike clean images each place is
  bool insistsOnMemory = false;   ///< somebody asked for it: it is an error when it cannot be had
  bool masks = false;             ///< single mode: which pixels of a box are the defect is learned, too
  int frozenStages = 0;           ///< single mode: of the pretrained backbone
  int crop = 96;                  ///< px, side of a training crop
  int tile = 2048;                ///< px, larger images are predicted in tiles
  int tileOverlap = 128;
  AlignOptions align;
  ViewOptions view;
  int unlabelled = 0;             ///< pair mode: at most so many pairs without labels are learned from
  double synthetic = 0.4;         ///< share of crops that get a made-up defect
  double unaligned = 0.2;         ///< share of crops that see the reference as it came
  int referenceShift = 2;         ///< px, random displacement of the reference
  double photometric = 0.12;
  bool topology = true;           ///< boards: let the copper that a change touches speak on its class
  double dropout = 0.1;
  double smoothing = 0.05;
  double boxWeight = 2;           ///< of the box loss; set by the mode
  int views = 1;                  ///< mirror images that are looked at, too: 1, 2 or 4 in all
  double nmsIou = 0.45;
  double scoreFloor = 0.01;
  bool cudaGraphs = true;         ///< on a GPU the network is repeated from a recording
  int maximumBoxes = 60;          ///< in a square of 640 px; larger tiles keep more
  double targetRecall = 0.99;
  double mostFalse = 0;           ///< false boxes an image at the stored threshold; 0: no limit
  double falseAlarms = 0.05;      ///< normal mode: share of clean images that may be flagged
  double memoryMib = 5;           ///< normal mode: of what is remembered
  double light = 0.7;             ///< normal mode: how much of the difference in brightness is taken out
};

/// EfficientNet-Lite0 trained on photographs, as the set-up fetches it into the resource folder.
inline std::filesystem::path photographWeights(const std::filesystem::path& resources) { return resources / "pretrained" / "efficientnet-lite0.safetensors"; }

/// What is found by a model that was told of no class: the project's only one, or "anomaly".
std::string classOfAnything(const std::vector<std::string>& classes);

/// Mode `auto` is pair when every labelled training image has a reference (every image, when none is labelled), else normal when there are labelled
/// training images and none has a defect, else single.
/// Throws Error{BadOption} naming what is wrong with a value.
DetectorOptions detectorOptions(const OptionValues& values, const Snapshot& data);

}  // namespace assay::detector
