// SPDX-License-Identifier: Apache-2.0
#include "core/project/file_options.h"

#include "core/plugin/catalogue.h"

namespace assay {

std::vector<Option> fileOptions(const std::string& plugin, const std::string& task) {
  const PluginCatalogue catalogue = PluginCatalogue::scan();
  std::vector<Option> found;
  for (const PluginEntry& entry : catalogue.entries()) {
    if (!entry.error.empty() || (plugin.empty() ? entry.manifest.task != task : entry.manifest.id != plugin)) continue;
    for (const Option& option : entry.manifest.options.options())
      if (option.kind == OptionKind::File) found.push_back(option);
    break;
  }
  return found;
}

Problems missingFiles(const OptionSchema& schema, const OptionValues& values, const std::filesystem::path& root) {
  Problems missing;
  for (const Option& option : schema.options()) {
    const OptionValue* value = option.kind == OptionKind::File ? values.find(option.key) : nullptr;
    const std::string path = value ? toText(*value) : std::string();
    std::error_code error;
    if (!path.empty() && !std::filesystem::is_regular_file(root / path, error)) missing.push_back({Severity::Error, option.key, "there is no file `" + path + "`", {}});
  }
  return missing;
}

}  // namespace assay
