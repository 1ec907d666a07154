// SPDX-License-Identifier: Apache-2.0
#include "core/formats/voc_write.h"

#include <pugixml.hpp>

#include "core/formats/text_files.h"
#include "core/formats/write_support.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

void addText(pugi::xml_node parent, const char* name, const std::string& text) {
  parent.append_child(name).text().set(text.c_str());
}

std::string xmlText(const Item& item, const std::string& imageName, LossTally& losses,
                    ExportReport& report) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("annotation");
  addText(root, "folder", "JPEGImages");
  addText(root, "filename", imageName);
  pugi::xml_node size = root.append_child("size");
  addText(size, "width", std::to_string(item.width));
  addText(size, "height", std::to_string(item.height));
  addText(size, "depth", std::to_string(item.channels));
  addText(root, "segmented", "0");
  for (const Annotation& annotation : item.annotations) {
    const Box box = wholePixels(boxAndLoss(annotation.shape, losses), losses);
    pugi::xml_node object = root.append_child("object");
    addText(object, "name", annotation.className);
    addText(object, "pose", "Unspecified");
    addText(object, "truncated", "0");
    addText(object, "difficult", "0");
    pugi::xml_node bounds = object.append_child("bndbox");
    addText(bounds, "xmin", numberText(box.x1 + 1));
    addText(bounds, "ymin", numberText(box.y1 + 1));
    addText(bounds, "xmax", numberText(box.x2));
    addText(bounds, "ymax", numberText(box.y2));
    ++report.annotations;
  }
  struct Writer : pugi::xml_writer {
    std::string text;
    void write(const void* data, std::size_t size) override {
      text.append(static_cast<const char*>(data), size);
    }
  } writer;
  root.print(writer, "  ");
  return writer.text;
}

}  // namespace

ExportReport writeVoc(const Snapshot& snapshot, const fs::path& dataRoot, const fs::path& out,
                      const Progress& progress) {
  ExportReport report;
  LossTally losses;
  StemGiver stems;
  std::map<Split, std::string> lists;
  const std::vector<const Item*> items = labelledImages(snapshot, losses);
  for (const Item* item : items) {
    progress.step(report.items, int64_t(items.size()), "writing images");
    const fs::path image = fileOf(item->path, dataRoot);
    const std::string stem = stems.stemFor(image), name = stem + image.extension().string();
    if (!item->reference.empty()) losses.add("reference image(s) left out: VOC has no pairs");
    copyFileTo(image, out / "JPEGImages" / name);
    writeTextFile(out / "Annotations" / (stem + ".xml"), xmlText(*item, name, losses, report));
    if (item->split != Split::None) lists[item->split] += stem + "\n";
    ++report.items;
  }
  for (const auto& [split, text] : lists)
    writeTextFile(out / "ImageSets" / "Main" /
                      (split == Split::Valid ? "val.txt" : std::string(splitName(split)) + ".txt"),
                  text);
  report.losses = losses.lines();
  return report;
}

}  // namespace assay
