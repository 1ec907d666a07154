// SPDX-License-Identifier: Apache-2.0
#include "core/plugin/catalogue.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "core/base/error.h"
#include "core/base/paths.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> subfoldersWithManifest(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (fs::exists(entry.path() / "plugin.yaml")) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<fs::path> searchFolders() {
  std::vector<fs::path> folders;
  const char* bin = std::getenv("ASSAY_BIN");
  if (bin && *bin) folders.push_back(fs::path(bin) / "../plugins");
  folders.push_back(executableFolder() / "../plugins");
  folders.push_back(assayHome() / "plugins");
  const std::string extra = std::getenv("ASSAY_PLUGIN_PATH") ? std::getenv("ASSAY_PLUGIN_PATH") : "";
  for (std::size_t start = 0; start < extra.size();) {
    const std::size_t end = std::min(extra.find(':', start), extra.size());
    if (end > start) folders.push_back(extra.substr(start, end - start));
    start = end + 1;
  }
  return folders;
}

PluginEntry readEntry(const fs::path& folder) {
  PluginEntry entry{folder, {}, {}};
  try {
    entry.manifest = readManifest(folder / "plugin.yaml");
  } catch (const Error& error) {   // one bad plugin is a row with its error
    if (entry.manifest.id.empty()) entry.manifest.id = folder.filename().string();
    entry.error = error.what();
  }
  return entry;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

}  // namespace

PluginCatalogue PluginCatalogue::scan() { return scan(searchFolders()); }

PluginCatalogue PluginCatalogue::scan(const std::vector<fs::path>& folders) {
  PluginCatalogue catalogue;
  std::set<std::string> seen;
  for (const fs::path& folder : folders)
    for (const fs::path& plugin : subfoldersWithManifest(folder)) {
      PluginEntry entry = readEntry(plugin);
      if (seen.insert(entry.manifest.id).second) catalogue.entries_.push_back(std::move(entry));
    }
  return catalogue;
}

const PluginManifest& PluginCatalogue::byId(const std::string& id) const {
  std::vector<std::string> known;
  for (const PluginEntry& entry : entries_) {
    if (entry.manifest.id == id && entry.error.empty()) return entry.manifest;
    if (entry.manifest.id == id) throw Error(Code::BadPlugin, "plugin `" + id + "` cannot be used: " + entry.error, entry.folder.string());
    known.push_back(entry.manifest.id);
  }
  throw Error(Code::NotFound, "there is no plugin `" + id + "`; known: " + joined(known));
}

const PluginManifest& PluginCatalogue::byTask(const std::string& task) const {
  for (const PluginEntry& entry : entries_)
    if (entry.error.empty() && entry.manifest.task == task) return entry.manifest;
  throw Error(Code::NotFound, "no plugin does the task `" + task + "`; known tasks: " + joined(tasks()));
}

std::vector<std::string> PluginCatalogue::tasks() const {
  std::set<std::string> names;
  for (const PluginEntry& entry : entries_)
    if (entry.error.empty()) names.insert(entry.manifest.task);
  return {names.begin(), names.end()};
}

}  // namespace assay
