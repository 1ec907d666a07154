// SPDX-License-Identifier: Apache-2.0
// All plugins that can be found, good and bad. One bad plugin is a row with its error, never a
// crash: the state is stored on the entry.
#pragma once

#include <string>
#include <vector>

#include "core/plugin/manifest.h"

namespace assay {

struct PluginEntry {
  std::filesystem::path folder;
  PluginManifest manifest;     ///< valid when error is empty
  std::string error;           ///< why it cannot be used
};

class ASSAY_CORE_API PluginCatalogue {
 public:
  /// Searches <exe>/../plugins/*/plugin.yaml, $ASSAY_HOME/plugins, then each folder of the
  /// colon-separated $ASSAY_PLUGIN_PATH; the first of an id wins.
  static PluginCatalogue scan();
  static PluginCatalogue scan(const std::vector<std::filesystem::path>& folders);

  const std::vector<PluginEntry>& entries() const { return entries_; }
  /// Throws Error{NotFound} listing the known ids, or Error{BadPlugin} with the entry's error.
  const PluginManifest& byId(const std::string& id) const;
  /// The first good plugin of a task. Throws Error{NotFound} listing the known tasks.
  const PluginManifest& byTask(const std::string& task) const;
  std::vector<std::string> tasks() const;

 private:
  std::vector<PluginEntry> entries_;
};

}  // namespace assay
