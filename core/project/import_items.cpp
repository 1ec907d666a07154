// SPDX-License-Identifier: Apache-2.0
#include "core/project/import_items.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/plugin/catalogue.h"
#include "core/store/item_table.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

/// The plugin's manifest says what its projects are made of. A project whose plugin is not installed here takes
/// anything: labelling does not need the plugin.
void checkKind(const Project& project, const Format& format) {
  const PluginCatalogue catalogue = PluginCatalogue::scan();
  for (const PluginEntry& plugin : catalogue.entries()) {
    if (plugin.manifest.id != project.plugin || !plugin.error.empty()) continue;
    const std::vector<std::string>& wanted = plugin.manifest.itemKinds;
    const bool fits = std::any_of(format.kinds.begin(), format.kinds.end(), [&](ItemKind kind) {
      return std::find(wanted.begin(), wanted.end(), itemKindName(kind)) != wanted.end();
    });
    require(fits || wanted.empty(), "the format `" + format.name + "` holds " + std::string(itemKindName(format.kinds.front())) +
                                        " items; the task `" + project.task + "` needs " + (wanted.empty() ? "" : wanted.front()) +
                                        " items", project.yamlFile().string());
  }
}

/// The images copied so far; they are removed again unless keep() is called.
class CopiedFiles {
 public:
  explicit CopiedFiles(fs::path folder) : folder_(std::move(folder)) {}
  ~CopiedFiles() {
    for (const fs::path& file : files_) discard(file);
  }
  CopiedFiles(const CopiedFiles&) = delete;
  CopiedFiles& operator=(const CopiedFiles&) = delete;

  fs::path copy(const fs::path& from) {
    std::error_code fault;
    fs::create_directories(folder_, fault);
    fs::path to = folder_ / from.filename();
    // Another import may take a name between the look and the copy: what is there is never written over.
    for (int n = 2; !fs::copy_file(from, to, fault) && fault == std::errc::file_exists; ++n)
      to = folder_ / (from.stem().string() + "_" + std::to_string(n) + from.extension().string());
    files_.insert(to);   // also when only a part arrived
    if (fault)
      throw Error(fault == std::errc::no_space_on_device        ? Code::DiskFull
                  : fault == std::errc::permission_denied ||
                            fault == std::errc::read_only_file_system ? Code::ReadOnly
                                                                      : Code::Io,
                  "copying " + from.string() + " failed: " + fault.message(), to.string());
    return to;
  }
  /// Removes the file if it is a copy made here.
  void discard(const fs::path& file) {
    std::error_code ignored;
    if (files_.contains(file)) fs::remove(file, ignored);
  }
  void keep() { files_.clear(); }

 private:
  fs::path folder_;
  std::set<fs::path> files_;
};

/// What the project holds already.
struct Present {
  std::map<std::string, std::string> pathByHash;
  std::set<std::string> paths;
};

Present presentItems(Database& database) {
  Present present;
  for (const Item& item : listItems(database, With::ItemsOnly)) {
    if (!item.sha256.empty()) present.pathByHash.emplace(item.sha256, item.path);
    present.paths.insert(item.path);
  }
  return present;
}

/// Appends what the source has and the project has not.
std::vector<std::string> appendClasses(Project& project, const std::vector<std::string>& classes) {
  std::vector<std::string> added;
  for (const std::string& name : classes) {
    const auto isIt = [&](const ClassDef& c) { return c.name == name; };
    if (std::any_of(project.classes.begin(), project.classes.end(), isIt)) continue;
    ClassDef fresh;
    fresh.name = name;
    for (const ClassDef& c : project.classes) fresh.colour = std::max(fresh.colour, c.colour + 1);
    for (char digit = '1'; digit <= '9' && fresh.key.empty(); ++digit) {
      const std::string key(1, digit);
      const auto hasIt = [&](const ClassDef& c) { return c.key == key; };
      if (std::none_of(project.classes.begin(), project.classes.end(), hasIt)) fresh.key = key;
    }
    project.classes.push_back(fresh);
    added.push_back(name);
  }
  return added;
}

