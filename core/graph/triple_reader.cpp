// SPDX-License-Identifier: Apache-2.0
#include "core/graph/triple_reader.h"

#include <algorithm>
#include <cctype>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/graph/triple_index.h"
#include "core/graph/triple_lines.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr int64_t linesBetweenReports = 1 << 16;

bool hasExtension(const fs::path& file, std::string_view wanted) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return extension == wanted;
}

TripleSyntax syntaxOf(const fs::path& file) {
  if (hasExtension(file, ".csv")) return TripleSyntax::Csv;
  if (hasExtension(file, ".nt")) return TripleSyntax::NTriples;
  LineReader reader(file);
  for (std::string_view line; reader.next(line);) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || line[first] == '#') continue;
    const bool opens = line[first] == '<' || line.substr(first).starts_with("_:");
    return opens && line.substr(line.find_last_not_of(" \t")).starts_with('.') ? TripleSyntax::NTriples : TripleSyntax::Tsv;
  }
  return TripleSyntax::Tsv;
}

class TripleFile {
 public:
  TripleFile(const fs::path& file, TripleSyntax syntax, const TripleColumns& columns)
      : syntax_(syntax == TripleSyntax::Auto ? syntaxOf(file) : syntax), reader_(file), csv_(columns) {}

  bool next(LineKind& kind, TripleText& triple) {
    std::string_view line;
    if (!reader_.next(line)) return false;
    kind = syntax_ == TripleSyntax::Csv        ? csv_.parse(line, triple, reader_)
           : syntax_ == TripleSyntax::NTriples ? parseNTriplesLine(line, triple, reader_)
                                               : parseTsvLine(line, triple, reader_);
    return true;
  }
  const LineReader& reader() const { return reader_; }

 private:
  TripleSyntax syntax_;
  LineReader reader_;
  CsvTripleParser csv_;
};

void append(const Triple& triple, std::vector<Triple>& out, TripleIndex& known, TripleFileReport& report) {
  if (known.contains(triple)) {
    ++report.duplicates;
    return;
  }
  out.push_back(triple);
  known.addNext();
  ++report.triples;
  report.selfLoops += triple.head == triple.tail;
}

}  // namespace

TripleFileReport readTriples(const fs::path& file, TripleSyntax syntax, const TripleColumns& columns, Vocabulary& entities,
                             Vocabulary& relations, std::vector<Triple>& out, const Progress& progress) {
  TripleFile lines(file, syntax, columns);
  TripleFileReport report;
  TripleIndex known(out);
  LineKind kind;
  for (TripleText text; lines.next(kind, text);) {
    if (lines.reader().line() % linesBetweenReports == 0)
      progress.step(lines.reader().bytesRead(), lines.reader().bytes(), "reading " + file.filename().string());
    if (kind == LineKind::Literal) ++report.literals;
    else if (kind == LineKind::Blank) ++report.blankLines;
    else append({entities.add(text.head), relations.add(text.relation), entities.add(text.tail)}, out, known, report);
  }
  report.isGb18030 = lines.reader().isGb18030();
  if (report.triples + report.duplicates == 0)
    throw Error(Code::BadInput, report.literals > 0 ? "the file has literals only; expected triples between entities" : "the file is empty; expected triples",
                file.string());
  return report;
}

}  // namespace assay
