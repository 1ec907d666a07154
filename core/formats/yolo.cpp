// SPDX-License-Identifier: Apache-2.0
// YOLO: data.yaml or classes.txt; images/ and labels/ side by side, perhaps with a folder a split;
// a label line is `class x y width height` in fractions, centre first, or `class x y x y x y ...`
// for a polygon.
#include <yaml-cpp/yaml.h>

#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/builtin_formats.h"
#include "core/formats/set_builder.h"
#include "core/formats/text_files.h"
#include "core/formats/write_support.h"
#include "core/imaging/inspect.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr const char* formatName = "yolo";

/// What data.yaml or classes.txt say.
struct YoloLayout {
  fs::path root;
  std::vector<std::string> classes;
};

std::vector<std::string> namesOf(const YAML::Node& names, const std::string& where) {
  std::vector<std::string> classes;
  if (names.IsSequence())
    for (const auto& name : names) classes.push_back(name.as<std::string>());
  else if (names.IsMap())
    for (std::size_t i = 0; i < names.size(); ++i) {
      const YAML::Node name = names[int(i)];
      require(name.IsDefined(),
              "`names` has no class " + std::to_string(i) + "; expected 0, 1, 2, ... without a gap",
              where);
      classes.push_back(name.as<std::string>());
    }
  require(!classes.empty(), "`names` must list the classes", where);
  return classes;
}

std::vector<std::string> readDataYaml(const fs::path& file) try {
  const YAML::Node top = YAML::Load(readFile(file, 1 << 24));
  require(top.IsMap() && top["names"], "`names` is missing; expected the list of classes",
          file.string());
  return namesOf(top["names"], file.string());
} catch (const YAML::Exception& fault) {
  throw Error(Code::BadInput, fault.msg, atLine(file, fault.mark.line + 1));
}

YoloLayout layoutOf(const fs::path& source) {
  requireSource(source);
  YoloLayout layout{fs::is_directory(source) ? source : source.parent_path(), {}};
  const fs::path named = fs::is_directory(source)
                             ? firstExisting(source, {"data.yaml", "data.yml", "dataset.yaml",
                                                      "classes.txt", "labels/classes.txt"})
                                   .value_or(fs::path())
                             : source;
  const std::string extension = lowerCase(named.extension().string());
  if (extension == ".yaml" || extension == ".yml") layout.classes = readDataYaml(named);
  else if (extension == ".txt")
    for (const TextLine& line : readLines(named)) layout.classes.push_back(line.text);
  if (layout.classes.empty())
    throwWrongFormat(source, formatName,
                     "data.yaml or classes.txt that names the classes, beside images/ and labels/");
  return layout;
}

Split splitOfPath(const fs::path& relative) {
  for (const fs::path& part : relative.parent_path()) {
    const std::string name = lowerCase(part.string());
    if (name.starts_with("train")) return Split::Train;
    if (name.starts_with("val")) return Split::Valid;
    if (name.starts_with("test")) return Split::Test;
  }
  return Split::None;
}

/// a/images/train/b.jpg -> a/labels/train/b.txt; an image elsewhere has its label beside it.
fs::path labelFileOf(const fs::path& image, const fs::path& root) {
  fs::path relative = fs::relative(image, root).replace_extension(".txt"), out;
  std::vector<fs::path> parts(relative.begin(), relative.end());
  for (std::size_t i = parts.size(); i-- > 0;)
    if (lowerCase(parts[i].string()) == "images") {
      parts[i] = "labels";
      break;
    }
  for (const fs::path& part : parts) out /= part;
  return root / out;
}

std::optional<Shape> parseShape(const std::vector<double>& v) {
  if (v.size() == 4) return Box{v[0] - v[2] / 2, v[1] - v[3] / 2, v[0] + v[2] / 2, v[1] + v[3] / 2};
  if (v.size() < 6 || v.size() % 2 != 0) return std::nullopt;
  Polygon polygon;
  for (std::size_t i = 0; i < v.size(); i += 2) polygon.points.push_back({v[i], v[i + 1]});
  return polygon;
}

void parseLine(const TextLine& line, const std::string& where,
               const std::vector<std::string>& classes, PendingItem& item, SetBuilder& set) {
  const auto fields = splitFields(line.text);
  const auto number = toInteger(fields[0]);
  std::vector<double> values;
  for (std::size_t i = 1; i < fields.size(); ++i)
    if (const auto value = toNumber(fields[i])) values.push_back(*value);
  const auto shape = values.size() + 1 == fields.size() ? parseShape(values) : std::nullopt;
  if (!number || !shape) {
    set.bad(where,
            "`" + line.text.substr(0, 80) +
                "` is not a label; expected `class x y width height` in fractions of the image");
    return;
  }
  if (*number < 0 || *number >= int64_t(classes.size())) {
    set.bad(where, "class " + std::string(fields[0]) + " is unknown; expected 0 to " +
                       std::to_string(classes.size() - 1));
    return;
  }
  for (const double value : values)
    if (value < -1 || value > 2) {
      set.bad(where,
              "`" + numberText(value) +
                  "` is not a fraction of the image; expected numbers from 0 to 1, not pixels");
      return;
    }
  item.labels.push_back({classes[std::size_t(*number)], *shape, where});
}

