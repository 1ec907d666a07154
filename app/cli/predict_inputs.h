// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/plugin/manifest.h"

namespace assay {

/// One file or question that was named, and what the worker is asked about it: one input for an image or a question,
/// one a row for a table, one a line for a file of questions.
struct PredictSource {
  std::filesystem::path file;
  std::vector<Json> inputs;
  bool isOne = false;   ///< its only output stands alone, not in a list
};

/// Folders give their files. Projects of sentences read texts (predict_texts.h); those of neither images nor tables answer
/// questions (predict_questions.h). Images are looked up in `reference` (one picture for all, or a folder with equal names)
/// or beside themselves (X_temp.png for X_test.png). Throws Error{NotFound, BadInput}.
std::vector<PredictSource> predictSources(const PluginManifest& manifest, const std::vector<std::string>& paths, const std::string& reference);

}  // namespace assay
