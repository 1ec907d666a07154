// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace assay {

/// What normal patches look like: whitened features of some of them, against which others are compared. (Roth and others 2022, "Towards total
/// recall in industrial anomaly detection", with the whitening of Defard and others 2021, "PaDiM", in place of plain distances.)
struct ASSAY_ENGINE_API PatchMemory {
  at::Tensor mean;        ///< [D] half
  at::Tensor transform;   ///< [D, K] half: (x - mean) transform has variance one in each direction
  at::Tensor rows;        ///< [N, K] half

  /// features: [M, D] float of normal patches, M >= 2. Directions that vary less than the mean variance times `shrink` are taken for noise. At most `most`
  /// rows are kept, a coreset of (at most 30,000 of) them all.
  static PatchMemory of(const at::Tensor& features, int64_t dimensions, double shrink, int64_t most);

  /// Distance of each row of features [M, D] to the nearest kept one: exact, [M] float. Deterministic.
  at::Tensor distances(const at::Tensor& features) const;

  /// In bytes, everything.
  int64_t size() const;
};

}  // namespace assay