ImportedSet readSet(const fs::path& source, const ImportOptions& options,
                    const Progress& progress) {
  const YoloLayout layout = layoutOf(source);
  SetBuilder set(formatName, options, progress);
  for (const std::string& name : layout.classes) set.addClass(name);
  int64_t unlabelled = 0;
  for (const fs::path& image : filesUnder(layout.root, hasImageExtension)) {
    PendingItem item;
    item.image = image;
    item.isRelative = true;
    item.split = splitOfPath(fs::relative(image, layout.root));
    const fs::path labels = labelFileOf(image, layout.root);
    item.where = labels.string();
    if (std::error_code ignored; !fs::exists(labels, ignored)) {
      item.status = LabelStatus::Unlabelled;
      ++unlabelled;
    } else try {
        for (const TextLine& line : readLines(labels))
          parseLine(line, atLine(labels, line.number), layout.classes, item, set);
      } catch (const Error& error) {
        set.bad(error.where(), error.message());
        item.status = LabelStatus::Unlabelled;
      }
    set.addItem(std::move(item));
  }
  if (unlabelled > 0)
    set.warn(source.string(),
             std::to_string(unlabelled) + " image(s) have no label file and come in unlabelled");
  return set.finish(source);
}

std::string labelText(const Item& item, const std::vector<std::string>& classes, LossTally& losses,
                      ExportReport& report) {
  std::string text;
  for (const Annotation& annotation : item.annotations) {
    const auto found = std::find(classes.begin(), classes.end(), annotation.className);
    require(found != classes.end(),
            "a label has class `" + annotation.className + "`, which the project does not have",
            item.path, Code::Internal);
    text += std::to_string(found - classes.begin());
    if (const auto* polygon = std::get_if<Polygon>(&annotation.shape)) {
      for (const Point& p : polygon->points)
        text += " " + numberText(p.x / item.width) + " " + numberText(p.y / item.height);
    } else {
      const Box b = boxAndLoss(annotation.shape, losses);
      for (const double v : {(b.x1 + b.x2) / 2 / item.width, (b.y1 + b.y2) / 2 / item.height,
                             b.width() / item.width, b.height() / item.height})
        text += " " + numberText(v);
    }
    text += "\n";
    ++report.annotations;
  }
  return text;
}

ExportReport writeSet(const Snapshot& snapshot, const fs::path& dataRoot, const fs::path& out,
                      const Progress& progress) {
  ExportReport report;
  LossTally losses;
  StemGiver stems;
  std::set<std::string> parts;
  const std::vector<const Item*> items = labelledImages(snapshot, losses);
  for (const Item* item : items) {
    progress.step(report.items, int64_t(items.size()), "writing images");
    const fs::path image = fileOf(item->path, dataRoot);
    const std::string stem = stems.stemFor(image);
    const std::string part = item->split == Split::None    ? ""
                             : item->split == Split::Valid ? "val"
                                                           : std::string(splitName(item->split));
    if (!item->reference.empty()) losses.add("reference image(s) left out: YOLO has no pairs");
    copyFileTo(image, out / "images" / part / (stem + image.extension().string()));
    writeTextFile(out / "labels" / part / (stem + ".txt"),
                  labelText(*item, snapshot.classes, losses, report));
    parts.insert(part);
    ++report.items;
  }
  YAML::Emitter yaml;
  yaml << YAML::BeginMap << YAML::Key << "path" << YAML::Value << ".";
  for (const std::string& part : parts)
    yaml << YAML::Key << (part.empty() ? "train" : part) << YAML::Value
         << (part.empty() ? "images" : "images/" + part);
  yaml << YAML::Key << "nc" << YAML::Value << snapshot.classes.size() << YAML::Key << "names"
       << YAML::Value << snapshot.classes << YAML::EndMap;
  writeTextFile(out / "data.yaml", std::string(yaml.c_str()) + "\n");
  report.losses = losses.lines();
  return report;
}

}  // namespace

Format yoloFormat() {
  return {formatName,
          "A folder with data.yaml or classes.txt, images/ and labels/, perhaps with a folder for "
          "each split.",
          {ItemKind::Image},
          readSet,
          writeSet};
}

}  // namespace assay
