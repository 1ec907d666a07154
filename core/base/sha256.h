// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/base/export.h"

namespace assay {

/// Streaming SHA-256 (FIPS 180-4) over OpenSSL's libcrypto.
class ASSAY_CORE_API Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void update(std::string_view bytes);
  /// 64 lower-case hex digits; the object may not be used afterwards.
  std::string finish();

 private:
  void* context_;
};

ASSAY_CORE_API std::string sha256Hex(std::string_view bytes);
/// Hash of a file's content, read in 1 MiB blocks. Throws Error.
ASSAY_CORE_API std::string sha256File(const std::filesystem::path& file);

}  // namespace assay
