// SPDX-License-Identifier: Apache-2.0
#include "app/cli/run_options.h"

#include "core/base/error.h"
#include "core/job/option_file.h"

namespace assay {

OptionValues optionsFromLine(const OptionSchema& schema, const std::string& configFile, const std::vector<std::string>& settings) {
  OptionValues values;
  if (!configFile.empty()) values = readOptionFile(configFile, schema);
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    require(equals != std::string::npos && equals > 0, "`" + setting + "` is not key=value", "--set", Code::Usage);
    const std::string key = setting.substr(0, equals);
    values.set(key, schema.parse(key, setting.substr(equals + 1)));
  }
  return values;
}

}  // namespace assay
