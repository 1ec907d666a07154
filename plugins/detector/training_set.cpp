// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/training_set.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/imaging/decode.h"
#include "plugins/detector/board_topology.h"
#include "plugins/detector/mask_plane.h"
#include "plugins/detector/self_training.h"

namespace assay::detector {

namespace {

constexpr std::size_t imagesToLookAt = 16;
constexpr double largestShare = 0.8;   // of a crop's side that nine of ten defects may fill

/// Test, aligned and raw reference one below the other, so that one cache entry holds a pair.
Image stackedPair(const Image& test, const Image& reference, const AlignOptions& align) {
  const Image aligned = alignReference(test, reference, align);
  Image stack(test.width(), 3 * test.height(), 1);
  const Image* parts[] = {&test, &aligned, &reference};
  for (std::size_t i = 0; i < 3; ++i) std::memcpy(stack.data() + i * test.byteCount(), parts[i]->data(), test.byteCount());
  return stack;
}

/// The pieces of a path are what decides; a label edit must not invalidate decoded pixels.
std::string cacheKey(const std::vector<const Item*>& items, const DetectorOptions& options, const Normalisation& n,
                     const std::filesystem::path& root) {
  std::string key = "detector 1 " + toLine(n.toJson());
  if (options.mode == Mode::Pair) {
    const AlignOptions& a = options.align;
    for (int v : {int(a.enabled), a.globalRange, a.localRange, a.window, int(a.turns)}) key += " " + std::to_string(v);
  }
  for (const Item* item : items) {
    key += "\n" + item->path + " " + item->sha256;
    if (options.mode == Mode::Single) continue;
    // A reference has no content hash of its own; size and time tell when it was replaced.
    const auto file = referenceFile(*item, root);
    std::error_code ignored;
    key += " " + item->reference + " " + std::to_string(std::filesystem::file_size(file, ignored)) + " " +
           std::to_string(std::filesystem::last_write_time(file, ignored).time_since_epoch().count());
  }
  return key;
}

/// Share of labelled changes that go against what their class says while bright is taken for copper;
/// without board classes: whether most of the references is bright (material is the rarer of the two).
bool isInverted(const std::vector<const Item*>& items, const ModelContext& context, const DetectorOptions& options,
                const Normalisation& normalisation) {
  const auto classes = boardClasses(context.data.classes);
  int64_t agree = 0, disagree = 0;
  double brightness = 0;
  for (const Item* item : items) {
    const Image test = normalisation.apply(decodeImage(imageFile(*item, context.spec.dataRoot)));
    const Image reference = normalisation.apply(decodeImage(referenceFile(*item, context.spec.dataRoot)));
    const Image aligned = alignReference(test, reference, options.align);
    double sum = 0;
    for (std::size_t i = 0; i < aligned.byteCount(); ++i) sum += aligned.data()[i];
    brightness += sum / double(aligned.byteCount());
    if (!classes) continue;
    for (const Truth& truth : truthsOf(*item, context.data.classes, normalisation.scale)) {
      const DefectPiece piece = cutPiece(truth, viewOf(test), viewOf(aligned));
      if (piece.mask.empty()) continue;
      for (int d = 0; d < boardDefectCount; ++d)
        if ((*classes)[std::size_t(d)] == truth.classIndex)
          ++(addsMaterial(BoardDefect(d)) == piece.adds ? agree : disagree);
    }
  }
  if (agree + disagree > 0) return disagree > agree;
  return brightness > 127.5 * double(items.size());
}

bool fitsWhole(const std::vector<const Item*>& items, int crop) {
  return std::all_of(items.begin(), items.end(), [&](const Item* i) { return std::max(i->width, i->height) <= crop; });
}

/// 1, or less when defects are too large for a training crop that shows only a part of its picture.
double fittingScale(const std::vector<const Item*>& items, int crop) {
  if (fitsWhole(items, crop)) return 1;
  std::vector<double> sides;
  for (const Item* item : items)
    for (const Annotation& a : item->annotations) {
      const Box box = boundingBox(a.shape);
      sides.push_back(std::max(box.width(), box.height()));
    }
  if (sides.empty()) return 1;
  const auto nth = sides.begin() + std::ptrdiff_t(sides.size() * 9 / 10);
  std::nth_element(sides.begin(), nth, sides.end());
  return std::min(1.0, largestShare * crop / std::max(*nth, 1.0));
}

}  // namespace

std::filesystem::path imageFile(const Item& item, const std::filesystem::path& dataRoot) { return dataRoot / item.path; }
std::filesystem::path referenceFile(const Item& item, const std::filesystem::path& dataRoot) {
  require(!item.reference.empty(), "the image has no reference image, and this model compares the two", item.path);
  return dataRoot / item.reference;
}

Planes planesOf(const PackedView& view, Mode mode) {
  Planes planes;
  planes.test = {view.pixels, view.width, view.height, view.channels};
  if (mode == Mode::Single) return planes;
  planes.test.height = view.height / 3;
  planes.aligned = planes.raw = planes.test;
  const std::size_t plane = std::size_t(view.width) * std::size_t(planes.test.height);
  planes.aligned.pixels += plane;
  planes.raw.pixels += 2 * plane;
  return planes;
}

std::vector<Truth> truthsOf(const Item& item, const std::vector<std::string>& classes, double scale) {
  std::vector<Truth> truths;
  for (const Annotation& annotation : item.annotations) {
    const Box box = boundingBox(annotation.shape);
    const Box scaled{box.x1 * scale, box.y1 * scale, box.x2 * scale, box.y2 * scale};
    if (annotation.className == unclearLabel) {
      truths.push_back({unknownClass, scaled});
      continue;
    }
    const auto found = std::find(classes.begin(), classes.end(), annotation.className);
    require(found != classes.end(), "class `" + annotation.className + "` is not one of the project's classes", item.path);
    truths.push_back({int(found - classes.begin()), scaled});
  }
  return truths;
}

Normalisation fitNormalisation(const std::vector<const Item*>& items, const ModelContext& context,
                               const DetectorOptions& options) {
  std::vector<const Item*> few;
  const std::size_t step = std::max<std::size_t>((items.size() + imagesToLookAt - 1) / imagesToLookAt, 1);
  for (std::size_t i = 0; i < items.size(); i += step) few.push_back(items[i]);
  std::vector<Image> images;
  for (const Item* item : few) images.push_back(decodeImage(imageFile(*item, context.spec.dataRoot)));
  Normalisation n = measureNormalisation(images, options.mode == Mode::Pair);
  n.scale = fittingScale(items, options.crop);
  if (options.mode == Mode::Pair) n.invert = isInverted(few, context, options, n);
  return n;
}

ClassEvidence measureEvidence(const TrainingSet& set, std::size_t labelled, const std::vector<std::string>& classes) {
  const auto numbers = boardClasses(classes);
  if (!numbers) return {};
  int64_t agreeing = 0, clear = 0;
  for (const TrainingPicture& picture : std::span(set.pictures).first(std::min(labelled, set.pictures.size())))
    for (const Truth& truth : picture.truths) {
      if (!truth.isKnown()) continue;
      const auto observed = observedDefect(truth.box, picture.test, picture.aligned);
      if (!observed) continue;
      ++clear;
      agreeing += (*numbers)[std::size_t(*observed)] == truth.classIndex;
    }
  return {*numbers, agreeing, clear};
}

bool TrainingSet::hasDefects() const {
  return std::any_of(pictures.begin(), pictures.end(), [](const TrainingPicture& picture) {
    return std::any_of(picture.truths.begin(), picture.truths.end(), [](const Truth& truth) { return truth.isKnown(); });
  });
}

std::shared_ptr<const PackedCache> decodePictures(const std::vector<const Item*>& items, const ModelContext& context, const DetectorOptions& options,
                                                  const Normalisation& normalisation, const Progress& progress) {
  const auto& root = context.spec.dataRoot;
  const auto decode = [&](int64_t index) {
    const Item& item = *items[std::size_t(index)];
    const Image test = normalisation.apply(decodeImage(imageFile(item, root)));
    if (options.mode == Mode::Single) return test;
    return stackedPair(test, normalisation.apply(decodeImage(referenceFile(item, root))), options.align);
  };
  return PackedCache::open(context.cache, cacheKey(items, options, normalisation, root), int64_t(items.size()), decode, std::max(context.threads, 1), progress);
}

namespace {

/// Of the pictures in `pictures`, drawn once; a changed label is drawn again.
std::shared_ptr<const PackedCache> drawMasks(const std::vector<const Item*>& items, const ModelContext& context, const PackedCache& pictures) {
  std::string key = "detector masks 1";
  for (std::size_t i = 0; i < items.size(); ++i) {
    const PackedView view = pictures.view(int64_t(i));
    key += "\n" + std::to_string(items[i]->width) + " " + std::to_string(items[i]->height) + " " + std::to_string(view.width) + " " + std::to_string(view.height);
    for (const Annotation& label : items[i]->annotations) key += toLine(shapeToJson(label.shape));
  }
  const auto draw = [&](int64_t index) {
    const PackedView view = pictures.view(index);
    return maskPlane(*items[std::size_t(index)], view.width, view.height);
  };
  return PackedCache::open(context.cache, key, int64_t(items.size()), draw, std::max(context.threads, 1), context.progress);
}

}  // namespace

std::shared_ptr<const TrainingSet> prepareTrainingSet(const std::vector<const Item*>& items, const ModelContext& context, const DetectorOptions& options,
                                                      const Normalisation& normalisation, std::shared_ptr<const PackedCache> anomalyMaps) {
  auto set = std::make_shared<TrainingSet>();
  set->cache = decodePictures(items, context, options, normalisation, context.progress);
  set->anomalyMaps = std::move(anomalyMaps);
  if (options.masks) set->masks = drawMasks(items, context, *set->cache);
  for (std::size_t i = 0; i < items.size(); ++i) {
    TrainingPicture picture{planesOf(set->cache->view(int64_t(i)), options.mode), {}, {}, {}, {}};
    if (set->anomalyMaps) {
      const PackedView map = set->anomalyMaps->view(int64_t(i));
      picture.anomaly = {map.pixels, map.width, map.height, map.channels};
    }
    if (set->masks) {
      const PackedView mask = set->masks->view(int64_t(i));
      picture.mask = {mask.pixels, mask.width, mask.height, mask.channels};
    }
    const bool isLabelled = items[i]->status == LabelStatus::Labelled;
    picture.truths = isLabelled ? truthsOf(*items[i], context.data.classes, normalisation.scale) : unclearDifferences(picture.test, picture.aligned);
    if (options.mode == Mode::Pair && isLabelled) {
      picture.distractors = distractorPoints(picture.test, picture.aligned, picture.truths);
      for (const Truth& truth : picture.truths)
        if (truth.isKnown()) set->pieces.push_back(cutPiece(truth, picture.test, picture.aligned));
    }
    set->pictures.push_back(std::move(picture));
  }
  return set;
}

}  // namespace assay::detector
