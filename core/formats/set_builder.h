// SPDX-License-Identifier: Apache-2.0
// What every reader shares: it collects items and labels as the files say them, then looks at all
// images at once (in parallel) and reports everything that does not fit. Private to core/formats.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/formats/format.h"

namespace assay {

struct PendingLabel {
  std::string className;
  Shape shape;
  std::string where;            ///< "labels/a.txt:3"
};

struct PendingItem {
  std::filesystem::path image;
  std::filesystem::path reference;   ///< empty: none
  Split split = Split::None;
  LabelStatus status = LabelStatus::Labelled;
  std::string group;
  int saidWidth = 0, saidHeight = 0;  ///< as the label file says; 0: it says nothing
  bool isRelative = false;            ///< shapes are fractions of the image's size (YOLO)
  std::string where;                  ///< what names this image: "trainval.txt:12"
  std::vector<PendingLabel> labels;
};

class SetBuilder {
 public:
  SetBuilder(std::string format, const ImportOptions& options, const Progress& progress);

  void addClass(const std::string& name);
  void addItem(PendingItem item) { pending_.push_back(std::move(item)); }
  void warn(std::string where, std::string message);
  void fail(std::string where, std::string message);
  /// An image or a label that cannot be used: an error, or a warning when such ones are to be
  /// skipped.
  void bad(std::string where, std::string message);
  std::size_t size() const { return pending_.size(); }

  /// Boxes that reach outside their image are clipped, images that are there twice are taken once,
  /// and missing and damaged images and boxes without a place are bad(); each is reported. Throws
  /// Error{BadInput} when the source names no image at all.
  ImportedSet finish(const std::filesystem::path& source);

 private:
  void inspectImages();
  void checkReference(PendingItem& pending, Item& item);
  void placeLabels(const PendingItem& pending, Item& item);
  bool isDuplicate(const Item& item);
  void failWithFirstFault(const std::filesystem::path& source);

  std::string format_;
  const ImportOptions& options_;
  const Progress& progress_;
  ImportedSet set_;
  std::vector<PendingItem> pending_;
  struct Found { Item item; std::string where, fault; bool isUsable = false; };
  std::vector<Found> found_;
  std::map<std::string, std::string> pathByHash_;
};

/// A shape within [0, width] x [0, height]: how much of it had to be cut away.
enum class Fit { Inside, Clipped, Nothing };
Fit fitShape(Shape& shape, double width, double height);

}  // namespace assay
