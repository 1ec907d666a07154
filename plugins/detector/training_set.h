// SPDX-License-Identifier: Apache-2.0
// The labelled images of a run, decoded, normalised and registered once, then read out of a mapped file.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "core/engine/data/packed_cache.h"
#include "core/engine/plugin/model_type.h"
#include "plugins/detector/class_evidence.h"
#include "plugins/detector/defect_pieces.h"
#include "plugins/detector/detector_options.h"
#include "plugins/detector/normalisation.h"

namespace assay::detector {

struct Planes {
  PlaneView test, aligned, raw;      ///< aligned and raw are empty in single mode
};

struct TrainingPicture : Planes {
  PlaneView mask;                    ///< of maskPlane(), as large as the picture; empty where no masks are learned
  PlaneView anomaly;                 ///< of the whole picture, as many pixels as places; empty where none is known
  std::vector<Truth> truths;         ///< in pixels of the planes; of a pair without labels its differences, of unknown class
  std::vector<Point> distractors;    ///< differences that are no defects
};

struct TrainingSet {
  std::shared_ptr<const PackedCache> cache, masks, anomalyMaps;
  std::vector<TrainingPicture> pictures;
  std::vector<DefectPiece> pieces;   ///< pair mode

  bool hasDefects() const;           ///< of a known class

  /// Of samples: sample i looks at picture i modulo their number.
  void readAhead(std::span<const int64_t> samples) const {
    for (const int64_t sample : samples) cache->readAhead(sample % int64_t(pictures.size()));
  }
};

/// Absolute paths of an item's files.
std::filesystem::path imageFile(const Item& item, const std::filesystem::path& dataRoot);
std::filesystem::path referenceFile(const Item& item, const std::filesystem::path& dataRoot);

/// Class numbers and boxes of an item, scaled; unclearLabel is of unknownClass. Throws Error{BadInput} for a class that is not in `classes`.
std::vector<Truth> truthsOf(const Item& item, const std::vector<std::string>& classes, double scale);

/// Looks at up to 16 training images: levels, black and white or not, polarity, scale.
Normalisation fitNormalisation(const std::vector<const Item*>& items, const ModelContext& context,
                               const DetectorOptions& options);

/// How well the copper told the classes that people gave, on the first `labelled` pictures; none when the classes are not those of a board.
ClassEvidence measureEvidence(const TrainingSet& set, std::size_t labelled, const std::vector<std::string>& classes);

/// Pictures decoded, normalised and registered, an entry for each item; planesOf() says what lies in one.
std::shared_ptr<const PackedCache> decodePictures(const std::vector<const Item*>& items, const ModelContext& context, const DetectorOptions& options,
                                                  const Normalisation& normalisation, const Progress& progress);
Planes planesOf(const PackedView& view, Mode mode);

/// Items without a label are pairs. `anomalyMaps`: NormalVerdict::places of each item, or none.
std::shared_ptr<const TrainingSet> prepareTrainingSet(const std::vector<const Item*>& items, const ModelContext& context, const DetectorOptions& options,
                                                      const Normalisation& normalisation, std::shared_ptr<const PackedCache> anomalyMaps = {});

}  // namespace assay::detector
