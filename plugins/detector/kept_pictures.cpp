// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/kept_pictures.h"

#include "plugins/detector/anomaly_map.h"

namespace assay::detector {

KeptPictures::KeptPictures(const std::vector<const Item*>& items, const ModelContext& context, const DetectorOptions& options, const Normalisation& normalisation,
                           std::vector<Image> anomalyMaps, const Progress& progress)
    : mode_(options.mode), seesAnomalies_(options.anomalyChannel), anomalyMaps_(std::move(anomalyMaps)), pictures_(decodePictures(items, context, options, normalisation, progress)) {
  for (const Item* item : items) places_.emplace(item, int64_t(places_.size()));
}

std::optional<PairImages> KeptPictures::of(const Item& item) const {
  const auto place = places_.find(&item);
  if (place == places_.end()) return std::nullopt;
  const auto copyOf = [](const PlaneView& plane) { return cutOut(plane, 0, 0, plane.width, plane.height); };
  const Planes planes = planesOf(pictures_->view(place->second), mode_);
  const auto anomaly = [&] {
    if (!seesAnomalies_) return Image();
    return anomalyOf(anomalyMaps_.empty() ? Image() : anomalyMaps_[std::size_t(place->second)], planes.test.width, planes.test.height);
  };
  return PairImages{copyOf(planes.test), mode_ == Mode::Pair ? copyOf(planes.aligned) : Image(), anomaly()};
}

}  // namespace assay::detector
