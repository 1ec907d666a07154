// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace assay::table {

/// Cells as text; every row has as many cells as there are columns.
struct CsvTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

/// RFC 4180: comma-separated, the first line names the columns, fields may be quoted ("" is a quote inside),
/// lines end with LF or CRLF, a UTF-8 byte order mark is skipped. Blank lines are skipped. Throws
/// Error{BadInput} with `where:line` for anything else: a stray quote, too few cells, two equal columns.
CsvTable parseCsv(std::string_view text, const std::string& where);

CsvTable readCsv(const std::filesystem::path& file);

}  // namespace assay::table
