// SPDX-License-Identifier: Apache-2.0
// DeepPCB (Tang et al. 2019): trainval.txt and test.txt name `groupG/G/X.jpg groupG/G_not/X.txt`;
// the images are X_test.* with their template X_temp.*; a label line is `x1 y1 x2 y2 type`.
#include <array>

#include "core/base/error.h"
#include "core/formats/builtin_formats.h"
#include "core/formats/set_builder.h"
#include "core/formats/text_files.h"
#include "core/formats/write_support.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr const char* formatName = "deeppcb";
constexpr std::array<const char*, 6> classNames = {"open", "short",  "mousebite",
                                                   "spur", "copper", "pin-hole"};

fs::path rootOf(const fs::path& source) {
  requireSource(source);
  for (const fs::path& root : {source, source / "PCBData", source / "DeepPCB" / "PCBData"})
    if (firstExisting(root, {"trainval.txt", "test.txt"})) return root;
  throwWrongFormat(source, formatName,
                   "a folder with trainval.txt and test.txt, or one that holds PCBData");
}

bool staysInside(const fs::path& path) {
  if (path.empty() || path.is_absolute()) return false;
  for (const fs::path& part : path)
    if (part == "..") return false;
  return true;
}

std::optional<PendingLabel> parseLabel(const TextLine& line, const std::string& where,
                                       SetBuilder& set) {
  const auto fields = splitFields(line.text);
  std::array<double, 5> numbers{};
  bool isGood = fields.size() == numbers.size();
  for (std::size_t i = 0; isGood && i < numbers.size(); ++i) {
    const auto number = toNumber(fields[i]);
    isGood = number.has_value();
    if (isGood) numbers[i] = *number;
  }
  if (!isGood) {
    set.bad(where, "`" + line.text.substr(0, 80) + "` is not a label; expected `x1 y1 x2 y2 type`");
    return std::nullopt;
  }
  const double type = numbers[4];
  if (type != 1 && type != 2 && type != 3 && type != 4 && type != 5 && type != 6) {
    set.bad(
        where,
        "class `" + std::string(fields[4]) +
            "` is unknown; expected 1 open, 2 short, 3 mousebite, 4 spur, 5 copper or 6 pin-hole");
    return std::nullopt;
  }
  return PendingLabel{classNames[std::size_t(type) - 1],
                      Box{numbers[0], numbers[1], numbers[2], numbers[3]}, where};
}

void readLabels(const fs::path& file, PendingItem& item, SetBuilder& set) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    set.warn(item.where,
             "the label file " + file.string() + " is missing; the image comes in unlabelled");
    item.status = LabelStatus::Unlabelled;
    return;
  }
  try {
    for (const TextLine& line : readLines(file))
      if (auto label = parseLabel(line, atLine(file, line.number), set))
        item.labels.push_back(std::move(*label));
  } catch (const Error& error) {
    set.bad(error.where(), error.message());
    item.status = LabelStatus::Unlabelled;
  }
}

void readSplitLine(const fs::path& root, const TextLine& line, const std::string& where,
                   Split split, SetBuilder& set) {
  const auto fields = splitFields(line.text);
  if (fields.size() != 2 || !staysInside(fields[0]) || !staysInside(fields[1])) {
    set.fail(where, "`" + line.text.substr(0, 120) +
                        "` names no pair; expected `groupX/Y/Z.jpg groupX/Y_not/Z.txt`");
    return;
  }
  const fs::path named = root / fields[0];
  const std::string stem = (named.parent_path() / named.stem()).string();
  const auto test = findImage(stem + "_test");
  const auto reference = findImage(stem + "_temp");
  PendingItem item;
  item.where = where;
  item.split = split;
  item.group = fs::path(fields[0]).begin()->string();
  item.image = test.value_or(stem + "_test.jpg");
  item.reference = reference.value_or(stem + "_temp.jpg");
  readLabels(root / fields[1], item, set);
  set.addItem(std::move(item));
}

