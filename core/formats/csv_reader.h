// SPDX-License-Identifier: Apache-2.0
// Comma-separated tables (RFC 4180): a header row, quotes, CRLF or LF. Also read by plugins.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/export.h"

namespace assay {

struct CsvTable {
  std::vector<std::string> columns;               ///< distinct, non-empty
  std::vector<std::vector<std::string>> rows;     ///< each as long as `columns`
  std::vector<int> lines;                         ///< line in the file where each row begins, from 1
};

/// Throws Error{BadInput, where = "file:line"}: no header, a row of another length, an open quote, a column
/// that is empty or there twice, a binary or oversized (1 GiB) file.
ASSAY_CORE_API CsvTable parseCsv(std::string_view text, const std::string& where);
ASSAY_CORE_API CsvTable readCsv(const std::filesystem::path& file);

}  // namespace assay
