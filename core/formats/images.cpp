// SPDX-License-Identifier: Apache-2.0
// Images without labels: a file, or a folder with all that is below it. X_temp.png is the reference
// of X_test.png.
#include "core/formats/images.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/formats/builtin_formats.h"
#include "core/formats/pair_names.h"
#include "core/formats/set_builder.h"
#include "core/formats/text_files.h"
#include "core/imaging/inspect.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr const char* formatName = "images";
constexpr const char* expected = "PNG, JPEG, BMP, TIFF or WebP files";
constexpr std::size_t mostImages = 1'000'000;   // a whole disk was named by mistake

void collect(const fs::path& path, std::vector<fs::path>& files) {
  requireSource(path);
  if (!fs::is_directory(path)) {
    files.push_back(path);   // named by itself: its content decides, whatever its name ends with
    return;
  }
  for (fs::path& file : filesUnder(path, hasImageExtension)) files.push_back(std::move(file));
  require(files.size() <= mostImages, "more than a million images; choose a smaller folder",
          path.string());
}

PendingItem itemOf(const fs::path& image) {
  PendingItem item;
  item.image = fs::absolute(image);
  item.status = LabelStatus::Unlabelled;
  const fs::path twin = twinOf(item.image);
  if (std::error_code ignored; !twin.empty() && fs::exists(twin, ignored)) item.reference = twin;
  return item;
}

ImportedSet readImages(const std::vector<fs::path>& paths, const fs::path& source,
                       const ImportOptions& options, const Progress& progress) {
  SetBuilder set(formatName, options, progress);
  std::vector<fs::path> files;
  for (const fs::path& path : paths) {
    progress.step(0, 0, "looking for images");
    collect(path, files);
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  std::erase_if(files, isReferenceOfAnother);
  for (const fs::path& file : files) set.addItem(itemOf(file));
  require(!files.empty(), std::string("there is no image here; expected ") + expected,
          source.string());
  return set.finish(source);
}

}  // namespace

Format imagesFormat(std::vector<fs::path> paths) {
  Format format = imagesFormat();
  format.read = [paths = std::move(paths)](const fs::path& source, const ImportOptions& options,
                                           const Progress& progress) {
    return readImages(paths, source, options, progress);
  };
  return format;
}

Format imagesFormat() {
  const auto read = [](const fs::path& source, const ImportOptions& options,
                       const Progress& progress) {
    return readImages({source}, source, options, progress);
  };
  return {formatName,
          "Images without labels: a file, or a folder with all that is below it; X_temp is the "
          "template of X_test.",
          {ItemKind::Image},
          read,
          {}};
}

}  // namespace assay
