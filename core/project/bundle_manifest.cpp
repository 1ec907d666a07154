// SPDX-License-Identifier: Apache-2.0
#include "core/project/bundle_manifest.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/project/bundle.h"

namespace assay {

namespace {

constexpr std::size_t maxPath = 1024;
constexpr uint64_t maxMemberBytes = uint64_t{1} << 40;

bool isHash(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

BundleMember memberFromJson(const Json& json, const std::string& where) {
  BundleMember result;
  result.sha256 = member<std::string>(json, "sha256", where);
  require(isHash(result.sha256), "`sha256` must be 64 hex digits", where);
  const int64_t size = member<int64_t>(json, "size", where);
  require(size >= 0 && uint64_t(size) <= maxMemberBytes, "`size` is out of range", where);
  result.size = static_cast<uint64_t>(size);
  return result;
}

BundleModel modelFromJson(const Json& json, const std::string& where) {
  BundleModel model;
  model.run = {member<int64_t>(json, "run", where)};
  require(model.run.value > 0, "`run` must be positive", where);
  model.plugin = member<std::string>(json, "plugin", where);
  model.dataVersion = member<std::string>(json, "data_version", where);
  return model;
}

}  // namespace

uint64_t BundleManifest::totalBytes() const {
  uint64_t total = 0;
  for (const auto& [path, entry] : members) total += entry.size;
  return total;
}

bool isSafeMember(std::string_view path) {
  if (path.empty() || path.size() > maxPath || path.front() == '/' || path.back() == '/') return false;
  if (firstBadUtf8(path) != std::string_view::npos) return false;   // JSON could not say it
  for (const char c : path)
    if (static_cast<unsigned char>(c) < 32 || c == 127 || c == '\\') return false;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view part = path.substr(start, end - start);
    if (part.empty() || part == "." || part == ".." || part.size() > 255) return false;
    start = end + 1;
  }
  const std::string_view first = path.substr(0, path.find('/'));
  return !first.starts_with("assay.db") && first != ".lock" && first != bundleManifestName;
}

Json toJson(const BundleManifest& manifest) {
  Json members = Json::object();
  for (const auto& [path, entry] : manifest.members) members[path] = {{"sha256", entry.sha256}, {"size", entry.size}};
  Json json = {{"format", bundleFormat}, {"project", manifest.project}, {"version", manifest.version}};
  if (manifest.model)
    json["model"] = {{"run", manifest.model->run.value}, {"plugin", manifest.model->plugin}, {"data_version", manifest.model->dataVersion}};
  json["members"] = std::move(members);
  return json;
}

BundleManifest bundleManifestFromJson(std::string_view text, const std::string& where) {
  const Json json = parseJson(text, where);
  const int64_t format = member<int64_t>(json, "format", where);
  if (format > bundleFormat)
    throw Error(Code::NewerFormat, "the bundle has format " + std::to_string(format) + ", this program reads up to " +
                                       std::to_string(bundleFormat), where);
  require(format >= 1, "format " + std::to_string(format) + " never was", where);
  BundleManifest manifest;
  manifest.project = member<std::string>(json, "project", where);
  manifest.version = member<std::string>(json, "version", where);
  require(isHash(manifest.version), "`version` must be 64 hex digits", where);
  if (json.contains("model")) manifest.model = modelFromJson(json["model"], where);
  require(json.contains("members") && json["members"].is_object(), "`members` must be an object", where);
  for (const auto& [path, entry] : json["members"].items()) {
    require(isSafeMember(path), "the member `" + path + "` would be written outside the bundle's folder, or over its database", where);
    require(manifest.members.emplace(path, memberFromJson(entry, where)).second, "the member `" + path + "` is there twice", where);
  }
  for (const std::string& needed : {std::string("project.yaml"), "versions/" + manifest.version + ".jsonl"})
    require(manifest.members.contains(needed), "the bundle lacks `" + needed + "`", where);
  return manifest;
}

}  // namespace assay
