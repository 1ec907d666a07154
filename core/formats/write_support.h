// SPDX-License-Identifier: Apache-2.0
// What every writer shares. Private to core/formats.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/formats/format.h"

namespace assay {

/// Counts what a format cannot hold; each kind of loss becomes one line: "3 polygon(s) written as
/// their boxes".
class LossTally {
 public:
  /// `what` follows the number: "polygon(s) written as their boxes".
  void add(const std::string& what, int64_t count = 1) { if (count > 0) counts_[what] += count; }
  std::vector<std::string> lines() const;

 private:
  std::map<std::string, int64_t> counts_;
};

/// Items of image kind whose labels are complete. The others are counted as losses: a label file
/// cannot tell "nobody has looked" from "clean".
std::vector<const Item*> labelledImages(const Snapshot& snapshot, LossTally& losses);

/// item.path or item.reference as a file: relative ones lie below `dataRoot`.
std::filesystem::path fileOf(const std::string& path, const std::filesystem::path& dataRoot);

/// Gives every item a stem that no other has, close to its file name.
class StemGiver {
 public:
  std::string stemFor(const std::filesystem::path& file);

 private:
  std::set<std::string> taken_;
};

/// Copies the bytes; creates the folder. Throws Error naming the missing source.
void copyFileTo(const std::filesystem::path& from, const std::filesystem::path& to);

/// Copies the files of the items that `isWanted`, each under a name of its own; the others are a loss: "item(s) left out: " + why.
ExportReport copyItems(const Snapshot& snapshot, const std::filesystem::path& dataRoot, const std::filesystem::path& out, const Progress& progress,
                       const std::function<bool(const Item&)>& isWanted, const std::string& whyNot);

/// Plain and unsynced: an export is written into a folder of its own that gets its name at the end.
void writeTextFile(const std::filesystem::path& file, const std::string& text);

/// The box of a shape, counting a loss when the shape is more than a box.
Box boxAndLoss(const Shape& shape, LossTally& losses);
/// Rounded to whole pixels, at least one wide and high, counting a loss when that changes it.
Box wholePixels(const Box& box, LossTally& losses);

}  // namespace assay
