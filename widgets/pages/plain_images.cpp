// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/plain_images.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include "core/formats/parallel.h"
#include "core/imaging/inspect.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largestSource = 1'000'000;   // a whole disk was dropped by mistake
constexpr int entriesForGuess = 2000;

void collect(const fs::path& path, std::vector<fs::path>& files, Problems& problems, const Progress& progress) {
  std::error_code fault;
  if (!fs::is_directory(path, fault)) {
    if (hasImageExtension(path)) files.push_back(path);
    else problems.push_back({Severity::Warning, path.string(), "this is not a picture that Assay reads", ""});
    return;
  }
  for (fs::recursive_directory_iterator it(path, fs::directory_options::skip_permission_denied, fault), end;
       !fault && it != end; it.increment(fault)) {
    progress.cancel.check();
    if (it->is_regular_file(fault) && hasImageExtension(it->path())) files.push_back(it->path());
    require(files.size() < largestSource, "more than a million pictures: choose a smaller folder", path.string());
  }
}

ImportedSet readAll(const std::vector<fs::path>& paths, const fs::path& source, const ImportOptions& options,
                    const Progress& progress) {
  ImportedSet set;
  std::vector<fs::path> files;
  for (const fs::path& path : paths) collect(path, files, set.problems, progress);
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  require(!files.empty(), "there is no picture here; expected PNG, JPEG, BMP, TIFF or WebP files", source.string());
  std::vector<std::optional<Item>> items(files.size());
  std::mutex mutex;
  parallelFor(int64_t(files.size()), progress, "reading pictures", [&](int64_t i) {
    const fs::path& file = files[std::size_t(i)];
    try {
      const ImageFacts facts = inspectImage(file);
      Item item;
      item.path = fs::absolute(file).generic_string();
      item.sha256 = facts.sha256;
      item.width = facts.info.width;
      item.height = facts.info.height;
      item.channels = facts.info.channels;
      item.bitDepth = facts.info.bitDepth;
      item.split = options.split;
      item.source = "pictures";
      items[std::size_t(i)] = std::move(item);
    } catch (const Error& error) {   // one bad file among thousands is a line in the report
      const std::lock_guard lock(mutex);
      set.problems.push_back({Severity::Warning, error.where(), error.message(), ""});
    }
  });
  for (std::optional<Item>& item : items)
    if (item) set.items.push_back(std::move(*item));
  require(!set.items.empty(), "none of the pictures can be read", source.string());
  return set;
}

}  // namespace

Format plainImages(std::vector<fs::path> paths) {
  Format format;
  format.name = "pictures";
  format.doc = "Pictures without labels.";
  format.kinds = {ItemKind::Image};
  format.read = [paths = std::move(paths)](const fs::path& source, const ImportOptions& options, const Progress& progress) {
    return readAll(paths, source, options, progress);
  };
  return format;
}

std::string guessFormat(const fs::path& source) {
  std::error_code fault;
  const auto byExtension = [](const fs::path& file) -> std::string {
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return extension == ".json" ? "coco" : extension == ".xml" ? "voc" : extension == ".csv" ? "csv_table"
           : extension == ".yaml" || extension == ".yml" ? "yolo" : "";
  };
  if (!fs::is_directory(source, fault)) return byExtension(source);
  if (fs::exists(source / "trainval.txt", fault) || fs::exists(source / "PCBData", fault)) return "deeppcb";
  for (const char* mark : {"data.yaml", "dataset.yaml", "classes.txt"})
    if (fs::exists(source / mark, fault)) return "yolo";
  for (const char* mark : {"masks", "ground_truth"})
    if (fs::is_directory(source / mark, fault)) return "mask_folder";
  int left = entriesForGuess;
  for (fs::recursive_directory_iterator it(source, fs::directory_options::skip_permission_denied, fault), end;
       !fault && it != end && left-- > 0; it.increment(fault))
    if (const std::string name = byExtension(it->path()); !name.empty() && name != "yolo") return name;
  return {};
}

}  // namespace assay
