// SPDX-License-Identifier: Apache-2.0
#include "core/formats/text_files.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/imaging/inspect.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\v\f");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\v\f") - first + 1);
}

/// How many leading folders two paths share.
int sharedDepth(const fs::path& a, const fs::path& b) {
  int depth = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end() && *i == *j; ++i, ++j)
    ++depth;
  return depth;
}

}  // namespace

std::vector<TextLine> readLines(const fs::path& file) {
  const std::string bytes = readFile(file, std::size_t{1} << 30);
  require(bytes.find('\0') == std::string::npos, "this is a binary file; expected text",
          file.string());
  std::string_view rest = bytes;
  if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);
  std::vector<TextLine> lines;
  for (int number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trimmed(rest.substr(0, end));
    if (!text.empty()) lines.push_back({number, std::string(text)});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return lines;
}

std::string atLine(const fs::path& file, int line) {
  return file.string() + ":" + std::to_string(line);
}

std::vector<std::string_view> splitFields(std::string_view text) {
  std::vector<std::string_view> fields;
  for (std::size_t at = 0; (at = text.find_first_not_of(" \t,", at)) != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(" \t,", at), text.size());
    fields.push_back(text.substr(at, end - at));
    at = end;
  }
  return fields;
}

std::optional<double> toNumber(std::string_view text) {
  double value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::optional<int64_t> toInteger(std::string_view text) {
  int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string lowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return text;
}

std::string numberText(double value) {
  char text[32];
  const auto result = std::to_chars(text, text + sizeof text, value);
  return {text, result.ptr};
}

std::vector<fs::path> filesUnder(const fs::path& folder, const FilePredicate& wanted) {
  if (!fs::exists(folder))
    throw Error(Code::NotFound, "the folder does not exist", folder.string());
  require(fs::is_directory(folder), "this is a file; expected a folder", folder.string());
  std::vector<fs::path> files;
  std::error_code fault;
  fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, fault),
      end;
  require(!fault, "the folder cannot be read: " + fault.message(), folder.string(), Code::Io);
  while (it != end) {
    const fs::path& path = it->path();
    const bool isHidden = path.filename().string().starts_with('.');
    if (isHidden && it->is_directory(fault)) it.disable_recursion_pending();
    else if (!isHidden && it->is_regular_file(fault) && wanted(path)) files.push_back(path);
    it.increment(fault);
    require(!fault, "the folder cannot be read: " + fault.message(), folder.string(), Code::Io);
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<fs::path> firstExisting(const fs::path& folder,
                                      const std::vector<std::string>& names) {
  std::error_code ignored;
  for (const std::string& name : names)
    if (fs::exists(folder / name, ignored)) return folder / name;
  return std::nullopt;
}

std::optional<fs::path> findImage(const fs::path& withoutExtension) {
  std::error_code ignored;
  for (const char* extension : {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".PNG",
                                ".JPG", ".JPEG", ".BMP", ".TIF", ".TIFF"})
    if (fs::path file = withoutExtension.string() + extension; fs::exists(file, ignored))
      return file;
  return std::nullopt;
}

ImageIndex::ImageIndex(const fs::path& folder, const FilePredicate& wanted) {
  images_ = filesUnder(
      folder, [&](const fs::path& file) { return hasImageExtension(file) && wanted(file); });
  for (std::size_t i = 0; i < images_.size(); ++i) {
    byName_.emplace(images_[i].filename().string(), i);
    byStem_.emplace(images_[i].stem().string(), i);
  }
}

std::optional<fs::path> ImageIndex::find(const std::string& name, const fs::path& near) const {
  for (const auto* table : {&byName_, &byStem_}) {
    const auto [first, last] = table->equal_range(name);
    if (first == last) continue;
    const auto nearer = [&](const auto& a, const auto& b) {
      return sharedDepth(images_[a.second], near) < sharedDepth(images_[b.second], near);
    };
    return images_[std::max_element(first, last, nearer)->second];
  }
  return std::nullopt;
}

}  // namespace assay
