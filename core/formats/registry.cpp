// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "core/base/error.h"
#include "core/formats/builtin_formats.h"
#include "core/formats/text_files.h"
#include "core/imaging/inspect.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

/// At most this many directory entries are looked at.
constexpr int entriesForGuess = 2000;

bool isTagged(const fs::path& file) {
  const std::string extension = lowerCase(file.extension().string());
  return extension == ".bmes" || extension == ".bio" || extension == ".bioes" || extension == ".conll" || extension == ".jsonl";
}

std::string guessByExtension(const fs::path& file) {
  const std::string extension = lowerCase(file.extension().string());
  return extension == ".json"                          ? "coco"
         : extension == ".xml"                         ? "voc"
         : extension == ".csv"                         ? "csv_table"
         : extension == ".nt"                          ? "triples"
         : isTagged(file)                              ? "tagged_text"
         : extension == ".yaml" || extension == ".yml" ? "yolo"
         : hasImageExtension(file)                     ? "images"
                                                       : "";
}

/// A JPEG and a PNG of one stem are an image and its mask.
std::string guessByContent(const fs::path& folder) {
  std::set<std::string> stems, pngStems;
  bool hasImage = false, hasPair = false;
  int left = entriesForGuess;
  std::error_code fault;
  for (fs::recursive_directory_iterator
           it(folder, fs::directory_options::skip_permission_denied, fault),
       end;
       !fault && it != end && left-- > 0; it.increment(fault)) {
    const std::string guess = guessByExtension(it->path());
    if (guess == "voc" || guess == "coco" || guess == "csv_table") return guess;
    if (guess != "images") continue;
    hasImage = true;
    const bool isPng = lowerCase(it->path().extension().string()) == ".png";
    const std::string stem = (it->path().parent_path() / it->path().stem()).string();
    (isPng ? pngStems : stems).insert(stem);
    hasPair = hasPair || (isPng ? stems : pngStems).contains(stem);
  }
  return hasPair ? "mask_folder" : hasImage ? "images" : "";
}

}  // namespace

std::string guessFormat(const fs::path& source) {
  std::error_code ignored;
  if (!fs::is_directory(source, ignored)) return guessByExtension(source);
  if (firstExisting(source, {"PCBData", "trainval.txt"})) return "deeppcb";
  if (firstExisting(source, {"data.yaml", "dataset.yaml", "classes.txt"})) return "yolo";
  if (firstExisting(source, {"train.txt", "train.tsv", "train.nt"})) return "triples";
  if (firstExisting(source, {"train.char.bmes", "train.bmes", "train.bio", "train.conll", "train.jsonl"})) return "tagged_text";
  if (firstExisting(source, {"masks", "ground_truth"})) return "mask_folder";
  return guessByContent(source);
}

std::string formatHint(const fs::path& source, const std::string& otherThan) {
  const std::string guess = guessFormat(source);
  return guess.empty() || guess == otherThan ? "" : " (it looks like `" + guess + "`)";
}

void throwWrongFormat(const fs::path& source, const std::string& format,
                      const std::string& expected) {
  throw Error(Code::BadInput,
              "this is not in the format `" + format + "`: expected " + expected +
                  formatHint(source, format),
              source.string());
}

void requireSource(const fs::path& source) {
  std::error_code ignored;
  if (!fs::exists(source, ignored))
    throw Error(Code::NotFound, "there is no such file or folder", source.string());
}

const std::vector<Format>& formats() {
  static const std::vector<Format> all = {cocoFormat(),         csvTableFormat(),   deeppcbFormat(),
                                          documentsFormat(),    imagesFormat(),     maskFolderFormat(),
                                          relationTextFormat(), taggedTextFormat(), triplesFormat(),
                                          vocFormat(),          yoloFormat()};
  return all;
}

const Format& formatByName(const std::string& name) {
  std::string known;
  for (const Format& format : formats()) {
    if (format.name == name) return format;
    known += (known.empty() ? "" : ", ") + format.name;
  }
  throw Error(Code::NotFound, "there is no format `" + name + "`; expected one of " + known);
}

}  // namespace assay
