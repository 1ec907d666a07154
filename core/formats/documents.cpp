// SPDX-License-Identifier: Apache-2.0
// Texts to find facts in: a folder of .txt and .md files, or one file.
#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/base/sha256.h"
#include "core/formats/builtin_formats.h"
#include "core/formats/text_files.h"
#include "core/formats/write_support.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr const char* formatName = "documents";

bool isDocument(const fs::path& file) {
  const std::string extension = lowerCase(file.extension().string());
  return extension == ".txt" || extension == ".md";
}

/// Lines with something in them; the whole text is checked on the way.
int64_t countLines(LineReader& reader, const Progress& progress) {
  int64_t lines = 0;
  for (std::string_view line; reader.next(line);) {
    if (reader.line() % 65536 == 0) progress.step(reader.bytesRead(), reader.bytes(), "reading");
    lines += line.find_first_not_of(" \t\r\v\f") != std::string_view::npos;
  }
  return lines;
}

Item readItem(const fs::path& file, const ImportOptions& options, const Progress& progress, Problems& problems) {
  LineReader reader(file);
  const int64_t lines = countLines(reader, progress);
  require(lines > 0, "the document is empty", file.string());
  require(lines <= INT32_MAX, "the document has more than 2147483647 lines", file.string());
  if (reader.isGb18030()) problems.push_back({Severity::Warning, file.string(), "the text is GB18030, not UTF-8; it is converted when read", {}});
  Item item;
  item.kind = ItemKind::Document;
  item.path = fs::absolute(file).lexically_normal().string();
  item.sha256 = sha256File(file);
  item.height = int(lines);
  item.split = options.split;
  item.source = formatName;
  return item;
}

ImportedSet readSet(const fs::path& source, const ImportOptions& options, const Progress& progress) {
  requireSource(source);
  const bool isFolder = fs::is_directory(source);
  const std::vector<fs::path> files = isFolder ? filesUnder(source, isDocument) : std::vector{source};
  if (files.empty()) throwWrongFormat(source, formatName, "a folder of .txt or .md files, or one file of text");
  ImportedSet set;
  for (std::size_t i = 0; i < files.size(); ++i) try {
      progress.step(int64_t(i), int64_t(files.size()), "reading documents");
      set.items.push_back(readItem(files[i], options, progress, set.problems));
    } catch (const Error& error) {
      if (!isFolder || error.code() != Code::BadInput) throw;
      set.problems.push_back({Severity::Warning, error.where(), error.message() + "; the document is left out", {}});
    }
  require(!set.items.empty(), "no document of the folder can be read; the first: " + (set.problems.empty() ? "" : set.problems.front().message), source.string());
  return set;
}

ExportReport writeSet(const Snapshot& snapshot, const fs::path& dataRoot, const fs::path& out, const Progress& progress) {
  return copyItems(snapshot, dataRoot, out, progress, [](const Item& item) { return item.kind == ItemKind::Document; }, "not a document");
}

}  // namespace

Format documentsFormat() {
  return {formatName, "Texts to find facts in: a folder of .txt or .md files, or one file, UTF-8 or GB18030.", {ItemKind::Document}, readSet, writeSet};
}

}  // namespace assay
