// SPDX-License-Identifier: Apache-2.0
#include "core/job/launch_record.h"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/base/sha256.h"

namespace assay {
namespace {

std::filesystem::path fileOf(const RunDirectory& run) { return run.folder() / "launch.json"; }

std::filesystem::path markOf(const std::string& token) { return assayHome() / "launches" / sha256Hex(token); }

}  // namespace

void writePrivately(const std::filesystem::path& file, const std::string& text) {
  const std::filesystem::path draft = file.string() + ".new";
  std::error_code ignored;
  std::filesystem::remove(draft, ignored);
  const int fd = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) throwErrno("creating", draft.string());
  const bool isWritten = ::write(fd, text.data(), text.size()) == ssize_t(text.size()) && fsync(fd) == 0;
  close(fd);
  if (!isWritten) throwErrno("writing", draft.string());
  std::filesystem::rename(draft, file);
}

void writeLaunchRecord(const RunDirectory& run, const LaunchRecord& record) {
  std::error_code failed;
  const std::filesystem::path mark = markOf(record.token);
  std::filesystem::create_directories(mark.parent_path(), failed);
  require(!failed, "the folder cannot be created: " + failed.message(), mark.parent_path().string(), Code::Io);
  writePrivately(mark, {});
  writePrivately(fileOf(run), toLine({{"format", 1}, {"target", targetsText({record.target})}, {"job", record.job}, {"token", record.token}}) + "\n");
}

std::optional<LaunchRecord> readLaunchRecord(const RunDirectory& run) {
  const std::filesystem::path file = fileOf(run);
  std::error_code missing;
  if (!std::filesystem::exists(file, missing)) return std::nullopt;
  const Json json = readJson(file, 1 << 20);
  const std::string where = file.string();
  require(member<int64_t>(json, "format", where) <= 1, "the run was started by a newer Assay", where, Code::NewerFormat);
  const std::string token = member<std::string>(json, "token", where);
  if (!std::filesystem::exists(markOf(token), missing)) return std::nullopt;
  const std::vector<Target> targets = parseTargets(member<std::string>(json, "target", where), where);
  require(targets.size() == 1, "it names no target", where);
  return LaunchRecord{targets.front(), member<std::string>(json, "job", where), token};
}

std::string freshToken() {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz234567";   // 32: five bits each
  unsigned char bytes[32];
  require(getrandom(bytes, sizeof bytes, 0) == sizeof bytes, "the system gives no random numbers", {}, Code::Environment);
  std::string token;
  for (const unsigned char byte : bytes) token += letters[byte % letters.size()];
  return token;
}

}  // namespace assay
