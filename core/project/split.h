// SPDX-License-Identifier: Apache-2.0
// Which items a model learns from, and which it is judged by.
#pragma once

#include <cstdint>
#include <optional>

#include "core/store/database.h"

namespace assay {

/// What becomes of a split that an import brought or a person set. Drawn ones are always drawn again.
enum class OfficialSplit { Keep, Redraw };

struct SplitPlan {
  double train = 0.8, valid = 0;               ///< shares of the items that are drawn; the rest is for testing
  std::optional<int64_t> labelled;             ///< only the first so many of the shuffled training part keep their labels
  /// Only so many of its clean images (looked at, without a label) do; `labelled` then counts those with a defect alone, all when not given.
  std::optional<int64_t> clean;
  int64_t block = 1;                           ///< above 1: so many neighbours by the number in their names stay in one part, as frames of one scene do
  uint64_t seed = 0;
  OfficialSplit official = OfficialSplit::Keep;
};

struct SplitReport {
  int64_t train = 0, valid = 0, test = 0;      ///< items in each part now
  int64_t kept = 0;                            ///< of them, items whose official split was kept
  int64_t labelled = 0, withheld = 0;          ///< training items with labels in use, and with labels hidden
};

/// One transaction. The same items and plan give the same split on every machine, whatever the order of import.
/// Without `labelled`, labels that were withheld before are in use again. Throws Error{BadOption} for shares that do
/// not add up or more labels than there are, Error{BadInput} when the project is empty or holds nothing but files of
/// triples, sentences and documents, which are never drawn.
ASSAY_CORE_API SplitReport splitItems(Database& database, const SplitPlan& plan);

}  // namespace assay
