// SPDX-License-Identifier: Apache-2.0
#include "core/formats/split_files.h"

#include "core/formats/builtin_formats.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

void addSplit(const fs::path& folder, Split split, const std::vector<std::string>& stems, const std::vector<std::string>& endings, SplitFiles& files,
              Problems& problems) {
  bool isFound = false;
  for (const std::string& stem : stems)
    for (const std::string& ending : endings) {
      const fs::path file = folder / (stem + ending);
      std::error_code ignored;
      if (!fs::is_regular_file(file, ignored)) continue;
      if (isFound)
        problems.push_back({Severity::Warning, file.string(), "left out: " + files.back().first.filename().string() + " has this part already", {}});
      else files.emplace_back(file, split);
      isFound = true;
    }
}

}  // namespace

SplitFiles splitFilesOf(const fs::path& source, const std::vector<std::string>& endings, Split fallback, Problems& problems) {
  requireSource(source);
  if (!fs::is_directory(source)) return {{source, fallback}};
  SplitFiles files;
  addSplit(source, Split::Train, {"train"}, endings, files, problems);
  addSplit(source, Split::Valid, {"valid", "validation", "val", "dev"}, endings, files, problems);
  addSplit(source, Split::Test, {"test"}, endings, files, problems);
  return files;
}

}  // namespace assay
