// SPDX-License-Identifier: Apache-2.0
// The one exception type of Assay. It is caught at three borders only: the job thread or the
// worker's main, the CLI's main, and the call into a plugin. Everything else lets it rise.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "core/base/export.h"

namespace assay {

enum class Code {
  Usage,         ///< the command line cannot be understood
  BadInput,      ///< a file, image or label from outside is not what it should be
  BadOption,     ///< an option has a value outside its schema
  NotFound,      ///< a file, run, class or plugin that was named does not exist
  NewerFormat,   ///< written by a newer Assay than this one
  ReadOnly,      ///< the place cannot be written, or another process holds the project
  DiskFull,      ///< no space left on the device
  Io,            ///< any other failure of the file system
  BadPlugin,     ///< a plugin with a wrong ABI, or one that broke its contract
  JobFailed,     ///< training, evaluation or prediction ended in a fault
  Stopped,       ///< stopped on request
  Environment,   ///< a device, library, tool or host is missing
  Internal,      ///< a broken invariant: a bug of ours
};

/// What, which and what was expected, in one sentence that a stranger can act on.
class ASSAY_CORE_API Error : public std::exception {
 public:
  /// `where` is a path, `path:line`, an option key or a run id; empty when there is none.
  Error(Code code, std::string message, std::string where = {});

  Code code() const noexcept { return code_; }
  const std::string& message() const noexcept { return message_; }
  const std::string& where() const noexcept { return where_; }

  /// "where: message", or the bare message.
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  Code code_;
  std::string message_;
  std::string where_;
  std::string text_;
};

/// Stable lower-case name for JSON output: "bad_input", "newer_format", ...
ASSAY_CORE_API std::string_view codeName(Code code) noexcept;

/// Inverse of codeName; Internal for an unknown name.
ASSAY_CORE_API Code codeFromName(std::string_view name) noexcept;

/// The process exit code of architecture section 5: 2 usage, 3 input, 4 job, 5 stopped, 6 environment.
ASSAY_CORE_API int exitCode(Code code) noexcept;

/// Throws Error{code, message, where} built from the current errno (DiskFull, ReadOnly, NotFound or Io).
[[noreturn]] ASSAY_CORE_API void throwErrno(std::string_view doing, const std::string& path);

/// Validate in the constructor, trust afterwards.
inline void require(bool condition, std::string message, std::string where = {},
                    Code code = Code::BadInput) {
  if (!condition) throw Error(code, std::move(message), std::move(where));
}

}  // namespace assay
