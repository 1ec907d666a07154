// SPDX-License-Identifier: Apache-2.0
#include "core/project/validator.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include "core/job/run_spec.h"
#include "core/project/file_options.h"
#include "core/project/problem_bag.h"
#include "core/project/validate_graph.h"
#include "core/store/item_table.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr int64_t fewLabels = 3;      // a class with fewer is learnt by chance
constexpr double edgeTolerance = 1;   // pixels; annotation tools round outwards

struct Subject {
  const Project& project;
  const PluginManifest& manifest;
  std::vector<Item> items;
  ProblemBag bag;

  bool learnsFrom(ItemKind kind) const {
    return std::find(manifest.itemKinds.begin(), manifest.itemKinds.end(), itemKindName(kind)) != manifest.itemKinds.end();
  }
  bool learnsFromImages() const { return learnsFrom(ItemKind::Image); }
  std::string place() const { return project.yamlFile().string(); }
  bool hasClass(const std::string& name) const {
    return std::any_of(project.classes.begin(), project.classes.end(), [&](const ClassDef& c) { return c.name == name; });
  }
};

void checkPlugin(Subject& s) {
  if (s.manifest.id != s.project.plugin)
    s.bag.add({{Severity::Error, s.place(), "the project is trained by the plugin `" + s.project.plugin + "`, not by `" + s.manifest.id + "`", {}}});
  if (s.manifest.task != s.project.task)
    s.bag.add({{Severity::Error, s.place(), "the project's task is `" + s.project.task + "`, the plugin `" + s.manifest.id +
                                                "` learns `" + s.manifest.task + "`", {}}});
  const OptionSchema schema = runSchema(s.manifest);
  Problems options = schema.validate(s.project.options);
  for (Problem& problem : options) problem.fix = "options.reset";
  s.bag.add(std::move(options));
  s.bag.add(missingFiles(schema, s.project.options, s.project.root));
}

void checkItemKinds(Subject& s) {
  for (const Item& item : s.items) {
    const std::string kind(itemKindName(item.kind));
    const auto& wanted = s.manifest.itemKinds;
    if (std::find(wanted.begin(), wanted.end(), kind) == wanted.end())
      s.bag.add("is of a kind that the plugin cannot learn from",
                {Severity::Warning, item.path, "`" + s.manifest.id + "` cannot learn from this " + kind, {}});
  }
}

/// Images that may be learned from without a label: their references say what they should look like.
bool areAllPairs(const std::vector<Item>& items) {
  return !items.empty() && std::all_of(items.begin(), items.end(), [](const Item& item) { return item.kind == ItemKind::Image && !item.reference.empty(); });
}

void checkSplits(Subject& s) {
  int64_t train = 0, test = 0, labelled = 0, labelledTest = 0;
  for (const Item& item : s.items) {
    if (item.kind == ItemKind::Document) continue;   // facts are found in them; they are no part of the training
    // A table's labels are among its columns, and one without a split is learnt from; a triple is its own label.
    const bool isTable = item.kind == ItemKind::Table || item.kind == ItemKind::Triples || item.kind == ItemKind::Sentences;
    const bool isTrain = item.split == Split::Train || (isTable && item.split == Split::None);
    const bool isLabelled = isTable ? item.status != LabelStatus::Withheld : item.status == LabelStatus::Labelled;
    train += isTrain;
    test += item.split == Split::Test;
    labelled += isTrain && isLabelled;
    labelledTest += item.split == Split::Test && isLabelled;
  }
  const std::string place = s.project.root.string();
  const bool isWhole = s.learnsFrom(ItemKind::Triples) || s.learnsFrom(ItemKind::Sentences);   // its files say what they are for
  if (train == 0) s.bag.add({{Severity::Error, place, "nothing is in the training split", isWhole ? "data.import" : "split.make"}});
  else if (labelled == 0 && areAllPairs(s.items))
    s.bag.add({{Severity::Warning, place, "nothing in the training split is labelled: what differs from the references can be found, as far as made-up defects teach it", "label.items"}});
  else if (labelled == 0) s.bag.add({{Severity::Error, place, "nothing in the training split is labelled", "label.items"}});
  if (test == 0) s.bag.add({{Severity::Warning, place, "there is no test split: nothing says how good the model will be",
                              isWhole ? "data.import" : "split.make"}});
  else if (labelledTest == 0)
    s.bag.add({{Severity::Warning, place, "nothing in the test split is labelled: the model cannot be judged", "label.items"}});
}

void checkClasses(Subject& s) {
  if (s.project.classes.empty()) {
    const bool isColdStart = areAllPairs(s.items) || std::any_of(s.items.begin(), s.items.end(), [](const Item& item) {
      return item.kind == ItemKind::Image && item.split == Split::Train && item.status == LabelStatus::Labelled;
    });
    if (isColdStart) s.bag.add({{Severity::Warning, s.place(), "the project has no class: only what is unlike clean images or references can be found", "class.add"}});
    else s.bag.add({{Severity::Error, s.place(), "the project has no class", "class.add"}});
    return;
  }
  std::map<std::string, int64_t> counts;
  for (const Item& item : s.items)
    if (item.split == Split::Train && item.status == LabelStatus::Labelled)
      for (const Annotation& label : item.annotations) ++counts[label.className];
  for (const ClassDef& definition : s.project.classes) {
    const int64_t count = counts[definition.name];
    const std::string name = "class `" + definition.name + "`";
    if (count == 0) s.bag.add("classes have no label for training", {Severity::Warning, definition.name, name + " has no label in the training split", "label.items"});
    else if (count < fewLabels)
      s.bag.add("classes have very few labels", {Severity::Warning, definition.name, name + " has " + std::to_string(count) +
                " label" + (count == 1 ? "" : "s") + " in the training split; at least " + std::to_string(fewLabels) + " are advised", "label.items"});
  }
}

