// SPDX-License-Identifier: Apache-2.0
// One line of each syntax. Private to core/graph.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/line_reader.h"
#include "core/graph/triple_reader.h"

namespace assay {

enum class LineKind { Triple, Blank, Literal };

struct TripleText {
  std::string_view head, relation, tail;   ///< into the line, or into the parser's own room
};

/// Throws Error{BadInput, at.place()} when the line is none of the kinds.
LineKind parseTsvLine(std::string_view line, TripleText& triple, const LineReader& at);

/// W3C N-Triples: IRIs without their brackets, blank nodes with their "_:".
LineKind parseNTriplesLine(std::string_view line, TripleText& triple, const LineReader& at);

/// One record a line (a name with a line break in it is refused).
class CsvTripleParser {
 public:
  explicit CsvTripleParser(TripleColumns columns) : columns_(std::move(columns)) {}
  LineKind parse(std::string_view line, TripleText& triple, const LineReader& at);
  /// Takes a line that is not blank as the first row.
  CsvColumns readHeader(std::string_view line, const LineReader& at);

 private:
  void chooseSeparator(std::string_view line);
  void split(std::string_view line, const LineReader& at);
  bool readFirstRow(const LineReader& at);
  std::optional<std::size_t> columnNamed(const std::string& wanted) const;
  std::size_t columnOf(const std::string& wanted, const LineReader& at) const;

  TripleColumns columns_;
  std::vector<std::string> fields_;
  std::size_t head_ = 0, relation_ = 1, tail_ = 2, width_ = 0;   // width_ 0: no row was read yet
  char separator_ = ',';
};

}  // namespace assay
