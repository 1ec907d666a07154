// SPDX-License-Identifier: Apache-2.0
// Sentences with marked names, and sentences that say how two names are related: a folder with train, valid and test, or one file.
#include <functional>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/formats/builtin_formats.h"
#include "core/formats/split_files.h"
#include "core/formats/write_support.h"
#include "core/text/relation_sentences.h"
#include "core/text/tagged_sentences.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr const char* taggedName = "tagged_text";
constexpr const char* relationName = "relation_text";

void warn(Problems& problems, const fs::path& file, int64_t count, const std::string& what) {
  if (count > 0) problems.push_back({Severity::Warning, file.string(), std::to_string(count) + " " + what, {}});
}

void noteEncoding(Problems& problems, const fs::path& file, bool isGb18030) {
  if (isGb18030) problems.push_back({Severity::Warning, file.string(), "the text is GB18030, not UTF-8; it is converted when read", {}});
}

/// Checks a file and says how many sentences it has.
using CountSentences = std::function<std::size_t(const fs::path& file, const Progress& progress, Problems& problems)>;

std::size_t countTagged(const fs::path& file, const Progress& progress, Problems& problems) {
  const TaggedFile read = readTaggedSentences(file, progress);
  warn(problems, file, read.overlapping, "name(s) lie across a longer one and are left out");
  warn(problems, file, read.unlabelled, "sentence(s) have no `label` and are left out");
  noteEncoding(problems, file, read.isGb18030);
  return read.sentences.size();
}

std::size_t countRelations(const fs::path& file, const Progress& progress, Problems& problems) {
  const RelationFile read = readRelationSentences(file, progress);
  warn(problems, file, read.unnamed, "sentence(s) do not have both names and are left out");
  noteEncoding(problems, file, read.isGb18030);
  return read.sentences.size();
}

ImportedSet readSet(const fs::path& source, const ImportOptions& options, const Progress& progress, const std::string& format,
                    const std::vector<std::string>& endings, const std::string& expected, const CountSentences& count) {
  ImportedSet set;
  const SplitFiles files = splitFilesOf(source, endings, options.split, set.problems);
  if (files.empty()) throwWrongFormat(source, format, expected);
  for (const auto& [file, split] : files) try {
      progress.step(int64_t(set.items.size()), int64_t(files.size()), "reading " + file.filename().string());
      const std::size_t sentences = count(file, progress, set.problems);
      require(sentences <= INT32_MAX, "the file has more than 2147483647 sentences", file.string());
      Item item;
      item.kind = ItemKind::Sentences;
      item.path = fs::absolute(file).lexically_normal().string();
      item.sha256 = sha256File(file);
      item.height = int(sentences);
      item.split = split;
      item.status = LabelStatus::Labelled;
      item.source = format;
      item.group = format;   // a dataset version keeps it: how to read the file again
      set.items.push_back(std::move(item));
    } catch (const Error& error) {
      if (error.code() != Code::BadInput || files.size() == 1) throw;
      // The test part of a public set often has no labels; without the training part there is nothing to import.
      const bool canGo = split == Split::Test;
      set.problems.push_back({canGo ? Severity::Warning : Severity::Error, error.where(), error.message() + (canGo ? "; the file is left out" : ""), {}});
    }
  return set;
}

ExportReport writeSet(const Snapshot& snapshot, const fs::path& dataRoot, const fs::path& out, const Progress& progress, const std::string& format) {
  const auto isOfFormat = [&format](const Item& item) { return item.kind == ItemKind::Sentences && item.group == format; };
  return copyItems(snapshot, dataRoot, out, progress, isOfFormat, "not in the format `" + format + "`");
}

}  // namespace

Format taggedTextFormat() {
  return {taggedName,
          "Sentences with marked names: a character and its tag (BIO, BMES) a line, or CLUENER's JSON; a folder with train, dev and test, or one file.",
          {ItemKind::Sentences},
          [](const fs::path& source, const ImportOptions& options, const Progress& progress) {
            return readSet(source, options, progress, taggedName,
                           {".char.bmes", ".bmes", ".bio", ".bioes", ".conll", ".txt", ".json", ".jsonl"},
                           "train, dev and test (.bmes, .bio, .bioes, .conll, .txt, .json or .jsonl) with a character and a tag a line, or one such file", countTagged);
          },
          [](const Snapshot& snapshot, const fs::path& dataRoot, const fs::path& out, const Progress& progress) {
            return writeSet(snapshot, dataRoot, out, progress, taggedName);
          }};
}

Format relationTextFormat() {
  return {relationName,
          "Sentences that relate two names: head, tail, relation and sentence between tabs; a folder with train, valid and test (.txt or .tsv), or one file.",
          {ItemKind::Sentences},
          [](const fs::path& source, const ImportOptions& options, const Progress& progress) {
            return readSet(source, options, progress, relationName, {".txt", ".tsv"},
                           "train.txt, valid.txt and test.txt (or .tsv) with head, tail, relation and sentence between tabs, or one such file", countRelations);
          },
          [](const Snapshot& snapshot, const fs::path& dataRoot, const fs::path& out, const Progress& progress) {
            return writeSet(snapshot, dataRoot, out, progress, relationName);
          }};
}

}  // namespace assay
