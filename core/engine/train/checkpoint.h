// SPDX-License-Identifier: Apache-2.0
// checkpoints/<generation>/: model.safetensors (what one ships: the averaged weights when there is an
// average), optimizer.safetensors (what training needs besides), trainer.json, metadata.json (the
// plugin's), and manifest.json with the size and SHA-256 of each, written last.
#pragma once

#include <filesystem>

#include "core/base/json.h"
#include "core/engine/data/safetensors.h"

namespace assay {

struct CheckpointContent {
  NamedTensors model;
  NamedTensors training;
  Json trainer;      ///< {"plugin","plugin_version","step","epoch","batch","seconds",...}
  Json metadata;
};

/// Writes the next generation under a temporary name, syncs, renames, then removes all but the newest
/// `keep` generations and what a crash left. Returns the folder.
ASSAY_ENGINE_API std::filesystem::path writeCheckpoint(const std::filesystem::path& checkpoints,
                                                       const CheckpointContent& content, int64_t keep);

/// An opened generation; hashes have been checked by RunDirectory::lastCheckpoint.
class ASSAY_ENGINE_API Checkpoint {
 public:
  explicit Checkpoint(const std::filesystem::path& folder);

  const std::filesystem::path& folder() const { return folder_; }
  const Json& trainer() const { return trainer_; }
  const Json& metadata() const { return metadata_; }
  SafetensorsFile model() const { return SafetensorsFile(folder_ / "model.safetensors"); }
  SafetensorsFile training() const { return SafetensorsFile(folder_ / "optimizer.safetensors"); }

  /// Throws Error{BadInput} when another plugin wrote it.
  void requirePlugin(const std::string& plugin) const;

 private:
  std::filesystem::path folder_;
  Json trainer_, metadata_;
};

}  // namespace assay
