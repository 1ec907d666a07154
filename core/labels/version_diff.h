// SPDX-License-Identifier: Apache-2.0
// What happened between two dataset versions: `assay diff` and the versions view.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/labels/snapshot.h"

namespace assay {

/// Labels that overlap at least this much are the same label, moved or renamed; less is one removed and one added.
inline constexpr double sameLabelIou = 0.3;

struct ItemDiff {
  std::string path;
  bool hasOtherContent = false;                                  ///< the file's hash, size or reference changed
  std::optional<std::pair<Split, Split>> split;                  ///< before, after; none: as it was
  std::optional<std::pair<LabelStatus, LabelStatus>> status;
  std::vector<Annotation> added, removed;
  std::vector<std::pair<Annotation, Annotation>> changed;        ///< before, after

  bool empty() const {
    return !hasOtherContent && !split && !status && added.empty() && removed.empty() && changed.empty();
  }
};

struct VersionDiff {
  std::vector<std::string> addedClasses, removedClasses;
  std::vector<std::string> addedItems, removedItems;   ///< paths, ascending
  std::vector<ItemDiff> changedItems;                  ///< by path

  bool empty() const {
    return addedClasses.empty() && removedClasses.empty() && addedItems.empty() && removedItems.empty() && changedItems.empty();
  }
};

/// Items are matched by path, labels by overlap (best first). Who drew a label is no difference.
ASSAY_CORE_API VersionDiff diffVersions(const Snapshot& before, const Snapshot& after);

/// {"classes":{"added":[...],"removed":[...]},"items":{"added":[...],"removed":[...],"changed":[{"path",
///  "content":true,"split":["none","train"],"status":[...],"labels":{"added":[...],"removed":[...],"changed":[[before,after]]}}]}}
ASSAY_CORE_API Json toJson(const VersionDiff& diff);

/// "2 items added, 1 removed, 3 changed (4 labels added, 1 removed, 2 changed)" or "no difference".
ASSAY_CORE_API std::string summary(const VersionDiff& diff);

}  // namespace assay
