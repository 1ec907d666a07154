// SPDX-License-Identifier: Apache-2.0
#include "core/formats/csv_reader.h"

#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace assay {

namespace {

/// Splits text into records; knows the line it is at.
class CsvScanner {
 public:
  CsvScanner(std::string_view text, const std::string& where) : text_(text), where_(where) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
  }

  bool atEnd() const { return at_ >= text_.size(); }
  int line() const { return line_; }
  std::string place(int line) const { return where_ + ":" + std::to_string(line); }

  std::vector<std::string> record() {
    std::vector<std::string> fields;
    for (;;) {
      fields.push_back(field());
      if (atEnd()) return fields;
      const char c = text_[at_++];
      if (c == ',') {
        if (!atEnd()) continue;
        fields.emplace_back();
        return fields;
      }
      if (c == '\r' && !atEnd() && text_[at_] == '\n') ++at_;
      ++line_;
      return fields;
    }
  }

 private:
  std::string field() { return !atEnd() && text_[at_] == '"' ? quoted() : plain(); }

  std::string plain() {
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    std::string out(text_.substr(at_, end - at_));
    at_ = end;
    return out;
  }

  std::string quoted() {
    const int opened = line_;
    std::string out;
    for (++at_; !atEnd(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') out += text_[at_];
      else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') out += text_[++at_];
      else {
        ++at_;
        require(atEnd() || text_[at_] == ',' || text_[at_] == '\r' || text_[at_] == '\n',
                "text follows a closing quote; expected a comma or the end of the line", place(line_));
        return out;
      }
    }
    throw Error(Code::BadInput, "a quote is opened and never closed", place(opened));
  }

  std::string_view text_;
  const std::string& where_;
  std::size_t at_ = 0;
  int line_ = 1;
};

void checkHeader(const std::vector<std::string>& columns, const std::string& place) {
  std::set<std::string> seen;
  for (const std::string& name : columns) {
    require(!name.empty(), "a column has no name; expected a header row", place);
    require(seen.insert(name).second, "the column `" + name + "` is there twice", place);
  }
}

}  // namespace

CsvTable parseCsv(std::string_view text, const std::string& where) {
  require(!text.empty(), "the file is empty; expected a table with a header row", where);
  require(text.find('\0') == std::string_view::npos, "this is a binary file; expected comma-separated text", where);
  CsvScanner scan(text, where);
  CsvTable table;
  table.columns = scan.record();
  checkHeader(table.columns, scan.place(1));
  while (!scan.atEnd()) {
    const int line = scan.line();
    std::vector<std::string> row = scan.record();
    if (row.size() == 1 && row[0].empty()) continue;   // a blank line
    require(row.size() == table.columns.size(), "the row has " + std::to_string(row.size()) + " fields; expected " +
                                                    std::to_string(table.columns.size()) + " as in the header", scan.place(line));
    table.rows.push_back(std::move(row));
    table.lines.push_back(line);
  }
  return table;
}

CsvTable readCsv(const std::filesystem::path& file) { return parseCsv(readFile(file, std::size_t{1} << 30), file.string()); }

}  // namespace assay
