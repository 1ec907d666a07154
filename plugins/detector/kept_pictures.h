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
  KeptPictures(const std::vector<const Item*>& items, const ModelContext& context, const DetectorOptions& options, const Normalisation& normalisation, const Progress& progress);
  /// None for an item that is not kept.
  std::optional<PairImages> of(const Item& item) const;

 private:
  Mode mode_;
  std::shared_ptr<const PackedCache> pictures_;
  std::map<const Item*, int64_t> places_;
};

}  // namespace assay::detector
