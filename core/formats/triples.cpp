// SPDX-License-Identifier: Apache-2.0
// Facts of a knowledge graph: a folder with train, valid and test, or one file; an optional file of entity names.
#include <algorithm>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/formats/builtin_formats.h"
#include "core/formats/split_files.h"
#include "core/formats/text_files.h"
#include "core/formats/write_support.h"
#include "core/graph/entity_names.h"
#include "core/graph/graph.h"
#include "core/graph/triple_reader.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr const char* formatName = "triples";
constexpr const char* expectedText = "train.txt, valid.txt and test.txt (or .tsv, .csv, .nt) with a triple a line, or one such file";

/// Reads a source file by file; the vocabularies are shared, so that names can be checked at the end.
class TripleSource {
 public:
  TripleSource(const ImportOptions& options, const Progress& progress)
      : columns_(parseTripleColumns(options.columns)), progress_(progress) {}

  Item readItem(const fs::path& file, Split split, Problems& problems) {
    std::vector<Triple> triples;
    const TripleFileReport report = readTriples(file, TripleSyntax::Auto, columns_, entities_, relations_, triples, progress_);
    require(report.triples <= INT32_MAX, "the file has more than 2147483647 triples", file.string());
    note(report, file, problems);
    Item item;
    item.kind = ItemKind::Triples;
    item.path = fs::absolute(file).lexically_normal().string();
    item.sha256 = sha256File(file);
    item.width = 3;
    item.height = int(report.triples);
    item.split = split;
    item.status = LabelStatus::Labelled;
    item.source = formatName;
    item.group = lowerCase(file.extension().string()) == ".csv" ? columnsNote(columns_) : std::string();
    return item;
  }

  void checkNames(const fs::path& file, Problems& problems) const {
    EntityNames names;
    readEntityNames(file, entities_, names, progress_);
    const auto unnamed = std::count(names.names.begin(), names.names.end(), std::string());
    warn(problems, file, names.unknown, "name(s) of entities that no triple has; left out");
    warn(problems, file, unnamed, "entities have no name in it; their ids are shown");
  }

 private:
  static void warn(Problems& problems, const fs::path& file, int64_t count, const std::string& what) {
    if (count > 0) problems.push_back({Severity::Warning, file.string(), std::to_string(count) + " " + what, {}});
  }
  static void note(const TripleFileReport& report, const fs::path& file, Problems& problems) {
    warn(problems, file, report.duplicates, "triple(s) are there more than once; each counts once");
    warn(problems, file, report.selfLoops, "triple(s) lead from an entity to itself");
    warn(problems, file, report.literals, "statement(s) about texts or numbers were left out: a graph holds triples between entities");
    if (report.isGb18030) problems.push_back({Severity::Warning, file.string(), "the text is GB18030, not UTF-8; it is converted when read", {}});
  }

  TripleColumns columns_;
  const Progress& progress_;
  Vocabulary entities_, relations_;
};

void readNames(const fs::path& source, const ImportOptions& options, const TripleSource& triples, ImportedSet& set) {
  if (set.items.empty()) return;
  std::optional<fs::path> file = options.names;
  if (options.names.empty()) file = findEntityNames(fs::is_directory(source) ? source : source.parent_path());
  if (!file) return;
  triples.checkNames(*file, set.problems);
  set.items.front().reference = fs::absolute(*file).lexically_normal().string();
}

ImportedSet readSet(const fs::path& source, const ImportOptions& options, const Progress& progress) {
  ImportedSet set;
  const SplitFiles files = splitFilesOf(source, {".txt", ".tsv", ".csv", ".nt"}, options.split, set.problems);
  if (files.empty()) throwWrongFormat(source, formatName, expectedText);
  TripleSource triples(options, progress);
  for (const auto& [file, split] : files) try {
      progress.step(int64_t(set.items.size()), int64_t(files.size()), "reading " + file.filename().string());
      set.items.push_back(triples.readItem(file, split, set.problems));
    } catch (const Error& error) {
      if (error.code() == Code::Stopped || error.code() == Code::BadOption || files.size() == 1) throw;
      set.problems.push_back({Severity::Error, error.where(), error.message(), {}});
    }
  if (!hasErrors(set.problems)) readNames(source, options, triples, set);
  return set;
}

/// A name as a field between tabs; what the file cannot hold becomes a space.
std::string fieldText(const std::string& name, LossTally& losses) {
  if (name.find_first_of("\t\r\n") == std::string::npos) return name;
  losses.add("name(s) with a tab or a line break were written with a space in its place");
  std::string text = name;
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\t' || c == '\r' || c == '\n'; }, ' ');
  return text;
}

void writePart(const GraphParts& parts, const std::vector<Triple>& triples, const fs::path& file, LossTally& losses, const Progress& progress) {
  if (triples.empty()) return;
  std::string text;
  for (std::size_t i = 0; i < triples.size(); ++i) {
    if (i % 65536 == 0) progress.step(int64_t(i), int64_t(triples.size()), "writing " + file.filename().string());
    const Triple& t = triples[i];
    text += fieldText(parts.entities.name(t.head), losses) + '\t' + fieldText(parts.relations.name(t.relation), losses) + '\t' +
            fieldText(parts.entities.name(t.tail), losses) + '\n';
  }
  writeTextFile(file, text);
}

std::string nameLine(const GraphParts& parts, int32_t entity, LossTally& losses) {
  const auto at = std::size_t(entity);
  const EntityNames& names = parts.names;
  std::string line = fieldText(parts.entities.name(entity), losses) + '\t' + names.names[at];
  if (names.types[at] >= 0 || !names.aliases[at].empty()) line += '\t' + (names.types[at] < 0 ? "" : names.typeNames.name(names.types[at]));
  for (std::size_t i = 0; i < names.aliases[at].size(); ++i) line += (i == 0 ? '\t' : '|') + names.aliases[at][i];
  return line + '\n';
}

ExportReport writeSet(const Snapshot& snapshot, const fs::path& dataRoot, const fs::path& out, const Progress& progress) {
  ExportReport report;
  LossTally losses;
  for (const Item& item : snapshot.items) {
    if (item.kind == ItemKind::Triples) ++report.items;
    else losses.add("item(s) left out: not a file of triples");
  }
  const GraphParts parts = readGraph(snapshot, dataRoot, progress);
  writePart(parts, parts.train, out / "train.txt", losses, progress);
  writePart(parts, parts.valid, out / "valid.txt", losses, progress);
  writePart(parts, parts.test, out / "test.txt", losses, progress);
  std::string names;
  for (std::size_t i = 0; i < parts.names.names.size(); ++i)
    if (!parts.names.names[i].empty()) names += nameLine(parts, int32_t(i), losses);
  if (!names.empty()) writeTextFile(out / "names.tsv", names);
  report.losses = losses.lines();
  return report;
}

}  // namespace

Format triplesFormat() {
  return {formatName, "Facts as head, relation, tail: a folder with train, valid and test (.txt, .tsv, .csv or .nt), or one such file.",
          {ItemKind::Triples}, readSet, writeSet};
}

}  // namespace assay