ImportedSet readSet(const fs::path& source, const ImportOptions& options,
                    const Progress& progress) {
  const fs::path root = rootOf(source);
  SetBuilder set(formatName, options, progress);
  for (const char* name : classNames) set.addClass(name);
  for (const auto& [file, split] :
       {std::pair{"trainval.txt", Split::Train}, {"test.txt", Split::Test}}) {
    if (!fs::exists(root / file)) {
      set.warn((root / file).string(), "the split file is missing; only the other one is read");
      continue;
    }
    for (const TextLine& line : readLines(root / file))
      readSplitLine(root, line, atLine(root / file, line.number), split, set);
  }
  return set.finish(source);
}

int typeOf(const std::string& className) {
  for (std::size_t i = 0; i < classNames.size(); ++i)
    if (className == classNames[i]) return int(i) + 1;
  return 0;
}

std::string labelText(const Item& item, LossTally& losses, ExportReport& report) {
  std::string text;
  for (const Annotation& annotation : item.annotations) {
    const int type = typeOf(annotation.className);
    if (type == 0) {
      losses.add("label(s) of class `" + annotation.className +
                 "` left out: DeepPCB has six fixed classes");
      continue;
    }
    const Box box = wholePixels(boxAndLoss(annotation.shape, losses), losses);
    for (const double v : {box.x1, box.y1, box.x2, box.y2}) text += numberText(v) + " ";
    text += std::to_string(type) + "\n";
    ++report.annotations;
  }
  return text;
}

/// "group20085" and "20085" are the same family.
std::string familyOf(const Item& item) {
  std::string family = item.group.starts_with("group") ? item.group.substr(5) : item.group;
  std::erase_if(family,
                [](char c) { return c == '/' || c == '\\' || c == ' ' || c == ',' || c == '\t'; });
  return family.empty() || family == "." || family == ".." ? "00000" : family;
}

/// Spaces and commas separate the fields of a split file.
std::string plainStem(std::string stem) {
  if (stem.ends_with("_test")) stem.resize(stem.size() - 5);
  for (char& c : stem)
    if (c == ' ' || c == ',' || c == '\t') c = '_';
  return stem;
}

ExportReport writeSet(const Snapshot& snapshot, const fs::path& dataRoot, const fs::path& out,
                      const Progress& progress) {
  ExportReport report;
  LossTally losses;
  StemGiver stems;
  std::string trainval, test;
  const std::vector<const Item*> items = labelledImages(snapshot, losses);
  for (const Item* item : items) {
    progress.step(report.items, int64_t(items.size()), "writing images");
    if (item->reference.empty()) {
      losses.add("image(s) left out: DeepPCB needs a template for each");
      continue;
    }
    const std::string family = familyOf(*item), group = "group" + family;
    const fs::path image = fileOf(item->path, dataRoot),
                   reference = fileOf(item->reference, dataRoot);
    const std::string stem = stems.stemFor(plainStem(image.stem().string()) + ".x");
    const fs::path base = out / "PCBData" / group;
    copyFileTo(image, base / family / (stem + "_test" + image.extension().string()));
    copyFileTo(reference, base / family / (stem + "_temp" + reference.extension().string()));
    writeTextFile(base / (family + "_not") / (stem + ".txt"), labelText(*item, losses, report));
    if (item->split == Split::Valid)
      losses.add("image(s) of the valid split written into trainval");
    if (item->split == Split::None) losses.add("image(s) without a split written into trainval");
    (item->split == Split::Test ? test : trainval) += group + "/" + family + "/" + stem + ".jpg " +
                                                      group + "/" + family + "_not/" + stem +
                                                      ".txt\n";
    ++report.items;
  }
  writeTextFile(out / "PCBData" / "trainval.txt", trainval);
  writeTextFile(out / "PCBData" / "test.txt", test);
  report.losses = losses.lines();
  return report;
}

}  // namespace

Format deeppcbFormat() {
  return {formatName,
          "Pairs of test image and template: a folder PCBData with trainval.txt and test.txt, as "
          "DeepPCB is distributed; "
          "its split is kept.",
          {ItemKind::Image},
          readSet,
          writeSet};
}

}  // namespace assay
