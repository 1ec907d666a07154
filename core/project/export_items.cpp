// SPDX-License-Identifier: Apache-2.0
#include "core/project/export_items.h"

#include <algorithm>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/store/item_table.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

/// A folder that is removed unless it was given its final name.
class StagedFolder {
 public:
  explicit StagedFolder(const fs::path& final) : final_(final), staged_(final.string() + ".part-" + std::to_string(::getpid())) {
    std::error_code fault;
    fs::create_directories(staged_, fault);
    if (fault)
      throw Error(fault == std::errc::no_space_on_device ? Code::DiskFull : Code::ReadOnly,
                  "the folder cannot be created: " + fault.message(), staged_.string());
  }
  ~StagedFolder() {
    std::error_code ignored;
    if (!done_) fs::remove_all(staged_, ignored);
  }
  StagedFolder(const StagedFolder&) = delete;
  StagedFolder& operator=(const StagedFolder&) = delete;

  const fs::path& path() const { return staged_; }
  void finish() {
    std::error_code fault;
    fs::remove(final_, fault);   // an empty folder of that name
    fs::rename(staged_, final_, fault);
    require(!fault, "the finished export cannot be given its name: " + fault.message(), final_.string(), Code::Io);
    done_ = true;
  }

 private:
  fs::path final_, staged_;
  bool done_ = false;
};

}  // namespace

ExportReport exportItems(const Project& project, Database& database, const Format& format, const fs::path& out,
                         const Progress& progress) {
  require(bool(format.write), "the format `" + format.name + "` can be read but not written", out.string(), Code::BadOption);
  const fs::path target = fs::absolute(out).lexically_normal();
  const fs::path final = target.has_filename() ? target : target.parent_path();
  std::error_code ignored;
  require(!fs::exists(final, ignored) || (fs::is_directory(final) && fs::is_empty(final)),
          "something is there already; expected a new name or an empty folder", final.string());
  std::vector<std::string> classes;
  for (const ClassDef& c : project.classes) classes.push_back(c.name);
  const Snapshot snapshot = takeSnapshot(database, project.task, classes);
  require(!snapshot.items.empty(), "the project has no items to export", project.root.string());
  const auto holds = [&](const Item& item) { return std::find(format.kinds.begin(), format.kinds.end(), item.kind) != format.kinds.end(); };
  require(std::any_of(snapshot.items.begin(), snapshot.items.end(), holds),
          "the format `" + format.name + "` holds " + std::string(itemKindName(format.kinds.front())) + " items; the project has only " +
              std::string(itemKindName(snapshot.items.front().kind)) + " items", project.root.string());
  // A single file is written atomically by the format itself.
  if (final.extension() == ".json") requireWritable(final);
  if (final.extension() == ".json") return format.write(snapshot, project.root, final, progress);
  StagedFolder staged(final);
  ExportReport report = format.write(snapshot, project.root, staged.path(), progress);
  staged.finish();
  return report;
}

}  // namespace assay
