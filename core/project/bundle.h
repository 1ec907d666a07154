// SPDX-License-Identifier: Apache-2.0
// name.assay: a project frozen for runs elsewhere. A zstd-compressed tar; the first member is manifest.json with the
// SHA-256 and size of every other: project.yaml, one dataset version, its images and references, files that options
// name, and on request one run's spec and newest checkpoint.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/progress.h"
#include "core/base/strong_id.h"
#include "core/job/run_spec.h"
#include "core/project/project.h"
#include "core/store/database.h"

namespace assay {

inline constexpr int bundleFormat = 1;

struct BundleOptions {
  /// This run's newest whole checkpoint goes along, so that others can predict with it. A run that is under way is a
  /// stopped one there.
  std::optional<RunId> model;
  /// The run that the bundle is made for: the files that its options name come along in place of those of the project's.
  std::optional<RunSpec> asked;
};

/// Freezes the present state and writes it atomically. Returns the hash of the dataset version in the bundle: the
/// project's own one when all images are inside its folder; images from elsewhere move to external/ and give another.
/// Throws Error{NotFound, BadInput} for an image that is gone or has changed since it was imported, and for a file that is gone which an option
/// names (OptionKind::File), unless a model goes along, which needs it no more. Such files have a place in the bundle as images have, and the project there
/// names it.
ASSAY_CORE_API std::string writeBundle(const Project& project, Database& database, const std::filesystem::path& out,
                                       const Progress& progress, const BundleOptions& options = {});

/// Whether the path names a bundle rather than a project's folder (a regular file that ends in .assay).
ASSAY_CORE_API bool isBundle(const std::filesystem::path& path);

/// Unpacks into assayHome()/bundles/<hash of the file>/ unless that was done before, and returns the project there:
/// a normal one with a database, in which runs can be made. Everything is verified before it gets its place. Throws
/// Error{BadInput} for absolute paths, "..", links, devices, members that are not in the manifest, of another size or
/// hash, Error{NewerFormat}, Error{DiskFull}.
ASSAY_CORE_API Project openBundle(const std::filesystem::path& file, const Progress& progress);

}  // namespace assay
