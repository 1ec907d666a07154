// SPDX-License-Identifier: Apache-2.0
#include "core/formats/pair_names.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view imageEnd = "_test", referenceEnd = "_temp";

/// Empty when the stem does not end with `from`.
fs::path withEnd(const fs::path& file, std::string_view from, std::string_view to) {
  std::string stem = file.stem().string();
  if (!stem.ends_with(from)) return {};
  stem.replace(stem.size() - from.size(), from.size(), to);
  return file.parent_path() / (stem + file.extension().string());
}

}  // namespace

fs::path twinOf(const fs::path& image) { return withEnd(image, imageEnd, referenceEnd); }

bool isReferenceOfAnother(const fs::path& file) {
  const fs::path image = withEnd(file, referenceEnd, imageEnd);
  std::error_code ignored;
  return !image.empty() && fs::exists(image, ignored);
}

}  // namespace assay
