// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <set>

#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/base/sha256.h"
#include "core/job/run_directory.h"
#include "core/labels/snapshot.h"
#include "core/project/bundle.h"
#include "core/project/bundle_archive.h"
#include "core/project/make_version.h"
#include "core/store/item_table.h"
#include "core/store/run_table.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

/// A folder that goes away unless it was renamed to its place.
class WorkFolder {
 public:
  explicit WorkFolder(fs::path folder) : folder_(std::move(folder)) {
    std::error_code error;
    fs::remove_all(folder_, error);
    fs::create_directories(folder_, error);
    if (error) throw Error(Code::ReadOnly, "the folder cannot be created: " + error.message(), folder_.string());
  }
  ~WorkFolder() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  const fs::path& path() const { return folder_; }

  /// Everything is on disk before the name says that it is whole. Another process may have been faster.
  void moveTo(const fs::path& place) const {
    if (const int fd = open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); fd >= 0) {
      syncfs(fd);
      close(fd);
    }
    std::error_code error;
    fs::rename(folder_, place, error);
    if (error && !fs::exists(place / "assay.db"))
      throw Error(Code::Io, "the unpacked bundle cannot be moved into place: " + error.message(), place.string());
  }

 private:
  fs::path folder_;
};

class PlainFile {
 public:
  explicit PlainFile(const fs::path& file) : name_(file.string()), fd_(open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)) {
    if (fd_ < 0) throwErrno("creating the file", name_);
  }
  ~PlainFile() { close(fd_); }
  PlainFile(const PlainFile&) = delete;
  PlainFile& operator=(const PlainFile&) = delete;
  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throwErrno("writing", name_);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

 private:
  std::string name_;
  int fd_;
};

void requireSpace(const BundleManifest& manifest, const fs::path& folder) {
  std::error_code error;
  const fs::space_info space = fs::space(folder, error);
  if (!error && manifest.totalBytes() > space.available)
    throw Error(Code::DiskFull, "the bundle unpacks to " + std::to_string(manifest.totalBytes()) + " bytes, and " +
                                    std::to_string(space.available) + " are free", folder.string());
}

void unpackMember(BundleReader& reader, const std::string& path, const BundleMember& expected, const fs::path& folder,
                  const std::string& bundle) {
  const fs::path file = folder / path;
  fs::create_directories(file.parent_path());
  PlainFile out(file);
  Sha256 hash;
  uint64_t size = 0;
  reader.content(expected.size, [&](std::string_view piece) {
    hash.update(piece);
    out.write(piece);
    size += piece.size();
  });
  require(size == expected.size && hash.finish() == expected.sha256, "the member `" + path + "` is not what the manifest says", bundle);
}

BundleManifest unpack(const fs::path& file, const fs::path& folder, const Progress& progress) {
  const std::string bundle = file.string();
  BundleReader reader(file);
  const BundleManifest manifest = reader.manifest();
  requireSpace(manifest, folder);
  std::set<std::string> seen;
  const auto total = static_cast<int64_t>(manifest.members.size());
  for (std::string path = reader.next(); !path.empty(); path = reader.next()) {
    progress.step(static_cast<int64_t>(seen.size()), total, "opening the bundle");
    const auto expected = manifest.members.find(path);
    require(expected != manifest.members.end(), "the member `" + path + "` is not in the manifest", bundle);
    require(seen.insert(path).second, "the member `" + path + "` is there twice", bundle);
    unpackMember(reader, path, expected->second, folder, bundle);
  }
  for (const auto& [path, entry] : manifest.members)
    require(seen.contains(path), "the bundle is cut short: `" + path + "` is missing", bundle);
  return manifest;
}

/// A dataset version may name only what came with it.
void requireMembers(const BundleManifest& manifest, const Item& item, const std::string& bundle) {
  require(manifest.members.contains(item.path), "the dataset version names `" + item.path + "`, which is not in the bundle", bundle);
  require(item.reference.empty() || manifest.members.contains(item.reference),
          "the dataset version names `" + item.reference + "`, which is not in the bundle", bundle);
}

/// Its files are there, and no process of another machine is waited for.
void settleModel(const Project& project, const BundleManifest& manifest, const std::string& bundle) {
  const std::string number = std::to_string(manifest.model->run.value);
  for (const char* name : {"/spec.yaml", "/state.json"})
    require(manifest.members.contains("runs/" + number + name), "the bundle lacks `runs/" + number + name + "`", bundle);
  const RunDirectory run(project.runsFolder() / number);
  run.setStatus(atRest(run.status()));
}

void fillDatabase(const Project& project, const BundleManifest& manifest, const std::string& bundle) {
  const Snapshot snapshot = readSnapshot(project.versionsFolder() / (manifest.version + ".jsonl"));
  Database database(project.databaseFile(), OpenMode::Create);
  Transaction transaction(database);
  for (Item item : snapshot.items) {
    requireMembers(manifest, item, bundle);
    item.source = "bundle";
    addItem(database, item);
  }
  if (manifest.model) {
    settleModel(project, manifest, bundle);
    restoreRun(database,
               {manifest.model->run, manifest.model->plugin, manifest.model->dataVersion, 0, "from the bundle"});
  }
  require(makeVersion(project, database) == manifest.version, "project.yaml and the dataset version do not belong together", bundle);
  transaction.commit();
}

}  // namespace

bool isBundle(const fs::path& path) {
  std::error_code error;
  return path.extension() == ".assay" && fs::is_regular_file(path, error);
}

Project openBundle(const fs::path& file, const Progress& progress) {
  require(fs::exists(file), "the bundle does not exist", file.string(), Code::NotFound);
  require(fs::is_regular_file(file), "a bundle is a file; this is none", file.string());
  const std::string hash = sha256File(file);
  const fs::path place = assayHome() / "bundles" / hash;
  if (fs::exists(place / "assay.db")) return loadProject(place);
  const WorkFolder work(place.string() + ".tmp." + std::to_string(getpid()));
  const BundleManifest manifest = unpack(file, work.path(), progress);
  fillDatabase(loadProject(work.path()), manifest, file.string());
  work.moveTo(place);
  return loadProject(place);
}

}  // namespace assay
