// SPDX-License-Identifier: Apache-2.0
// Files of triples. Text is read in blocks of 16 MiB, so the file's size costs no memory; UTF-8 is checked, GB18030
// (GBK, GB2312) is recognised and converted.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/graph/triple.h"
#include "core/graph/vocabulary.h"
#include "core/labels/item.h"

namespace assay {

/// Auto goes by the name (.csv, .nt), else by the first line.
enum class TripleSyntax { Auto, Tsv, NTriples, Csv };

/// CSV columns by name or by number from 1. All empty: the header's own words (head, subject, ...) where it has
/// them, else the first three; then a first row without any such word is data.
struct TripleColumns {
  std::string head, relation, tail;
  bool operator==(const TripleColumns&) const = default;
};

/// "subject,predicate,object" -> columns; "" -> all empty. Throws Error{BadOption} unless there are three.
ASSAY_CORE_API TripleColumns parseTripleColumns(const std::string& text);

/// What import noted in the item's group ("columns subject,predicate,object"), and the note itself.
ASSAY_CORE_API TripleColumns columnsOf(const Item& item);
ASSAY_CORE_API std::string columnsNote(const TripleColumns& columns);

/// The first row of a CSV file and what is made of it when nobody chooses: what a form offers.
struct CsvColumns {
  std::vector<std::string> fields;              ///< of the first row
  bool isHeader = false;                        ///< it has the usual words; else it is data
  std::size_t head = 0, relation = 1, tail = 2; ///< numbers from 0
};

/// Throws Error{NotFound, BadInput}: no such file, no CSV, fewer than three columns.
ASSAY_CORE_API CsvColumns csvColumnsOf(const std::filesystem::path& file);

struct TripleFileReport {
  int64_t triples = 0;      ///< appended
  int64_t duplicates = 0;   ///< were in `out` already; not appended again
  int64_t selfLoops = 0;    ///< head is tail; appended
  int64_t blankLines = 0;   ///< and comments of N-Triples
  int64_t literals = 0;     ///< N-Triples whose object is a text or number, not an entity; left out
  bool isGb18030 = false;   ///< the text was converted
};

/// Appends the file's triples to `out` and their names to the vocabularies. Throws Error{BadInput, "file:line"} for a
/// line that is no triple, broken UTF-8, a binary file, a line over 16 MiB, no triple at all.
ASSAY_CORE_API TripleFileReport readTriples(const std::filesystem::path& file, TripleSyntax syntax, const TripleColumns& columns,
                                            Vocabulary& entities, Vocabulary& relations, std::vector<Triple>& out,
                                            const Progress& progress);

}  // namespace assay
