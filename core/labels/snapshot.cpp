// SPDX-License-Identifier: Apache-2.0
#include "core/labels/snapshot.h"

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/labels/annotation_json.h"

namespace assay {

namespace {

constexpr int snapshotFormat = 1;

Json toJson(const Item& item) {
  Json json = {{"kind", itemKindName(item.kind)}, {"path", item.path}};
  if (!item.reference.empty()) json["reference"] = item.reference;
  json["sha256"] = item.sha256;
  json["width"] = item.width;
  json["height"] = item.height;
  json["channels"] = item.channels;
  json["bits"] = item.bitDepth;
  json["split"] = splitName(item.split);
  json["status"] = labelStatusName(item.status);
  if (!item.group.empty()) json["group"] = item.group;
  std::vector<std::string> lines;   // order of drawing is no part of the content
  for (const Annotation& annotation : item.annotations) lines.push_back(toLine(annotationToJson(annotation)));
  std::sort(lines.begin(), lines.end());
  json["labels"] = Json::array();
  for (const std::string& line : lines) json["labels"].push_back(Json::parse(line));
  return json;
}

int boundedInt(const Json& json, const char* key, int64_t low, int64_t high, const std::string& where) {
  const int64_t value = member<int64_t>(json, key, where);
  require(value >= low && value <= high, std::string("`") + key + "` is out of range", where);
  return static_cast<int>(value);
}

Item itemFromJson(const Json& json, const std::string& where) {
  Item item;
  item.kind = itemKindFromName(member<std::string>(json, "kind", where));
  item.path = member<std::string>(json, "path", where);
  require(!item.path.empty(), "an item needs a path", where);
  if (json.contains("reference")) item.reference = member<std::string>(json, "reference", where);
  item.sha256 = member<std::string>(json, "sha256", where);
  item.width = boundedInt(json, "width", 0, 1 << 20, where);
  item.height = boundedInt(json, "height", 0, INT32_MAX, where);
  item.channels = boundedInt(json, "channels", 0, 4, where);
  item.bitDepth = boundedInt(json, "bits", 8, 16, where);
  item.split = splitFromName(member<std::string>(json, "split", where));
  item.status = labelStatusFromName(member<std::string>(json, "status", where));
  if (json.contains("group")) item.group = member<std::string>(json, "group", where);
  const Json labels = member<Json>(json, "labels", where);
  require(labels.is_array(), "`labels` must be an array", where);
  for (const Json& label : labels) item.annotations.push_back(annotationFromJson(label, where));
  return item;
}

void readHeader(const Json& header, Snapshot& snapshot, const std::string& where) {
  const int64_t format = member<int64_t>(header, "format", where);
  if (format > snapshotFormat)
    throw Error(Code::NewerFormat, "the dataset version has format " + std::to_string(format) +
                                       ", this program reads up to " + std::to_string(snapshotFormat), where);
  snapshot.task = member<std::string>(header, "task", where);
  const Json classes = member<Json>(header, "classes", where);
  require(classes.is_array(), "`classes` must be an array", where);
  for (const Json& name : classes) {
    require(name.is_string(), "`classes` must hold names", where);
    snapshot.classes.push_back(name.get<std::string>());
  }
}

}  // namespace

std::vector<const Item*> Snapshot::inSplit(Split split) const {
  std::vector<const Item*> found;
  for (const Item& item : items)
    if (item.split == split) found.push_back(&item);
  return found;
}

std::string serialise(const Snapshot& snapshot) {
  std::vector<const Item*> order;
  for (const Item& item : snapshot.items) order.push_back(&item);
  std::sort(order.begin(), order.end(), [](const Item* a, const Item* b) { return a->path < b->path; });
  std::string text = toLine({{"format", snapshotFormat}, {"task", snapshot.task}, {"classes", snapshot.classes}}) + "\n";
  for (const Item* item : order) text += toLine(toJson(*item)) + "\n";
  return text;
}

std::string versionHash(const Snapshot& snapshot) { return sha256Hex(serialise(snapshot)); }

std::string writeSnapshot(const Snapshot& snapshot, const std::filesystem::path& folder) {
  const std::string text = serialise(snapshot);
  const std::string hash = sha256Hex(text);
  const std::filesystem::path file = folder / (hash + ".jsonl");
  if (std::filesystem::exists(file)) return hash;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw Error(Code::Io, "the folder cannot be created: " + error.message(), folder.string());
  writeFileAtomically(file, text);
  return hash;
}

Snapshot readSnapshot(const std::filesystem::path& file) {
  const std::string text = readFile(file);
  require(sha256Hex(text) == file.stem().string(), "the dataset version was changed: its content has another hash", file.string());
  Snapshot snapshot;
  int line = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string where = file.string() + ":" + std::to_string(++line);
    const Json json = parseJson(std::string_view(text).substr(start, end - start), where);
    try {
      if (line == 1) readHeader(json, snapshot, where);
      else snapshot.items.push_back(itemFromJson(json, where));
    } catch (const Error& error) {   // names of enums know no place: put the line on
      if (!error.where().empty()) throw;
      throw Error(error.code(), error.message(), where);
    }
    start = end + 1;
  }
  require(line > 0, "the dataset version is empty", file.string());
  return snapshot;
}

}  // namespace assay
