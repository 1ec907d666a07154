// SPDX-License-Identifier: Apache-2.0
#include "plugins/template/csv_reader.h"

#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace assay::table {
namespace {

constexpr std::size_t maxFileBytes = std::size_t{1} << 30;
constexpr std::size_t maxColumns = 10000;

class Parser {
 public:
  Parser(std::string_view text, const std::string& where) : text_(text), where_(where) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  bool atEnd() const { return at_ == text_.size(); }
  std::string place() const { return where_ + ":" + std::to_string(recordLine_); }

  /// One record; empty for a blank line.
  std::vector<std::string> record() {
    recordLine_ = line_;
    if (endOfLine()) return {};
    std::vector<std::string> cells;
    do {
      cells.push_back(field());
      require(cells.size() <= maxColumns, "the line has more than 10000 cells", place());
    } while (take(','));
    require(atEnd() || endOfLine(), "a comma or the end of the line must follow a quoted field", place());
    return cells;
  }

 private:
  bool take(char c) {
    if (atEnd() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool endOfLine() {
    if (text_.substr(at_).starts_with("\r\n")) ++at_;
    if (!take('\n')) return false;
    ++line_;
    return true;
  }

  std::string field() {
    if (take('"')) return quotedField();
    const std::size_t start = at_;
    while (!atEnd() && text_[at_] != ',' && text_[at_] != '\n' && !text_.substr(at_).starts_with("\r\n")) {
      require(text_[at_] != '"', "a quote may only stand at the start of a field", place());
      require(text_[at_] != '\0', "the file holds a zero byte: it is no text", place());
      ++at_;
    }
    return std::string(text_.substr(start, at_ - start));
  }

  std::string quotedField() {
    std::string cell;
    for (;;) {
      require(!atEnd(), "a quoted field has no end", place());
      const char c = text_[at_++];
      if (c == '"' && !take('"')) return cell;
      if (c == '\n') ++line_;
      cell += c;
    }
  }

  std::string_view text_;
  std::string where_;
  std::size_t at_ = 0;
  int64_t line_ = 1, recordLine_ = 1;
};

}  // namespace

CsvTable parseCsv(std::string_view text, const std::string& where) {
  Parser parser(text, where);
  CsvTable table;
  while (!parser.atEnd()) {
    std::vector<std::string> cells = parser.record();
    if (cells.empty()) continue;
    if (table.columns.empty()) {
      const std::set<std::string> distinct(cells.begin(), cells.end());
      require(distinct.size() == cells.size(), "two columns have the same name", parser.place());
      table.columns = std::move(cells);
      continue;
    }
    require(cells.size() == table.columns.size(),
            "the line has " + std::to_string(cells.size()) + " cells, and there are " +
                std::to_string(table.columns.size()) + " columns", parser.place());
    table.rows.push_back(std::move(cells));
  }
  require(!table.columns.empty(), "the file is empty: a first line with column names was expected", where);
  return table;
}

CsvTable readCsv(const std::filesystem::path& file) { return parseCsv(readFile(file, maxFileBytes), file.string()); }

}  // namespace assay::table
