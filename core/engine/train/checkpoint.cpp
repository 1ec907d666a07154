// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/checkpoint.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/base/system_error.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr const char* files[] = {"model.safetensors", "optimizer.safetensors", "trainer.json", "metadata.json"};
constexpr std::string_view draftPrefix = ".writing-";

/// The number of a generation's folder, or 0 for a name that is none.
int64_t generationOf(const fs::path& folder) {
  const std::string name = folder.filename().string();
  int64_t number = 0;
  const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
  return failed == std::errc{} && end == name.data() + name.size() && number > 0 ? number : 0;
}

std::vector<fs::path> generations(const fs::path& checkpoints) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(checkpoints))
    if (entry.is_directory() && generationOf(entry.path()) > 0) found.push_back(entry.path());
  std::sort(found.begin(), found.end(),
            [](const fs::path& a, const fs::path& b) { return generationOf(a) < generationOf(b); });
  return found;
}

void syncFolder(const fs::path& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) throwErrno("open", folder.string());
  const int result = fsync(fd);
  close(fd);
  if (result != 0) throwErrno("sync", folder.string());
}

void writeManifest(const fs::path& folder) {
  Json listed = Json::object();
  for (const char* name : files)
    listed[name] = {{"sha256", sha256File(folder / name)}, {"bytes", fs::file_size(folder / name)}};
  writeFileAtomically(folder / "manifest.json", toLine({{"format", 1}, {"files", listed}}) + "\n");
}

/// Checkpointing must not fail because an old one cannot be removed, so errors are left to the next time.
void removeOld(const fs::path& checkpoints, int64_t keep) {
  std::error_code ignored;
  std::vector<fs::path> all = generations(checkpoints);
  const std::size_t kept = static_cast<std::size_t>(std::max<int64_t>(1, keep));
  for (std::size_t i = 0; i + kept < all.size(); ++i) fs::remove_all(all[i], ignored);
  for (const auto& entry : fs::directory_iterator(checkpoints, ignored))
    if (entry.path().filename().string().starts_with(draftPrefix)) fs::remove_all(entry.path(), ignored);
}

std::string generationName(int64_t generation) {
  char name[24];
  std::snprintf(name, sizeof name, "%08lld", static_cast<long long>(generation));
  return name;
}

}  // namespace

fs::path writeCheckpoint(const fs::path& checkpoints, const CheckpointContent& content, int64_t keep) {
  std::error_code failed;
  fs::create_directories(checkpoints, failed);
  require(!failed, "the folder cannot be created: " + failed.message(), checkpoints.string(), codeOfErrno(failed.value()));
  const std::vector<fs::path> before = generations(checkpoints);
  const std::string name = generationName(before.empty() ? 1 : generationOf(before.back()) + 1);
  const fs::path draft = checkpoints / (std::string(draftPrefix) + name);
  fs::remove_all(draft, failed);
  fs::create_directory(draft, failed);
  require(!failed, "the folder cannot be created: " + failed.message(), draft.string(), codeOfErrno(failed.value()));
  const std::map<std::string, std::string> origin = {{"plugin", content.trainer.value("plugin", "")},
                                                     {"plugin_version", content.trainer.value("plugin_version", "")}};
  writeSafetensors(draft / files[0], content.model, origin);
  writeSafetensors(draft / files[1], content.training, origin);
  writeFileAtomically(draft / files[2], toLine(content.trainer) + "\n");
  writeFileAtomically(draft / files[3], toLine(content.metadata) + "\n");
  writeManifest(draft);
  syncFolder(draft);
  const fs::path final = checkpoints / name;
  if (std::rename(draft.c_str(), final.c_str()) != 0) throwErrno("rename", draft.string());
  syncFolder(checkpoints);
  removeOld(checkpoints, keep);
  return final;
}

Checkpoint::Checkpoint(const fs::path& folder)
    : folder_(folder),
      trainer_(readJson(folder / "trainer.json", 1 << 20)),
      metadata_(readJson(folder / "metadata.json", 256 << 20)) {}

void Checkpoint::requirePlugin(const std::string& plugin) const {
  const std::string writer = member<std::string>(trainer_, "plugin", (folder_ / "trainer.json").string());
  require(writer == plugin, "the checkpoint is of plugin `" + writer + "`, and this run uses `" + plugin + "`",
          folder_.string());
}

}  // namespace assay
