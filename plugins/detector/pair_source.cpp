// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/pair_source.h"

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr double freeOverhang = 1;   // a small crop at the border is one view in many

}  // namespace

PairSource::PairSource(std::shared_ptr<const TrainingSet> set, const DetectorOptions& options,
                       const Normalisation& normalisation, const std::vector<std::string>& classes,
                       std::vector<LevelSpec> levels)
    : set_(std::move(set)), options_(options), chooser_(*set_, int(classes.size()), options.crop, freeOverhang),
      maker_(set_->pieces, boardClasses(classes), int(classes.size())), levels_(std::move(levels)) {
  augment_.binary = normalisation.binary;
  augment_.brightness = options.photometric;
}

CropPair PairSource::makeCrop(std::size_t index, Random& random) const {
  const CropPlace place = chooser_.choose(index, random);
  const TrainingPicture& picture = set_->pictures[place.picture];
  const CropView view = randomView(options_.crop, place.centre, options_.view, random);
  const bool aligned = !random.chance(options_.unaligned);
  const int reach = options_.referenceShift;
  const double dx = double(random.between(-reach, reach)), dy = double(random.between(-reach, reach));
  CropPair crop;
  crop.test = sampleCrop(picture.test, view.toPicture(), view.size, view.size);
  crop.reference = sampleCrop(aligned ? picture.aligned : picture.raw, view.toPicture(dx, dy), view.size, view.size);
  for (const Truth& truth : picture.truths) {
    const Box box = view.toCrop(truth.box);
    if (overlapArea(box, {0, 0, double(view.size), double(view.size)}) > 0) crop.truths.push_back({truth.classIndex, box});
  }
  if (random.chance(options_.synthetic)) maker_.addTo(crop, random);
  augmentPair(crop, augment_, random);
  return crop;
}

std::unique_ptr<Batch> PairSource::makeBatch(std::span<const int64_t> indices, uint64_t seed) const {
  auto batch = std::make_unique<DetectionBatch>();
  const int64_t count = int64_t(indices.size()), size = options_.crop;
  batch->images = at::empty({count, pairChannels, size, size}, at::kFloat);
  std::vector<std::vector<Truth>> truths;
  for (int64_t i = 0; i < count; ++i) {
    Random random(deriveSeed(seed, uint64_t(indices[std::size_t(i)])));
    CropPair crop = makeCrop(std::size_t(indices[std::size_t(i)]) % set_->pictures.size(), random);
    writePairChannels(crop.test, crop.reference, batch->images.data_ptr<float>() + i * pairChannels * size * size);
    truths.push_back(std::move(crop.truths));
  }
  fillTargets(*batch, truths, levels_);
  return batch;
}

}  // namespace assay::detector
