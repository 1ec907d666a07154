// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/formats/builtin_formats.h"
#include "core/formats/text_files.h"
#include "core/imaging/inspect.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

/// At most this many directory entries are looked at for a hint.
constexpr int hintEntries = 2000;

std::string guessFormat(const fs::path& source) {
  if (!fs::is_directory(source)) {
    const std::string extension = lowerCase(source.extension().string());
    return extension == ".json" ? "coco" : extension == ".csv" ? "csv_table" : extension == ".xml" ? "voc"
           : extension == ".yaml" || extension == ".yml" ? "yolo" : "";
  }
  if (firstExisting(source, {"PCBData", "trainval.txt"})) return "deeppcb";
  if (firstExisting(source, {"data.yaml", "dataset.yaml", "classes.txt"})) return "yolo";
  bool hasImage = false, hasPng = false, hasOther = false;
  int left = hintEntries;
  std::error_code fault;
  for (fs::recursive_directory_iterator it(source, fs::directory_options::skip_permission_denied, fault), end;
       it != end && left-- > 0 && !fault; it.increment(fault)) {
    const std::string extension = lowerCase(it->path().extension().string());
    if (extension == ".xml") return "voc";
    if (extension == ".json") return "coco";
    if (extension == ".csv") return "csv_table";
    if (!hasImageExtension(it->path())) continue;
    hasImage = true;
    (extension == ".png" ? hasPng : hasOther) = true;
  }
  return hasImage && hasPng && hasOther ? "mask_folder" : "";
}

}  // namespace

std::string formatHint(const fs::path& source, const std::string& otherThan) {
  const std::string guess = guessFormat(source);
  return guess.empty() || guess == otherThan ? "" : " (it looks like `" + guess + "`)";
}

void throwWrongFormat(const fs::path& source, const std::string& format, const std::string& expected) {
  throw Error(Code::BadInput, "this is not in the format `" + format + "`: expected " + expected + formatHint(source, format),
              source.string());
}

void requireSource(const fs::path& source) {
  std::error_code ignored;
  if (!fs::exists(source, ignored)) throw Error(Code::NotFound, "there is no such file or folder", source.string());
}

const std::vector<Format>& formats() {
  static const std::vector<Format> all = {cocoFormat(), csvTableFormat(), deeppcbFormat(),
                                          maskFolderFormat(), vocFormat(), yoloFormat()};
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