/// Whether the project has this content or this file already; says so in the report.
bool isPresent(const Item& item, const std::string& path, const Present& present, ImportReport& report) {
  if (!item.sha256.empty() && present.pathByHash.contains(item.sha256)) {
    ++report.duplicates;
    report.problems.push_back({Severity::Warning, item.path,
                               "the project has this content already as " + present.pathByHash.at(item.sha256) + "; skipped", {}});
    return true;
  }
  if (!present.paths.contains(path)) return false;
  report.problems.push_back({Severity::Warning, item.path,
                             "the project has this file already, with other content; skipped. Remove the item first to take the new one", {}});
  return true;
}

/// What the project lacks, with its files in place. The database is not held meanwhile: copying may take minutes, and
/// somebody may be labelling.
std::vector<Item> placeItems(const Project& project, Database& database, ImportedSet& set, const ImportOptions& options,
                             CopiedFiles& copies, ImportReport& report, const Progress& progress) {
  const Present present = presentItems(database);
  const auto place = [&](const std::string& file) {
    return portablePath(options.copyImages ? copies.copy(file) : fs::path(file), project.root);
  };
  std::vector<Item> placed;
  for (std::size_t i = 0; i < set.items.size(); ++i) {
    if (options.copyImages) progress.step(int64_t(i), int64_t(set.items.size()), "copying");
    Item item = std::move(set.items[i]);
    if (isPresent(item, portablePath(item.path, project.root), present, report)) continue;
    item.path = place(item.path);
    if (!item.reference.empty()) item.reference = place(item.reference);
    placed.push_back(std::move(item));
  }
  return placed;
}

/// Inside the transaction. Leaves out what another import has stored since placeItems() looked.
void storeItems(const Project& project, Database& database, const std::vector<Item>& items, CopiedFiles& copies,
                ImportReport& report, const Progress& progress) {
  const Present present = presentItems(database);
  for (std::size_t i = 0; i < items.size(); ++i) {
    progress.step(int64_t(i), int64_t(items.size()), "storing");
    const Item& item = items[i];
    if (isPresent(item, item.path, present, report)) {
      for (const std::string& file : {item.path, item.reference}) copies.discard(project.root / file);
      continue;
    }
    addItem(database, item);
    ++report.items;
    report.annotations += int64_t(item.annotations.size());
  }
}

}  // namespace

ImportReport importItems(Project& project, Database& database, const Format& format, const fs::path& source,
                         const ImportOptions& options, const Progress& progress) {
  checkKind(project, format);
  require(!database.isReadOnly(), "the project is open read-only", project.root.string(), Code::ReadOnly);
  ImportOptions complete = options;
  complete.classes.clear();
  for (const ClassDef& c : project.classes) complete.classes.push_back(c.name);
  ImportedSet set = format.read(fs::absolute(source).lexically_normal(), complete, progress);
  ImportReport report;
  report.problems = std::move(set.problems);
  if (!report.imported()) return report;

  CopiedFiles copies(project.imagesFolder());
  const std::vector<Item> items = placeItems(project, database, set, complete, copies, report, progress);
  Transaction transaction(database);
  storeItems(project, database, items, copies, report, progress);
  // As it is now: a class may have been added, or an option set, while the files were copied.
  const Project before = loadProject(project.root);
  Project changed = before;
  report.newClasses = appendClasses(changed, set.classes);
  // The classes are saved before the items are committed: a crash between the two leaves unused classes at
  // worst, never a label without its class.
  if (!report.newClasses.empty()) saveProject(changed);
  try {
    transaction.commit();
  } catch (...) {
    if (!report.newClasses.empty()) saveProject(before);
    throw;
  }
  copies.keep();
  project = std::move(changed);
  return report;
}

std::string summary(const ImportReport& report) {
  std::string text = std::to_string(report.items) + " items with " + std::to_string(report.annotations) + " labels";
  if (report.duplicates > 0) text += "; " + std::to_string(report.duplicates) + " duplicates skipped";
  if (!report.newClasses.empty()) text += "; " + std::to_string(report.newClasses.size()) + " new classes";
  return text;
}

}  // namespace assay
