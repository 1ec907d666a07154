// SPDX-License-Identifier: Apache-2.0
// Reading label files line by line and finding images beside them. Private to core/formats.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct TextLine {
  int number = 0;      ///< from 1
  std::string text;    ///< without its line end, trimmed
};

/// Non-empty lines; BOM and CR removed. Throws Error{BadInput} when the file is binary or over 1
/// GiB.
std::vector<TextLine> readLines(const std::filesystem::path& file);
/// "labels/a.txt:3"
std::string atLine(const std::filesystem::path& file, int line);

/// Fields between spaces, tabs and commas; empty ones do not count.
std::vector<std::string_view> splitFields(std::string_view text);
/// The whole text as a finite number.
std::optional<double> toNumber(std::string_view text);
std::optional<int64_t> toInteger(std::string_view text);
std::string lowerCase(std::string text);
/// Shortest text that reads back as the same number; "12" for whole ones.
std::string numberText(double value);

using FilePredicate = std::function<bool(const std::filesystem::path&)>;
/// Regular files below `folder` (at any depth, hidden ones left out) that `wanted` accepts, sorted
/// by path. Throws Error{NotFound, BadInput} when it is no folder.
std::vector<std::filesystem::path> filesUnder(const std::filesystem::path& folder,
                                              const FilePredicate& wanted);
/// The first of folder/names that exists.
std::optional<std::filesystem::path> firstExisting(const std::filesystem::path& folder,
                                                   const std::vector<std::string>& names);
/// `path` + one of the image extensions (.png, .jpg, ... either case) that exists.
std::optional<std::filesystem::path> findImage(const std::filesystem::path& withoutExtension);

/// Images of a folder by file name and by stem, for label files that say only a name.
class ImageIndex {
 public:
  explicit ImageIndex(const std::filesystem::path& folder, const FilePredicate& wanted);
  /// The one with that name, else that stem; when there are several, the one nearest to `near`.
  std::optional<std::filesystem::path> find(const std::string& name,
                                            const std::filesystem::path& near) const;
  const std::vector<std::filesystem::path>& images() const { return images_; }

 private:
  std::vector<std::filesystem::path> images_;
  std::multimap<std::string, std::size_t> byName_, byStem_;
};

}  // namespace assay
