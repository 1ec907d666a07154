// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "plugins/detector/box_finder.h"
#include "plugins/detector/training_set.h"

namespace assay::detector {

/// Prepared pictures of what is judged every epoch: like the training part, slow storage and decoding cost every image once.
class KeptPictures {
 public:
  /// `anomalyMaps`: NormalVerdict::places of each item, or none.
  KeptPictures(const std::vector<const Item*>& items, const ModelContext& context, const DetectorOptions& options, const Normalisation& normalisation,
               std::vector<Image> anomalyMaps, const Progress& progress);
  /// None for an item that is not kept.
  std::optional<PairImages> of(const Item& item) const;

 private:
  const Mode mode_;
  const bool seesAnomalies_;
  const std::vector<Image> anomalyMaps_;
  std::shared_ptr<const PackedCache> pictures_;
  std::map<const Item*, int64_t> places_;
};

}  // namespace assay::detector
