// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/kept_pictures.h"

namespace assay::detector {

KeptPictures::KeptPictures(const std::vector<const Item*>& items, const ModelContext& context, const DetectorOptions& options, const Normalisation& normalisation,
                           const Progress& progress)
    : mode_(options.mode), pictures_(decodePictures(items, context, options, normalisation, progress)) {
  for (const Item* item : items) places_.emplace(item, int64_t(places_.size()));
}

std::optional<PairImages> KeptPictures::of(const Item& item) const {
  const auto place = places_.find(&item);
  if (place == places_.end()) return std::nullopt;
  const auto copyOf = [](const PlaneView& plane) { return cutOut(plane, 0, 0, plane.width, plane.height); };
  const Planes planes = planesOf(pictures_->view(place->second), mode_);
  return PairImages{copyOf(planes.test), mode_ == Mode::Pair ? copyOf(planes.aligned) : Image()};
}

}  // namespace assay::detector
