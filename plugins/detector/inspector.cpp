// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/inspector.h"

#include "core/imaging/decode.h"
#include "plugins/detector/anomaly_map.h"
#include "plugins/detector/view_disagreement.h"

namespace assay::detector {

Inspector::Inspector(const DetectorOptions& options, DetectorNetwork& network, std::vector<std::string> classes)
    : options_(options), classes_(std::move(classes)), finder_(options, network) {}

PairImages Inspector::decode(const std::filesystem::path& image, const std::filesystem::path& reference) const {
  return {decodeImage(image), options_.mode == Mode::Pair ? decodeImage(reference) : Image()};
}

PairImages Inspector::prepare(const PairImages& decoded, const Image& anomalyMap) const {
  PairImages picture{normalisation_->apply(decoded.test)};
  if (options_.anomalyChannel) picture.anomaly = anomalyOf(anomalyMap, picture.test.width(), picture.test.height());
  if (options_.mode == Mode::Pair) picture.reference = alignReference(picture.test, normalisation_->apply(decoded.reference), options_.align);
  return picture;
}

std::vector<Detection> Inspector::find(const PairImages& prepared, Views views) const {
  const double back = 1 / normalisation_->scale;
  std::vector<Detection> detections;
  for (const ScoredBox& b : finder_.find(prepared, evidence_, views))
    detections.push_back({classes_[std::size_t(b.classIndex)], {b.box.x1 * back, b.box.y1 * back, b.box.x2 * back, b.box.y2 * back}, double(b.score),
                          b.mask ? maskOf(*b.mask, b.box, back) : std::nullopt});
  return detections;
}

Json Inspector::survey(const PairImages& prepared, const std::vector<Detection>& found) const {
  const auto turn = [](const Image& image) { return image.empty() ? Image() : mirrored(image); };
  const PairImages turned{mirrored(prepared.test), turn(prepared.reference), turn(prepared.anomaly)};
  const double width = prepared.test.width() / normalisation_->scale;
  const auto plain = options_.views > 1 ? find(prepared, Views::One) : found;   // mean views would agree with themselves
  return {{"embedding", finder_.embedding(prepared)}, {"disagreement", viewDisagreement(plain, mirroredBack(find(turned, Views::One), width))}};
}

}  // namespace assay::detector