void checkLabel(Subject& s, const Item& item, const Annotation& label) {
  const Box box = boundingBox(label.shape);
  const std::string what = "a label of class `" + label.className + "` ";
  if (!s.hasClass(label.className))
    s.bag.add("labels of an unknown class", {Severity::Error, item.path, "a label has the class `" + label.className + "`, which the project does not have", "class.add"});
  if (box.area() <= 0) {
    s.bag.add("labels without area", {Severity::Error, item.path, what + "has no area", "label.items"});
    return;
  }
  if (item.width <= 0 || item.height <= 0) return;   // the size is not known: a damaged item, reported elsewhere
  const bool isOutside = box.x1 >= item.width || box.y1 >= item.height || box.x2 <= 0 || box.y2 <= 0;
  const double over = std::max({-box.x1, -box.y1, box.x2 - item.width, box.y2 - item.height});
  if (isOutside) s.bag.add("labels outside the image", {Severity::Error, item.path, what + "lies outside the image of " +
                           std::to_string(item.width) + " x " + std::to_string(item.height) + " pixels", "label.items"});
  else if (over > edgeTolerance)
    s.bag.add("labels over the edge", {Severity::Warning, item.path, what + "reaches " + std::to_string(std::llround(over)) +
              " pixels over the edge of the image", "label.items"});
}

void checkLabels(Subject& s) {
  for (const Item& item : s.items)
    for (const Annotation& label : item.annotations) checkLabel(s, item, label);
}

void checkReferences(Subject& s) {
  const auto hasReference = [](const Item& item) { return !item.reference.empty(); };
  if (std::none_of(s.items.begin(), s.items.end(), hasReference)) return;
  for (const Item& item : s.items)
    if (item.kind == ItemKind::Image && !hasReference(item))
      s.bag.add("images without a reference", {Severity::Warning, item.path, "has no reference image, while others have one", "data.import"});
}

void checkDuplicates(Subject& s) {
  std::map<std::string, const Item*> first;
  for (const Item& item : s.items) {
    if (item.sha256.empty()) continue;
    const auto [place, isNew] = first.emplace(item.sha256, &item);
    if (isNew) continue;
    const bool leaks = place->second->split != item.split && (place->second->split == Split::Test || item.split == Split::Test);
    s.bag.add(leaks ? "duplicates across the test split" : "duplicates",
              {Severity::Warning, item.path, "has the same content as " + place->second->path +
               (leaks ? ", and one of them is in the test split: the model would be judged by what it has seen" : ""), {}});
  }
}

void checkFile(Subject& s, const Item& item, const std::string& path, const char* what) {
  std::error_code error;
  const fs::path file = s.project.root / path;   // an absolute path stays as it is
  const fs::file_status status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found)
    s.bag.add("files are missing", {Severity::Error, item.path, std::string(what) + " is missing: " + file.string(), "data.import"});
  else if (status.type() != fs::file_type::regular)
    s.bag.add("files cannot be read", {Severity::Error, item.path, std::string(what) + " is not a file that can be read: " + file.string(), "data.import"});
  else if (fs::file_size(file, error) == 0 && !error)
    s.bag.add("files are empty", {Severity::Error, item.path, std::string(what) + " is empty: " + file.string(), "data.import"});
}

const char* fileWords(ItemKind kind) {
  return kind == ItemKind::Table       ? "the table"
         : kind == ItemKind::Triples   ? "the file of triples"
         : kind == ItemKind::Sentences ? "the file of sentences"
         : kind == ItemKind::Document  ? "the document"
                                       : "the image";
}

void checkFiles(Subject& s) {
  for (const Item& item : s.items) {
    checkFile(s, item, item.path, fileWords(item.kind));
    if (!item.reference.empty())
      checkFile(s, item, item.reference, item.kind == ItemKind::Triples ? "the file of entity names" : "the reference image");
  }
}

}  // namespace

Problems validateProject(const Project& project, Database& database, const PluginManifest& manifest, Check check) {
  Subject s{project, manifest, listItems(database, With::Annotations), {}};
  checkPlugin(s);
  if (s.items.empty()) {
    s.bag.add({{Severity::Error, project.root.string(),
                s.learnsFromImages() ? "the project has no image" : "the project has no data", "data.import"}});
  } else {
    checkItemKinds(s);
    checkDuplicates(s);
    checkReferences(s);
    checkSplits(s);
  }
  if (s.learnsFromImages()) {
    checkClasses(s);
    checkLabels(s);
  }
  if (check == Check::Files) checkFiles(s);
  if (check == Check::Files && s.learnsFrom(ItemKind::Triples) && !s.items.empty()) s.bag.add(graphProblems(s.items, project.root));
  return s.bag.take();
}

}  // namespace assay
