// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/system_error.h"

namespace assay {

namespace {

struct CodeRow {
  Code code;
  std::string_view name;
  int exit;
};

constexpr std::array<CodeRow, 13> codeRows{{
    {Code::Usage, "usage", 2},
    {Code::BadInput, "bad_input", 3},
    {Code::BadOption, "bad_option", 3},
    {Code::NotFound, "not_found", 3},
    {Code::NewerFormat, "newer_format", 3},
    {Code::ReadOnly, "read_only", 3},
    {Code::DiskFull, "disk_full", 3},
    {Code::Io, "io", 3},
    {Code::BadPlugin, "bad_plugin", 3},
    {Code::JobFailed, "job_failed", 4},
    {Code::Stopped, "stopped", 5},
    {Code::Environment, "environment", 6},
    {Code::Internal, "internal", 4},
}};

const CodeRow& rowOf(Code code) noexcept {
  for (const CodeRow& row : codeRows)
    if (row.code == code) return row;
  return codeRows.back();
}

}  // namespace

Error::Error(Code code, std::string message, std::string where)
    : code_(code), message_(std::move(message)), where_(std::move(where)),
      text_(where_.empty() ? message_ : where_ + ": " + message_) {}

std::string_view codeName(Code code) noexcept { return rowOf(code).name; }

Code codeFromName(std::string_view name) noexcept {
  for (const CodeRow& row : codeRows)
    if (row.name == name) return row.code;
  return Code::Internal;
}

int exitCode(Code code) noexcept { return rowOf(code).exit; }

Code codeOfErrno(int number) noexcept {
  if (number == ENOSPC || number == EDQUOT) return Code::DiskFull;
  if (number == EROFS || number == EACCES || number == EPERM) return Code::ReadOnly;
  if (number == ENOENT || number == ENOTDIR) return Code::NotFound;
  return Code::Io;
}

void throwErrno(std::string_view doing, const std::string& path) {
  const int number = errno;
  throw Error(codeOfErrno(number), std::string(doing) + " failed: " + std::strerror(number), path);
}

Error errorOfFileSystem(const std::filesystem::filesystem_error& fault) {
  return {codeOfErrno(fault.code().value()), "the file or folder cannot be used: " + fault.code().message(), fault.path1().string()};
}

}  // namespace assay
