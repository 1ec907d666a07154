// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/pair_source.h"

#include <torch/torch.h>

namespace assay::detector {

namespace {

constexpr int64_t mostInACrop = 3;     // made-up defects, where there are no others
constexpr double freeOverhang = 1;   // a small crop at the border is one view in many

DefectMaker::Patches patchesFor(bool isMadeUp, const Normalisation& normalisation) {
  if (!isMadeUp) return DefectMaker::Patches::None;
  return normalisation.binary ? DefectMaker::Patches::Binary : DefectMaker::Patches::Grey;
}

}  // namespace

PairSource::PairSource(std::shared_ptr<const TrainingSet> set, const DetectorOptions& options,
                       const Normalisation& normalisation, const std::vector<std::string>& classes,
                       std::vector<LevelSpec> levels)
    : set_(std::move(set)), options_(options), chooser_(*set_, int(classes.size()), options.crop, freeOverhang),
      isMadeUp_(!set_->hasDefects()),
      maker_(set_->pieces, boardClasses(classes), int(classes.size()), patchesFor(isMadeUp_, normalisation)), levels_(std::move(levels)) {
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
  const int64_t defects = isMadeUp_ ? random.between(1, mostInACrop) : random.chance(options_.synthetic) ? 1 : 0;
  for (int64_t i = 0; i < defects; ++i) maker_.addTo(crop, random);
  augmentPair(crop, augment_, random);
  return crop;
}

CropPair PairSource::makePicture(std::size_t index, int defects, Random& random) const {
  const TrainingPicture& picture = set_->pictures[index];
  const auto whole = [](const PlaneView& plane) { return cutOut(plane, 0, 0, plane.width, plane.height); };
  CropPair out{whole(picture.test), whole(picture.aligned), picture.truths};
  for (int i = 0; i < defects; ++i) maker_.addTo(out, random);
  return out;
}

std::unique_ptr<Batch> PairSource::makeBatch(std::span<const int64_t> indices, uint64_t seed) const {
  auto batch = std::make_unique<DetectionBatch>();
  const int64_t count = int64_t(indices.size()), size = options_.crop;
  batch->images = emptyImages(count, pairChannels, size, size);
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
