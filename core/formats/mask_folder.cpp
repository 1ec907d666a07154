// SPDX-License-Identifier: Apache-2.0
// A mask beside each image: X.jpg with X.png, or X.png with X_mask.png; a folder for each class. A
// connected region of the mask becomes a mask, or a box where it fills one; an empty mask, or the
// folder "Free" or "good", says that the image is clean.
#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/formats/builtin_formats.h"
#include "core/formats/mask_folder_write.h"
#include "core/formats/parallel.h"
#include "core/formats/set_builder.h"
#include "core/formats/text_files.h"
#include "core/imaging/components.h"
#include "core/imaging/decode.h"
#include "core/imaging/inspect.h"
#include "core/imaging/shape_raster.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr const char* formatName = "mask_folder";
/// Smaller regions are speckle of the drawing tool.
constexpr int64_t smallestRegion = 4;

struct MaskedImage {
  fs::path image;
  fs::path mask;
  std::string folderName;           ///< nearest folder that can name a class; empty: none
  std::vector<Shape> shapes;
  int64_t specks = 0;
  std::optional<Error> fault;
};

std::optional<fs::path> maskOf(const fs::path& image) {
  const std::string base = (image.parent_path() / image.stem()).string();
  std::error_code ignored;
  for (const std::string& candidate : {base + "_mask.png", base + ".png", base + ".PNG"})
    if (fs::path(candidate) != image && fs::exists(candidate, ignored)) return candidate;
  // .../images/X.png with .../masks/X.png
  for (const char* sibling : {"masks", "mask", "ground_truth"})
    if (fs::path candidate =
            image.parent_path().parent_path() / sibling / (image.stem().string() + ".png");
        image.parent_path().filename() != sibling && fs::exists(candidate, ignored))
      return candidate;
  return std::nullopt;
}

bool isPlainFolder(const std::string& name) {
  static const std::set<std::string> plain = {"imgs",  "img",  "images",      "image",
                                              "train", "test", "val",         "valid",
                                              "masks", "mask", "ground_truth"};
  return plain.contains(lowerCase(name));
}

std::string classFolder(const fs::path& image, const fs::path& root) {
  for (fs::path folder = image.parent_path(); folder != root && folder.has_relative_path();
       folder = folder.parent_path())
    if (!isPlainFolder(folder.filename().string())) return folder.filename().string();
  return {};
}

bool meansClean(const std::string& name) {
  static const std::set<std::string> clean = {"free", "good", "ok", "clean", "normal", "none"};
  return clean.contains(lowerCase(name));
}

/// "MT_" of MT_Crack, MT_Free, ...: what all names share up to an underscore.
std::size_t sharedPrefix(const std::set<std::string>& names) {
  if (names.size() < 2) return 0;
  const std::string &first = *names.begin(), &last = *names.rbegin();
  std::size_t same = 0;
  while (same < std::min(first.size(), last.size()) && first[same] == last[same]) ++same;
  const std::size_t bar = first.substr(0, same).rfind('_');
  return bar == std::string::npos ? 0 : bar + 1;
}

/// Masks hold 255, 1 or compression noise around both: the half of the brightest value decides.
Image binarise(Image mask) {
  const uint8_t brightest = *std::max_element(mask.data(), mask.data() + mask.byteCount());
  const uint8_t half = uint8_t(brightest / 2 + 1);
  std::transform(mask.data(), mask.data() + mask.byteCount(), mask.data(), [=](uint8_t v) {
    return uint8_t(brightest > 0 && v >= half ? 255 : 0);
  });
  return mask;
}

Shape shapeOf(const Labelling& regions, std::size_t index, int width) {
  const Component& c = regions.components[index];
  if (c.area == int64_t(c.width) * c.height)
    return Box{double(c.x), double(c.y), double(c.x + c.width), double(c.y + c.height)};
  return maskOfComponent(regions, index, width);
}

void readMask(MaskedImage& masked) try {
  const Image mask = binarise(decodeImage(masked.mask, Channels::Grey, Depth::Eight));
  const ImageInfo image = probeImage(masked.image);
  if (mask.width() != image.width || mask.height() != image.height)
    throw Error(Code::BadInput,
                "the mask is " + std::to_string(mask.width()) + " x " +
                    std::to_string(mask.height()) + " but its image is " +
                    std::to_string(image.width) + " x " + std::to_string(image.height),
                masked.mask.string());
  const Labelling regions = connectedComponents(mask, Connectivity::Eight);
  for (std::size_t i = 0; i < regions.components.size(); ++i) {
    if (regions.components[i].area < smallestRegion) ++masked.specks;
    else masked.shapes.push_back(shapeOf(regions, i, mask.width()));
  }
} catch (const Error& error) {
  masked.fault = error;
}

