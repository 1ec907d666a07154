// SPDX-License-Identifier: Apache-2.0
#include "core/formats/coco_write.h"

#include <algorithm>
#include <map>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/formats/coco_mask.h"
#include "core/formats/text_files.h"
#include "core/formats/write_support.h"
#include "core/imaging/shape_raster.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

class CocoDocument {
 public:
  explicit CocoDocument(const std::vector<std::string>& classes) {
    for (std::size_t i = 0; i < classes.size(); ++i) {
      categories_.push_back({{"id", i + 1}, {"name", classes[i]}});
      idByClass_[classes[i]] = int64_t(i) + 1;
    }
  }

  void add(const Item& item, const std::string& fileName, LossTally& losses, ExportReport& report) {
    const int64_t id = int64_t(images_.size()) + 1;
    images_.push_back(
        {{"id", id}, {"file_name", fileName}, {"width", item.width}, {"height", item.height}});
    if (!item.reference.empty()) losses.add("reference image(s) left out: COCO has no pairs");
    for (const Annotation& annotation : item.annotations) {
      const auto category = idByClass_.find(annotation.className);
      require(category != idByClass_.end(),
              "a label has class `" + annotation.className + "`, which the project does not have",
              item.path, Code::Internal);
      annotations_.push_back(labelJson(annotation, item, id, category->second, losses));
      ++report.annotations;
    }
    ++report.items;
  }

  std::string text() const {
    return toLine(Json{
               {"images", images_}, {"annotations", annotations_}, {"categories", categories_}}) +
           "\n";
  }

 private:
  Json labelJson(const Annotation& annotation, const Item& item, int64_t image, int64_t category,
                 LossTally& losses) const {
    Box box = boundingBox(annotation.shape);
    double area = box.area();
    Json segmentation = Json::array();
    if (const auto* polygon = std::get_if<Polygon>(&annotation.shape)) {
      Json numbers = Json::array();
      for (const Point& p : polygon->points) { numbers.push_back(p.x); numbers.push_back(p.y); }
      segmentation.push_back(numbers);
    } else if (const auto* mask = std::get_if<Mask>(&annotation.shape)) {
      segmentation = runLengthsOf(*mask, item.width, item.height);
      area = double(areaOf(*mask));
    } else {
      box = boxAndLoss(annotation.shape, losses);
      area = box.area();
    }
    return {{"id", int64_t(annotations_.size()) + 1},
            {"image_id", image},
            {"category_id", category},
            {"bbox", {box.x1, box.y1, box.width(), box.height()}},
            {"area", area},
            {"iscrowd", 0},
            {"segmentation", segmentation}};
  }

  Json images_ = Json::array(), annotations_ = Json::array(), categories_ = Json::array();
  std::map<std::string, int64_t> idByClass_;
};

}  // namespace

ExportReport writeCoco(const Snapshot& snapshot, const fs::path& dataRoot, const fs::path& out,
                       const Progress& progress) {
  ExportReport report;
  LossTally losses;
  StemGiver stems;
  const bool oneFile = lowerCase(out.extension().string()) == ".json";
  std::map<std::string, CocoDocument> documents;
  const std::vector<const Item*> items = labelledImages(snapshot, losses);
  for (const Item* item : items) {
    progress.step(report.items, int64_t(items.size()), "writing images");
    const fs::path image = fileOf(item->path, dataRoot);
    std::string name = oneFile ? portablePath(image, fs::absolute(out).parent_path())
                               : stems.stemFor(image) + image.extension().string();
    if (!oneFile) copyFileTo(image, out / "images" / name);
    if (oneFile && item->split != Split::None)
      losses.add("split mark(s) left out: a single COCO file has none");
    const std::string part = oneFile || item->split == Split::None ? "all"
                             : item->split == Split::Valid         ? "val"
                                                           : std::string(splitName(item->split));
    documents.try_emplace(part, snapshot.classes).first->second.add(*item, name, losses, report);
  }
  if (documents.empty()) documents.try_emplace("all", snapshot.classes);
  for (const auto& [part, document] : documents)
    if (oneFile) writeFileAtomically(out, document.text());
    else writeTextFile(out / "annotations" / ("instances_" + part + ".json"), document.text());
  report.losses = losses.lines();
  return report;
}

}  // namespace assay
