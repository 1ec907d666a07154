// SPDX-License-Identifier: Apache-2.0
#include "core/job/option_file.h"

#include "core/base/yaml.h"

namespace assay {

OptionValues readOptionFile(const std::filesystem::path& file, const OptionSchema& schema) {
  const OptionValues values = optionsFromYaml(readYaml(file), file.string(), &schema);
  for (const Problem& problem : schema.validate(values))
    if (problem.severity == Severity::Error) throw Error(Code::BadOption, problem.where + ": " + problem.message, file.string());
  return values;
}

}  // namespace assay
