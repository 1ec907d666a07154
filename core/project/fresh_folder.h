// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace assay {

/// Removes a folder that was not there before, unless everything went well: a stopped or failed generator leaves
/// nothing behind.
class FreshFolder {
 public:
  explicit FreshFolder(const std::filesystem::path& folder)
      : folder_(folder), removes_(!std::filesystem::exists(folder)) {}
  ~FreshFolder() {
    std::error_code ignored;
    if (removes_) std::filesystem::remove_all(folder_, ignored);
  }
  FreshFolder(const FreshFolder&) = delete;
  FreshFolder& operator=(const FreshFolder&) = delete;
  void keep() { removes_ = false; }

 private:
  std::filesystem::path folder_;
  bool removes_;
};

}  // namespace assay