/// Where classes have folders, a picture outside all of them is an illustration, not data.
void dropStrays(std::vector<MaskedImage>& pairs, SetBuilder& set) {
  const auto isStray = [](const MaskedImage& pair) { return pair.folderName.empty(); };
  if (std::all_of(pairs.begin(), pairs.end(), isStray)) return;
  for (const MaskedImage& pair : pairs)
    if (isStray(pair))
      set.warn(pair.image.string(), "the image lies in no class folder and is left out");
  std::erase_if(pairs, isStray);
}

std::vector<MaskedImage> findPairs(const fs::path& source, SetBuilder& set) {
  const std::vector<fs::path> files = filesUnder(source, hasImageExtension);
  std::set<fs::path> masks;
  for (const fs::path& file : files)
    if (const auto mask = maskOf(file)) masks.insert(*mask);
  std::vector<MaskedImage> pairs;
  int64_t alone = 0;
  for (const fs::path& file : files) {
    if (masks.contains(file)) continue;
    MaskedImage masked{file, maskOf(file).value_or(fs::path()), classFolder(file, source), {}, 0,
                       {}};
    if (masked.mask.empty() && masked.folderName.empty()) ++alone;
    else pairs.push_back(std::move(masked));
  }
  if (pairs.empty())
    throwWrongFormat(source, formatName,
                     "images with a mask beside each: X.jpg and X.png, or X.png and X_mask.png");
  dropStrays(pairs, set);
  if (alone > 0)
    set.warn(source.string(), std::to_string(alone) + " image(s) without a mask were left out");
  return pairs;
}

void addPair(MaskedImage& pair, const std::string& className, SetBuilder& set) {
  if (pair.fault) {
    set.bad(pair.fault->where(), pair.fault->message());
    return;
  }
  PendingItem item;
  item.image = pair.image;
  item.where = pair.mask.string();
  item.group = pair.folderName;
  const bool isClean = meansClean(className);
  if (isClean && !pair.shapes.empty())
    set.warn(pair.mask.string(),
             "the folder says `" + className +
                 "` but the mask marks something; it is taken as a defect of that name");
  if (!isClean && pair.mask.empty()) item.status = LabelStatus::Unlabelled;
  if (pair.specks > 0)
    set.warn(pair.mask.string(),
             std::to_string(pair.specks) + " region(s) below 4 pixels were left out");
  for (const Shape& shape : pair.shapes)
    item.labels.push_back({className, shape, pair.mask.string()});
  set.addItem(std::move(item));
}

ImportedSet readSet(const fs::path& given, const ImportOptions& options, const Progress& progress) {
  const fs::path source = given.has_filename() ? given : given.parent_path();   // "set/" is "set"
  requireSource(source);
  SetBuilder set(formatName, options, progress);
  std::vector<MaskedImage> pairs = findPairs(source, set);
  if (std::none_of(pairs.begin(), pairs.end(),
                   [](const MaskedImage& pair) { return !pair.mask.empty(); }))
    throwWrongFormat(source, formatName,
                     "images with a mask beside each: X.jpg and X.png, or X.png and X_mask.png");
  parallelFor(int64_t(pairs.size()), progress, "reading masks", [&](int64_t i) {
    if (!pairs[std::size_t(i)].mask.empty()) readMask(pairs[std::size_t(i)]);
  });
  std::set<std::string> names;
  for (const MaskedImage& pair : pairs)
    if (!pair.folderName.empty()) names.insert(pair.folderName);
  const std::size_t prefix = sharedPrefix(names);
  for (const std::string& name : names)
    if (!meansClean(name.substr(prefix))) set.addClass(name.substr(prefix));
  const std::string fallback = options.classes.size() == 1 ? options.classes.front() : "defect";
  for (MaskedImage& pair : pairs)
    addPair(pair, pair.folderName.empty() ? fallback : pair.folderName.substr(prefix), set);
  return set.finish(source);
}

}  // namespace

Format maskFolderFormat() {
  return {formatName,
          "A mask image beside each image (X.jpg and X.png, or X.png and X_mask.png), in a folder "
          "named after the class.",
          {ItemKind::Image},
          readSet,
          writeMaskFolder};
}

}  // namespace assay
