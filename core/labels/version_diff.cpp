// SPDX-License-Identifier: Apache-2.0
#include "core/labels/version_diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/labels/annotation_json.h"

namespace assay {

namespace {

using Labels = std::vector<Annotation>;

bool sameLabel(const Annotation& a, const Annotation& b) { return a.className == b.className && a.shape == b.shape; }

/// Takes out what both have; labels may repeat.
void dropEqual(Labels& before, Labels& after) {
  std::erase_if(before, [&](const Annotation& old) {
    const auto same = std::find_if(after.begin(), after.end(), [&](const Annotation& a) { return sameLabel(a, old); });
    if (same == after.end()) return false;
    after.erase(same);
    return true;
  });
}

struct Pairing {
  double overlap;
  bool sameClass;
  std::size_t before, after;
};

std::vector<Pairing> overlapping(const Labels& before, const Labels& after) {
  std::vector<Pairing> pairs;
  for (std::size_t i = 0; i < before.size(); ++i)
    for (std::size_t j = 0; j < after.size(); ++j) {
      const double overlap = intersectionOverUnion(boundingBox(before[i].shape), boundingBox(after[j].shape));
      if (overlap >= sameLabelIou) pairs.push_back({overlap, before[i].className == after[j].className, i, j});
    }
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pairing& a, const Pairing& b) {
    return std::tie(a.overlap, a.sameClass) > std::tie(b.overlap, b.sameClass);
  });
  return pairs;
}

Labels without(const Labels& labels, const std::vector<bool>& taken) {
  Labels rest;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (!taken[i]) rest.push_back(labels[i]);
  return rest;
}

void diffLabels(Labels before, Labels after, ItemDiff& diff) {
  dropEqual(before, after);
  std::vector<bool> takenBefore(before.size()), takenAfter(after.size());
  for (const Pairing& pair : overlapping(before, after)) {
    if (takenBefore[pair.before] || takenAfter[pair.after]) continue;
    takenBefore[pair.before] = takenAfter[pair.after] = true;
    diff.changed.emplace_back(before[pair.before], after[pair.after]);
  }
  diff.removed = without(before, takenBefore);
  diff.added = without(after, takenAfter);
}

ItemDiff diffItems(const Item& before, const Item& after) {
  ItemDiff diff;
  diff.path = after.path;
  const auto content = [](const Item& i) {
    return std::tie(i.kind, i.sha256, i.reference, i.width, i.height, i.channels, i.bitDepth, i.group);
  };
  diff.hasOtherContent = content(before) != content(after);
  if (before.split != after.split) diff.split = {before.split, after.split};
  if (before.status != after.status) diff.status = {before.status, after.status};
  diffLabels(before.annotations, after.annotations, diff);
  return diff;
}

std::map<std::string, const Item*> byPath(const Snapshot& snapshot) {
  std::map<std::string, const Item*> items;
  for (const Item& item : snapshot.items) items.emplace(item.path, &item);
  return items;
}

std::vector<std::string> notIn(const std::vector<std::string>& names, const std::vector<std::string>& others) {
  std::vector<std::string> rest;
  for (const std::string& name : names)
    if (std::find(others.begin(), others.end(), name) == others.end()) rest.push_back(name);
  return rest;
}

Json labelsToJson(const Labels& labels) {
  Json list = Json::array();
  for (const Annotation& label : labels) list.push_back(annotationToJson(label));
  return list;
}

Json toJson(const ItemDiff& diff) {
  Json json = {{"path", diff.path}};
  if (diff.hasOtherContent) json["content"] = true;
  if (diff.split) json["split"] = {splitName(diff.split->first), splitName(diff.split->second)};
  if (diff.status) json["status"] = {labelStatusName(diff.status->first), labelStatusName(diff.status->second)};
  Json changed = Json::array();
  for (const auto& [before, after] : diff.changed)
    changed.push_back(Json::array({annotationToJson(before), annotationToJson(after)}));
  json["labels"] = {{"added", labelsToJson(diff.added)}, {"removed", labelsToJson(diff.removed)}, {"changed", changed}};
  return json;
}

}  // namespace

VersionDiff diffVersions(const Snapshot& before, const Snapshot& after) {
  VersionDiff diff;
  diff.addedClasses = notIn(after.classes, before.classes);
  diff.removedClasses = notIn(before.classes, after.classes);
  const auto old = byPath(before), fresh = byPath(after);
  for (const auto& [path, item] : old)
    if (!fresh.contains(path)) diff.removedItems.push_back(path);
  for (const auto& [path, item] : fresh) {
    const auto previous = old.find(path);
    if (previous == old.end()) {
      diff.addedItems.push_back(path);
      continue;
    }
    ItemDiff changed = diffItems(*previous->second, *item);
    if (!changed.empty()) diff.changedItems.push_back(std::move(changed));
  }
  return diff;
}

Json toJson(const VersionDiff& diff) {
  Json changed = Json::array();
  for (const ItemDiff& item : diff.changedItems) changed.push_back(toJson(item));
  return {{"classes", {{"added", diff.addedClasses}, {"removed", diff.removedClasses}}},
          {"items", {{"added", diff.addedItems}, {"removed", diff.removedItems}, {"changed", changed}}}};
}

std::string summary(const VersionDiff& diff) {
  if (diff.empty()) return "no difference";
  std::size_t added = 0, removed = 0, changed = 0;
  for (const ItemDiff& item : diff.changedItems) {
    added += item.added.size();
    removed += item.removed.size();
    changed += item.changed.size();
  }
  const auto text = [](std::size_t number) { return std::to_string(number); };
  std::string line = text(diff.addedItems.size()) + " items added, " + text(diff.removedItems.size()) + " removed, " +
                     text(diff.changedItems.size()) + " changed (" + text(added) + " labels added, " + text(removed) +
                     " removed, " + text(changed) + " changed)";
  if (!diff.addedClasses.empty()) line += "; " + text(diff.addedClasses.size()) + " classes added";
  if (!diff.removedClasses.empty()) line += "; " + text(diff.removedClasses.size()) + " classes removed";
  return line;
}

}  // namespace assay
