// SPDX-License-Identifier: Apache-2.0
// Defects made up on training crops. On boards a pasted blob's class follows from the copper it touches;
// elsewhere labelled defects are copied to other places under their own class, and without any a patch becomes brighter or darker.
#pragma once

#include <optional>

#include "core/base/random_seed.h"
#include "plugins/detector/board_topology.h"
#include "plugins/detector/defect_pieces.h"

namespace assay::detector {

/// A crop of a pair with its labels; all three change together.
struct CropPair {
  Image test, reference;
  std::vector<Truth> truths;
};

class DefectMaker {
 public:
  /// What is made where nothing was labelled, and the classes are no board's.
  enum class Patches { None, Grey, Binary };

  /// `classes` as boardClasses() says. Pieces with an empty mask are left out.
  DefectMaker(std::vector<DefectPiece> pieces, std::optional<std::array<int, boardDefectCount>> classes, int classCount, Patches patches = Patches::None);

  /// Puts one defect on the test image and its label into the truths; false when no place was found.
  bool addTo(CropPair& crop, Random& random) const;

 private:
  struct Blob {
    Image mask, difference;   ///< difference is empty for a drawn blob
  };
  bool addBoardDefect(CropPair& crop, Random& random) const;
  bool pasteCopy(CropPair& crop, Random& random) const;
  bool addPatch(CropPair& crop, Random& random) const;
  Blob pieceOfClass(int classIndex, Random& random) const;
  bool tryBoardDefect(CropPair& crop, BoardDefect wanted, const Image& blob, Random& random) const;
  Box labelled(int x, int y, int width, int height) const;

  std::vector<DefectPiece> pieces_;
  std::vector<std::vector<std::size_t>> byClass_;
  std::optional<std::array<int, boardDefectCount>> boardClasses_;
  Patches patches_;
  Margins margins_;
};

/// Two to four overlapping ellipses, about `size` px across, 0/255.
Image randomBlob(double size, Random& random);

}  // namespace assay::detector
