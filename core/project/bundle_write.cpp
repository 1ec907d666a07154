// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/scratch_folder.h"
#include "core/base/sha256.h"
#include "core/base/system_error.h"
#include "core/base/utf8.h"
#include "core/job/run_directory.h"
#include "core/labels/snapshot.h"
#include "core/project/bundle.h"
#include "core/project/bundle_archive.h"
#include "core/project/file_options.h"
#include "core/store/item_table.h"
#include "core/store/run_table.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

/// What goes into the bundle: member path -> file here, or the text itself for the few that are made up.
struct Contents {
  BundleManifest manifest;
  std::map<std::string, fs::path> files;
  std::map<std::string, std::string> texts;

  void addText(const std::string& path, std::string text) {
    manifest.members[path] = {sha256Hex(text), text.size()};
    texts[path] = std::move(text);
  }
  BundleMember addFile(const std::string& path, const fs::path& file) {
    const BundleMember entry = describe(file);
    manifest.members[path] = entry;
    files[path] = file;
    return entry;
  }
  static BundleMember describe(const fs::path& file) {
    std::error_code error;
    require(fs::is_regular_file(file, error), "the file is missing", file.string(), Code::NotFound);
    return {sha256File(file), fs::file_size(file)};
  }
};

/// Paths inside the project stay; others would mean nothing on another machine.
bool staysInPlace(const std::string& path) {
  const std::string first = path.substr(0, path.find('/'));
  return isSafeMember(path) && first != "project.yaml" && first != "versions" && first != "runs" && first != "external";
}

constexpr std::size_t longestExternalName = 150;

std::string externalName(const fs::path& file, const std::string& sha256) {
  std::string name = file.filename().string();
  for (char& c : name)
    if (static_cast<unsigned char>(c) < 32 || c == 127 || c == '\\') c = '_';
  if (name.size() > longestExternalName) name = name.substr(name.size() - longestExternalName);
  for (std::size_t bad; (bad = firstBadUtf8(name)) != std::string::npos;) name[bad] = '_';   // cut or foreign letters
  return "external/" + sha256.substr(0, 16) + "_" + name;
}

/// Adds a file of an item and returns the path that it has in the bundle.
std::string addData(Contents& contents, const Project& project, const std::string& path, const std::string& sha256) {
  const fs::path file = project.root / path;
  const bool stays = staysInPlace(path);
  if (stays && contents.files.contains(path) && sha256.empty()) return path;
  const BundleMember entry = Contents::describe(file);
  require(sha256.empty() || sha256 == entry.sha256, "the file has changed since it was imported; import it again", file.string());
  const std::string name = stays ? path : externalName(file, entry.sha256);
  contents.manifest.members[name] = entry;
  contents.files[name] = file;
  return name;
}

void addItems(Contents& contents, const Project& project, Snapshot& snapshot, const Progress& progress) {
  const auto total = static_cast<int64_t>(snapshot.items.size());
  for (int64_t i = 0; i < total; ++i) {
    progress.step(i, 2 * total, "checking images");
    Item& item = snapshot.items[static_cast<std::size_t>(i)];
    item.path = addData(contents, project, item.path, item.sha256);
    if (!item.reference.empty()) item.reference = addData(contents, project, item.reference, {});
  }
}

/// A file inside the project is where it is in every copy of the project, however it was named.
std::string insideProject(const Project& project, const std::string& path) {
  const fs::path relative = fs::path(path).lexically_relative(project.root);
  return fs::path(path).is_absolute() && !relative.empty() && *relative.begin() != ".." ? relative.generic_string() : path;
}

/// Files that options name, and the options of the project that travels, which say where they are there.
void addOptionFiles(Contents& contents, const Project& project, const BundleOptions& options, OptionValues& travelling) {
  const OptionValues& asked = options.asked ? options.asked->options : project.options;
  for (const Option& option : fileOptions(options.asked ? options.asked->plugin : project.plugin, project.task)) {
    const OptionValue* given = asked.find(option.key);
    std::string path = toText(given ? *given : option.fallback);
    std::error_code error;
    const bool isThere = path.empty() || fs::is_regular_file(project.root / path, error);
    if (!isThere && options.model) continue;
    require(isThere, "there is no file `" + path + "`", option.key, Code::NotFound);
    if (!path.empty()) path = addData(contents, project, insideProject(project, path), {});
    if (given) travelling.set(option.key, path);
  }
}

constexpr int copyAttempts = 10;

