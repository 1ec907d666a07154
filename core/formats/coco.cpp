// SPDX-License-Identifier: Apache-2.0
// COCO instances (Lin et al. 2014): one JSON with `images`, `annotations` and `categories`; boxes
// are [x, y, width, height]. Reading; coco_write.cpp writes.
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/formats/builtin_formats.h"
#include "core/formats/coco_mask.h"
#include "core/formats/coco_write.h"
#include "core/formats/set_builder.h"
#include "core/formats/text_files.h"
#include "core/labels/class_name.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr const char* formatName = "coco";
constexpr const char* expectedSource =
    "a JSON file with `images`, `annotations` and `categories`, or a folder that holds such files";

const Json& listOf(const Json& top, const char* key, const fs::path& file) {
  if (!top.is_object() || !top.contains(key) || !top[key].is_array())
    throwWrongFormat(file, formatName, std::string("an object with the list `") + key + "`");
  return top[key];
}

Split splitOfName(const std::string& name) {
  const std::string lower = lowerCase(name);
  for (const auto& [word, split] :
       {std::pair{"train", Split::Train}, {"val", Split::Valid}, {"test", Split::Test}})
    if (lower.find(word) != std::string::npos) return split;
  return Split::None;
}

/// Reads one file; several (instances_train.json, instances_val.json) make one set.
class CocoReader {
 public:
  CocoReader(const fs::path& file, const ImageIndex& images, SetBuilder& set)
      : file_(file), images_(images), set_(set) {}

  void read(const Json& top) {
    readCategories(listOf(top, "categories", file_));
    readImages(listOf(top, "images", file_));
    if (top.contains("annotations")) readAnnotations(listOf(top, "annotations", file_));
    for (PendingItem& item : items_) set_.addItem(std::move(item));
    if (crowds_ > 0)
      set_.warn(file_.string(), std::to_string(crowds_) + " crowd region(s) were left out");
    if (empty_ > 0)
      set_.warn(file_.string(), std::to_string(empty_) + " mask(s) that cover no pixel were read as their boxes");
  }

 private:
  std::string at(const char* list, std::size_t i) const {
    return file_.string() + ": " + list + "[" + std::to_string(i) + "]";
  }

  void readCategories(const Json& list) {
    for (std::size_t i = 0; i < list.size(); ++i) try {
        const std::string name = member<std::string>(list[i], "name", at("categories", i));
        if (const std::string fault = classNameFault(name); !fault.empty())
          throw Error(Code::BadInput, fault, at("categories", i));
        classes_[member<int64_t>(list[i], "id", at("categories", i))] = name;
        set_.addClass(name);
      } catch (const Error& error) { set_.fail(error.where(), error.message()); }
  }

  void readImages(const Json& list) {
    for (std::size_t i = 0; i < list.size(); ++i) try {
        const std::string where = at("images", i);
        const std::string name = member<std::string>(list[i], "file_name", where);
        PendingItem item;
        item.where = where;
        item.image = locate(name);
        item.split = splitOfName(file_.stem().string());
        if (list[i].contains("width"))
          item.saidWidth =
              int(std::min<int64_t>(member<int64_t>(list[i], "width", where), 1 << 30));
        if (list[i].contains("height"))
          item.saidHeight =
              int(std::min<int64_t>(member<int64_t>(list[i], "height", where), 1 << 30));
        if (!itemById_.emplace(member<int64_t>(list[i], "id", where), items_.size()).second) {
          set_.fail(where, "the image id is there already; expected ids that occur once");
          continue;
        }
        items_.push_back(std::move(item));
      } catch (const Error& error) { set_.fail(error.where(), error.message()); }
  }

  fs::path locate(const std::string& name) const {
    const fs::path named(name), folder = file_.parent_path();
    if (named.is_absolute()) return named;
    for (const fs::path& base :
         {folder, folder / "images", folder.parent_path(), folder.parent_path() / "images"})
      if (std::error_code ignored; fs::exists(base / named, ignored)) return base / named;
    return images_.find(named.filename().string(), file_).value_or(folder / named);
  }

  void readAnnotations(const Json& list) {
    for (std::size_t i = 0; i < list.size(); ++i) try {
        readAnnotation(list[i], at("annotations", i));
      } catch (const Error& error) { set_.bad(error.where(), error.message()); }
  }

