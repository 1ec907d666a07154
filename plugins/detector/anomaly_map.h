// SPDX-License-Identifier: Apache-2.0
// How unlike clean images each place of a picture is, as a grey picture: the network sees it beside the pixels.
#pragma once

#include <ATen/core/Tensor.h>

#include "plugins/detector/crop_view.h"
#include "plugins/detector/plane_view.h"

namespace assay::detector {

/// The grey value of a place score of 0, where clean images' strangest places lie about; a standard deviation of clean images is `anomalyStep` more.
inline constexpr int usualAnomaly = 64, anomalyStep = 16;

/// NormalScores::placeScores(), [h, w], as a grey picture of as many pixels; what is out of range is black or white.
Image greyOfPlaces(const at::Tensor& placeScores);

/// A map of a whole picture, as many pixels as that picture has. An empty map says that nothing is known, which is usualAnomaly everywhere.
Image anomalyOf(const Image& map, int width, int height);

/// What a crop of the picture shows of its map.
Image anomalyOfCrop(const PlaneView& map, const CropView& view, int pictureWidth, int pictureHeight);

/// Memories of other clean images would say a little more, or less, of all of it.
void jitterAnomaly(Image& map, Random& random);

/// One channel of the network's input, [height, width, channels] from `out` on with every `stride`-th value: deviations / 4 above the usual.
void writeAnomalyChannel(const Image& map, int stride, float* out);

}  // namespace assay::detector
