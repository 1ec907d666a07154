// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/made_up_trial.h"

#include <algorithm>

namespace assay::detector {

namespace {

constexpr std::size_t pictures = 24;   // that a threshold is chosen on
constexpr int defects = 8;             // on each

}  // namespace

DetectionResult judgeMadeUp(const PairSource& pairs, const Inspector& inspector, uint64_t seed, const Progress& progress) {
  DetectionResult result;
  result.classes = inspector.classes();
  const double back = 1 / inspector.normalisation()->scale;
  const std::size_t count = std::min(pictures, pairs.pictures());
  for (std::size_t i = 0; i < count; ++i) {
    progress.step(int64_t(i), int64_t(count));
    Random random(deriveSeed(seed, "made up " + std::to_string(i)));
    CropPair pair = pairs.makePicture(i * pairs.pictures() / count, defects, random);
    ImageResult image;
    std::vector<Box> unclear;
    for (const Truth& truth : pair.truths) {
      const Box box{truth.box.x1 * back, truth.box.y1 * back, truth.box.x2 * back, truth.box.y2 * back};
      if (truth.isKnown()) image.truths.push_back({result.classes[std::size_t(truth.classIndex)], box});
      else unclear.push_back(box);
    }
    image.detections = inspector.find({std::move(pair.test), std::move(pair.reference)});
    std::erase_if(image.detections, [&](const Detection& d) {
      return std::any_of(unclear.begin(), unclear.end(), [&](const Box& box) { return overlapArea(d.box, box) > 0; });
    });
    result.images.push_back(std::move(image));
  }
  return result;
}

}  // namespace assay::detector
