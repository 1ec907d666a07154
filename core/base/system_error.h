// SPDX-License-Identifier: Apache-2.0
// What the operating system says, in our codes.
#pragma once

#include <filesystem>

#include "core/base/error.h"

namespace assay {

/// DiskFull, ReadOnly, NotFound or Io.
ASSAY_CORE_API Code codeOfErrno(int number) noexcept;

/// For the borders: what std::filesystem threw, with the path that it names.
ASSAY_CORE_API Error errorOfFileSystem(const std::filesystem::filesystem_error& fault);

}  // namespace assay
