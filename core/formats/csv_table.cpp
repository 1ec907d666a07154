// SPDX-License-Identifier: Apache-2.0
// Tables of rows: one .csv, or a folder with train.csv, valid.csv and test.csv.
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/formats/builtin_formats.h"
#include "core/formats/csv_reader.h"
#include "core/formats/text_files.h"
#include "core/formats/write_support.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr const char* formatName = "csv_table";

Item itemOf(const fs::path& file, Split split, const CsvTable& table) {
  Item item;
  item.kind = ItemKind::Table;
  item.path = fs::absolute(file).lexically_normal().string();
  item.sha256 = sha256File(file);
  item.width = int(table.columns.size());
  item.height = int(table.rows.size());
  item.split = split;
  item.status = LabelStatus::Labelled;
  item.source = formatName;
  return item;
}

std::vector<std::pair<fs::path, Split>> filesOf(const fs::path& source, Split fallback) {
  requireSource(source);
  if (!fs::is_directory(source)) return {{source, fallback}};
  std::vector<std::pair<fs::path, Split>> files;
  for (const auto& [name, split] : {std::pair{"train.csv", Split::Train},
                                    {"valid.csv", Split::Valid},
                                    {"test.csv", Split::Test}})
    if (fs::exists(source / name)) files.emplace_back(source / name, split);
  if (files.empty())
    throwWrongFormat(source, formatName,
                     "a .csv file, or a folder with train.csv, valid.csv and test.csv");
  return files;
}

ImportedSet readSet(const fs::path& source, const ImportOptions& options,
                    const Progress& progress) {
  ImportedSet set;
  const auto files = filesOf(source, options.split);
  std::vector<std::string> columns;
  for (const auto& [file, split] : files) try {
      progress.step(int64_t(set.items.size()), int64_t(files.size()),
                    "reading " + file.filename().string());
      if (lowerCase(file.extension().string()) != ".csv")
        throwWrongFormat(file, formatName, "a file whose name ends in .csv");
      const CsvTable table = readCsv(file);
      require(!table.rows.empty(), "the table has a header but no rows", file.string());
      if (columns.empty()) columns = table.columns;
      require(table.columns == columns,
              "the columns differ from those of " + files[0].first.filename().string(),
              atLine(file, 1));
      set.items.push_back(itemOf(file, split, table));
    } catch (const Error& error) {
      if (error.code() == Code::Stopped || files.size() == 1) throw;
      set.problems.push_back({Severity::Error, error.where(), error.message(), {}});
    }
  return set;
}

ExportReport writeSet(const Snapshot& snapshot, const fs::path& dataRoot, const fs::path& out,
                      const Progress& progress) {
  ExportReport report;
  LossTally losses;
  StemGiver stems;
  for (const Item& item : snapshot.items) {
    progress.step(report.items, int64_t(snapshot.items.size()), "writing tables");
    if (item.kind != ItemKind::Table) {
      losses.add("item(s) left out: not a table");
      continue;
    }
    const fs::path file = fileOf(item.path, dataRoot);
    const std::string name =
        item.split == Split::None ? file.stem().string() : std::string(splitName(item.split));
    copyFileTo(file, out / (stems.stemFor(name + ".csv") + ".csv"));
    ++report.items;
  }
  report.losses = losses.lines();
  return report;
}

}  // namespace

Format csvTableFormat() {
  return {formatName,
          "A table of rows: one .csv with a header, or a folder with train.csv, valid.csv and "
          "test.csv.",
          {ItemKind::Table},
          readSet,
          writeSet};
}

}  // namespace assay
