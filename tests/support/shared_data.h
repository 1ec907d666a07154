// SPDX-License-Identifier: Apache-2.0
// Public data sets that some machines keep beside the checkout (../shared/data). They are never part of it, so a
// test that uses them is skipped, with the reason, where they are absent.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace assay {

/// Empty when it is not there.
inline std::filesystem::path sharedData(const std::string& name) {
  const char* source = std::getenv("ASSAY_SOURCE");
  if (source == nullptr) return {};
  const std::filesystem::path folder = std::filesystem::path(source) / ".." / "shared" / "data" / name;
  std::error_code ignored;
  return std::filesystem::exists(folder, ignored) ? std::filesystem::canonical(folder, ignored) : std::filesystem::path();
}

}  // namespace assay

/// Sets `folder` or leaves the test function.
#define ASSAY_REQUIRE_SHARED_DATA(folder, name)                                       \
  const std::filesystem::path folder = assay::sharedData(name);                       \
  if (folder.empty()) QSKIP("the data set " name " is not beside the checkout (../shared/data)")
