// SPDX-License-Identifier: Apache-2.0
// Everything that is wrong or doubtful about a project, at once: `assay validate`, the Train page's list.
#pragma once

#include "core/plugin/manifest.h"
#include "core/project/project.h"
#include "core/store/database.h"

namespace assay {

/// Files looks at every image's place on disk; Quick reads the database alone (fit for a window's thread).
enum class Check { Quick, Files };

/// Errors keep a run from starting; warnings are what one should know. At most 20 problems of a kind are listed, then
/// how many more there are. Actions in `fix`: "data.import", "class.add", "label.items", "split.make", "options.reset".
ASSAY_CORE_API Problems validateProject(const Project& project, Database& database, const PluginManifest& manifest,
                                        Check check = Check::Files);

}  // namespace assay
