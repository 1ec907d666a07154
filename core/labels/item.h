// SPDX-License-Identifier: Apache-2.0
// An item is one piece of data a project learns from: an image (perhaps with a reference image to
// compare with), a table of rows, a file of triples (perhaps with one of entity names), a text document, or a file of
// sentences in which names or relations are marked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/labels/annotation.h"

namespace assay {

enum class ItemKind { Image, Table, Triples, Document, Sentences };
enum class Split { None, Train, Valid, Test };

/// Unlabelled: nobody has looked. Labelled: its annotations are complete (none means "clean").
/// Withheld: it has labels, but the few-label protocol hides them from training.
enum class LabelStatus { Unlabelled, Labelled, Withheld };

struct Item {
  ItemId id;
  ItemKind kind = ItemKind::Image;
  std::string path;          ///< relative to the project when inside it, else absolute; slashes
  std::string reference;     ///< template image of a pair, names of a graph's entities; same rules; empty when there is none
  std::string sha256;        ///< content hash of `path`, 64 hex digits
  int width = 0, height = 0; ///< pixels; columns and rows of a table; 3 and triples; 0 and lines of a document or sentences
  int channels = 0;          ///< 1, 3 or 4; 0 unless it is an image
  int bitDepth = 8;          ///< 8 or 16
  Split split = Split::None;
  LabelStatus status = LabelStatus::Unlabelled;
  std::string source;        ///< what import brought it: "deeppcb", "boards sample", ...
  std::string group;         ///< items that belong together (a board family); used to report splits apart
  std::vector<Annotation> annotations;   ///< filled by calls that say so

  bool operator==(const Item&) const = default;
};

ASSAY_CORE_API std::string_view itemKindName(ItemKind kind);        // "image" | "table" | "triples" | "document" | "sentences"
ASSAY_CORE_API std::string_view splitName(Split split);             // "none" | "train" | "valid" | "test"
ASSAY_CORE_API std::string_view labelStatusName(LabelStatus status);// "unlabelled" | "labelled" | "withheld"
ASSAY_CORE_API std::string_view originName(Origin origin);          // "human" | "imported" | "model"
// Inverses; throw Error{BadInput} naming the allowed words.
ASSAY_CORE_API ItemKind itemKindFromName(std::string_view name);
ASSAY_CORE_API Split splitFromName(std::string_view name);
ASSAY_CORE_API LabelStatus labelStatusFromName(std::string_view name);
ASSAY_CORE_API Origin originFromName(std::string_view name);

}  // namespace assay
