// SPDX-License-Identifier: Apache-2.0
#include "core/job/launch_record.h"

#include <sys/random.h>
#include <sys/stat.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace assay {
namespace {

std::filesystem::path fileOf(const RunDirectory& run) { return run.folder() / "launch.json"; }

}  // namespace

void writeLaunchRecord(const RunDirectory& run, const LaunchRecord& record) {
  const std::filesystem::path file = fileOf(run);
  const mode_t before = umask(0077);   // the secret is the owner's
  try {
    writeFileAtomically(file, toLine({{"format", 1}, {"target", targetsText({record.target})}, {"job", record.job}, {"token", record.token}}) + "\n");
  } catch (...) {
    umask(before);
    throw;
  }
  umask(before);
}

std::optional<LaunchRecord> readLaunchRecord(const RunDirectory& run) {
  const std::filesystem::path file = fileOf(run);
  std::error_code missing;
  if (!std::filesystem::exists(file, missing)) return std::nullopt;
  const Json json = readJson(file, 1 << 20);
  const std::string where = file.string();
  require(member<int64_t>(json, "format", where) <= 1, "the run was started by a newer Assay", where, Code::NewerFormat);
  const std::vector<Target> targets = parseTargets(member<std::string>(json, "target", where), where);
  require(targets.size() == 1, "it names no target", where);
  return LaunchRecord{targets.front(), member<std::string>(json, "job", where), member<std::string>(json, "token", where)};
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