  void readAnnotation(const Json& json, const std::string& where) {
    const auto item = itemById_.find(member<int64_t>(json, "image_id", where));
    const int64_t category = member<int64_t>(json, "category_id", where);
    const auto className = classes_.find(category);
    require(className != classes_.end(),
            "category_id " + std::to_string(category) + " is not among `categories`", where);
    require(item != itemById_.end(), "image_id names no image of `images`", where);
    if (json.contains("iscrowd") && json["iscrowd"] == 1) {
      ++crowds_;
      return;
    }
    items_[item->second].labels.push_back({className->second, shapeOf(json, where), where});
  }

  Shape shapeOf(const Json& json, const std::string& where) {
    if (json.contains("segmentation")) {
      const Json& parts = json["segmentation"];
      if (parts.is_array() && parts.size() == 1) return polygonOf(parts[0], where);
      const bool isMask = parts.is_object() || (parts.is_array() && parts.size() > 1);
      if (const auto mask = !isMask ? std::nullopt : parts.is_object() ? maskOfRunLengths(parts, where) : unionOf(parts, where)) return *mask;
      if (isMask) ++empty_;
    }
    const Json box = member<Json>(json, "bbox", where);
    require(box.is_array() && box.size() == 4, "bbox must be four numbers: x, y, width, height",
            where);
    for (const Json& v : box)
      require(v.is_number(), "bbox must be four numbers: x, y, width, height", where);
    const double x = box[0].get<double>(), y = box[1].get<double>();
    return Box{x, y, x + box[2].get<double>(), y + box[3].get<double>()};
  }

  /// One defect in several parts; a point or a line among them covers nothing.
  static std::optional<Mask> unionOf(const Json& parts, const std::string& where) {
    std::vector<Polygon> polygons;
    for (const Json& part : parts)
      if (!part.is_array() || part.size() >= 6) polygons.push_back(polygonOf(part, where));
    return polygons.empty() ? std::nullopt : maskOfPolygons(polygons, where);
  }

  static Polygon polygonOf(const Json& numbers, const std::string& where) {
    require(numbers.is_array() && numbers.size() >= 6 && numbers.size() % 2 == 0,
            "a polygon must be a list of at least three x, y pairs", where);
    Polygon polygon;
    for (std::size_t i = 0; i < numbers.size(); i += 2) {
      require(numbers[i].is_number() && numbers[i + 1].is_number(),
              "a polygon must be a list of numbers", where);
      polygon.points.push_back({numbers[i].get<double>(), numbers[i + 1].get<double>()});
    }
    return polygon;
  }

  const fs::path& file_;
  const ImageIndex& images_;
  SetBuilder& set_;
  std::unordered_map<int64_t, std::string> classes_;
  std::unordered_map<int64_t, std::size_t> itemById_;
  std::vector<PendingItem> items_;
  int64_t crowds_ = 0, empty_ = 0;
};

ImportedSet readSet(const fs::path& source, const ImportOptions& options,
                    const Progress& progress) {
  requireSource(source);
  const bool isFolder = fs::is_directory(source);
  std::vector<fs::path> files = {source};
  if (isFolder)
    files = filesUnder(source, [](const fs::path& file) {
      return lowerCase(file.extension().string()) == ".json";
    });
  if (files.empty() || (!isFolder && lowerCase(source.extension().string()) != ".json"))
    throwWrongFormat(source, formatName, expectedSource);
  const ImageIndex images(isFolder ? source : source.parent_path(),
                          [](const fs::path&) { return true; });
  SetBuilder set(formatName, options, progress);
  int read = 0;
  for (const fs::path& file : files) {
    progress.step(read, int64_t(files.size()), "reading " + file.filename().string());
    const Json top = readJson(file);
    // Folders also hold captions, keypoints or settings, which are other things than instances.
    if (isFolder && !(top.is_object() && top.contains("images") && top.contains("categories")))
      continue;
    CocoReader(file, images, set).read(top);
    ++read;
  }
  if (read == 0) throwWrongFormat(source, formatName, expectedSource);
  return set.finish(source);
}

}  // namespace

Format cocoFormat() {
  return {formatName,
          "COCO instances: one JSON, or a folder of them with `train`, `val` or `test` in their "
          "names; images beside it.",
          {ItemKind::Image},
          readSet,
          writeCoco};
}

}  // namespace assay