/// Copies the newest checkpoint, because a run that goes on replaces it meanwhile; the copy's own manifest says that it
/// is whole.
fs::path holdCheckpoint(const RunDirectory& run, const RunDirectory& held) {
  for (int attempt = 1;; ++attempt) {
    const fs::path newest = run.requireCheckpoint();
    std::error_code fault;
    fs::create_directories(held.checkpointsFolder(), fault);
    fs::copy(newest, held.checkpointsFolder() / newest.filename(), fs::copy_options::recursive, fault);
    if (const auto copy = held.lastCheckpoint(); copy && !fault) return *copy;
    if (fault && fault != std::errc::no_such_file_or_directory)
      throw Error(codeOfErrno(fault.value()), "copying the checkpoint failed: " + fault.message(), newest.string());
    require(attempt < copyAttempts, "the run replaces its checkpoints faster than they can be copied; stop it first",
            run.folder().string());
    fs::remove_all(held.checkpointsFolder(), fault);
  }
}

/// What rehearsals told: a resumption would make them again.
void addRehearsals(Contents& contents, const RunDirectory& run, const std::string& folder) {
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(run.folder() / "rehearsals", none)) {
    const std::string name = entry.path().filename().string();
    if (const fs::path told = entry.path() / "told.json"; fs::is_regular_file(told)) contents.addFile(folder + "rehearsals/" + name + "/told.json", told);
  }
}

/// `scratch` keeps what is read later. Only a checkpoint and what rehearsals told are carried, so a run that is under way
/// here is a stopped one there: it can be judged, used and resumed.
void addModel(Contents& contents, const Project& project, Database& database, RunId id, const fs::path& scratch) {
  const std::optional<RunRow> row = findRun(database, id);
  require(row.has_value(), "there is no run " + std::to_string(id.value), project.root.string(), Code::NotFound);
  const std::string number = std::to_string(id.value);
  const RunDirectory run(project.runsFolder() / number), held(scratch / number);
  const fs::path checkpoint = holdCheckpoint(run, held);
  held.setStatus(atRest(run.status()));
  const std::string folder = "runs/" + number + "/";
  contents.addFile(folder + "spec.yaml", run.specFile());
  contents.addFile(folder + "state.json", held.stateFile());
  const std::string generation = folder + "checkpoints/" + checkpoint.filename().string() + "/";
  for (const fs::directory_entry& entry : fs::directory_iterator(checkpoint))
    if (entry.is_regular_file()) contents.addFile(generation + entry.path().filename().string(), entry.path());
  addRehearsals(contents, run, folder);
  const std::string version = row->dataVersion + ".jsonl";
  if (!contents.manifest.members.contains("versions/" + version)) contents.addFile("versions/" + version, project.versionsFolder() / version);
  contents.manifest.model = BundleModel{id, row->plugin, row->dataVersion};
}

void writeContents(const Contents& contents, const fs::path& out, const Progress& progress) {
  BundleWriter writer(out);
  writer.add(bundleManifestName, toLine(toJson(contents.manifest)));
  for (const auto& [path, text] : contents.texts) writer.add(path, text);
  const auto total = static_cast<int64_t>(contents.files.size());
  int64_t done = 0;
  for (const auto& [path, file] : contents.files) {
    progress.step(total + done++, 2 * total, "writing the bundle");
    writer.addFile(path, file, contents.manifest.members.at(path));
  }
  writer.commit();
}

}  // namespace

std::string writeBundle(const Project& project, Database& database, const fs::path& out, const Progress& progress,
                        const BundleOptions& options) {
  require(out.extension() == ".assay", "a bundle's name must end in .assay", out.string());
  requireWritable(out);   // before every image is hashed
  std::vector<std::string> classes;
  for (const ClassDef& definition : project.classes) classes.push_back(definition.name);
  Snapshot snapshot = takeSnapshot(database, project.task, classes);
  require(!snapshot.items.empty(), "the project has nothing that could be bundled", project.root.string());
  Contents contents;
  addItems(contents, project, snapshot, progress);
  std::string text = serialise(snapshot);
  contents.manifest.project = project.name;
  contents.manifest.version = sha256Hex(text);
  contents.addText("versions/" + contents.manifest.version + ".jsonl", std::move(text));
  Project travelling = project;
  travelling.targets.clear();   // hosts and variables are its owner's business
  addOptionFiles(contents, project, options, travelling.options);
  contents.addText("project.yaml", projectText(travelling));
  std::optional<ScratchFolder> scratch;
  if (options.model) {
    scratch.emplace(fs::absolute(out).parent_path());
    addModel(contents, project, database, *options.model, scratch->path());
  }
  writeContents(contents, out, progress);
  return contents.manifest.version;
}

}  // namespace assay
