// SPDX-License-Identifier: Apache-2.0
// manifest.json of a bundle. Private to core/project.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/strong_id.h"

namespace assay {

struct BundleMember {
  std::string sha256;
  uint64_t size = 0;
};

struct BundleModel {
  RunId run;
  std::string plugin, dataVersion;
};

struct BundleManifest {
  std::string project, version;
  std::optional<BundleModel> model;
  std::map<std::string, BundleMember> members;   ///< by path in the archive, manifest.json itself left out

  uint64_t totalBytes() const;
};

inline constexpr const char* bundleManifestName = "manifest.json";
inline constexpr std::size_t maxBundleManifest = 512u << 20;

Json toJson(const BundleManifest& manifest);
/// Throws Error{BadInput, NewerFormat}; every member's path is safe afterwards.
BundleManifest bundleManifestFromJson(std::string_view text, const std::string& where);

/// Whether a path stays inside the folder that it is unpacked into, and clobbers nothing that Assay itself makes there.
ASSAY_CORE_API bool isSafeMember(std::string_view path);

}  // namespace assay
