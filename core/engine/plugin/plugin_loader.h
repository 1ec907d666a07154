// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/engine/plugin/model_type.h"
#include "core/plugin/manifest.h"

namespace assay {

/// A plugin whose library is open and whose numbers agree. Libraries are never closed again: torch keeps
/// pointers into whatever registered with it.
class ASSAY_ENGINE_API LoadedPlugin {
 public:
  const PluginManifest& manifest() const { return manifest_; }

  /// The plugin's model. What the plugin throws and is no Error becomes Error{BadPlugin}.
  std::unique_ptr<ModelType> create(const ModelContext& context) const;

 private:
  friend ASSAY_ENGINE_API LoadedPlugin loadPlugin(const PluginManifest& manifest);
  LoadedPlugin(PluginManifest manifest, ModelFactory factory)
      : manifest_(std::move(manifest)), factory_(std::move(factory)) {}

  PluginManifest manifest_;
  ModelFactory factory_;
};

/// Compares the manifest's numbers with ours, opens the library, compares the numbers compiled into it
/// (a manifest may lie), then lets it register. Throws Error{BadPlugin} naming the library.
ASSAY_ENGINE_API LoadedPlugin loadPlugin(const PluginManifest& manifest);

}  // namespace assay
