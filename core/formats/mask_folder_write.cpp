// SPDX-License-Identifier: Apache-2.0
#include "core/formats/mask_folder_write.h"

#include <algorithm>
#include <map>

#include "core/formats/text_files.h"
#include "core/formats/write_support.h"
#include "core/imaging/components.h"
#include "core/imaging/encode.h"
#include "core/imaging/shape_raster.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

/// The class that most labels of an item have; "Free" when it has none.
std::string mainClass(const Item& item, LossTally& losses) {
  std::map<std::string, int> counts;
  for (const Annotation& annotation : item.annotations) ++counts[annotation.className];
  if (counts.empty()) return "Free";
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  for (const auto& [name, count] : counts)
    if (name != most->first)
      losses.add("label(s) took the class of their image: a mask has one class", count);
  return most->first;
}

Image drawMask(const Item& item, LossTally& losses) {
  Image mask(item.width, item.height, 1);
  for (const Annotation& annotation : item.annotations) {
    const auto* box = std::get_if<Box>(&annotation.shape);
    fillShape(mask, box ? Shape(wholePixels(*box, losses)) : annotation.shape, 255);
  }
  const std::size_t regions = connectedComponents(mask, Connectivity::Eight).components.size();
  if (regions > item.annotations.size())
    losses.add("part(s) of a label will be read as labels of their own", int64_t(regions - item.annotations.size()));
  if (regions < item.annotations.size())
    losses.add("label(s) grew together with a neighbour in the mask",
               int64_t(item.annotations.size() - regions));
  return mask;
}

std::string folderNameOf(std::string className) {
  std::replace(className.begin(), className.end(), '/', '_');
  return className.starts_with('.') ? "_" + className : className;
}

}  // namespace

ExportReport writeMaskFolder(const Snapshot& snapshot, const fs::path& dataRoot, const fs::path& out,
                             const Progress& progress) {
  ExportReport report;
  LossTally losses;
  StemGiver stems;
  const std::vector<const Item*> items = labelledImages(snapshot, losses);
  for (const Item* item : items) {
    progress.step(report.items, int64_t(items.size()), "writing images");
    const fs::path image = fileOf(item->path, dataRoot);
    const std::string stem = stems.stemFor(image), extension = image.extension().string();
    const fs::path folder = out / folderNameOf(mainClass(*item, losses));
    if (!item->reference.empty()) losses.add("reference image(s) left out: masks have no pairs");
    if (item->split != Split::None) losses.add("split mark(s) left out: a mask folder has none");
    copyFileTo(image, folder / (stem + extension));
    const Image mask = drawMask(*item, losses);
    writeTextFile(folder / (stem + (lowerCase(extension) == ".png" ? "_mask.png" : ".png")),
                  encodePng(mask));
    report.annotations += int64_t(item->annotations.size());
    ++report.items;
  }
  report.losses = losses.lines();
  return report;
}

}  // namespace assay
