// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTemporaryDir>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/graph/triple_reader.h"
#include "tests/support/test_files.h"

namespace assay {

/// A folder for one test function.
class Scratch {
 public:
  std::filesystem::path at(const std::string& name) const { return std::filesystem::path(folder_.path().toStdString()) / name; }
  std::filesystem::path put(const std::string& name, const std::string& text) const {
    putText(at(name), text);
    return at(name);
  }

 private:
  QTemporaryDir folder_;
};

using NamedTriple = std::array<std::string, 3>;

/// A graph out of names, training first.
inline Graph graphOf(const std::vector<NamedTriple>& train, const std::vector<NamedTriple>& valid = {}, const std::vector<NamedTriple>& test = {}) {
  GraphParts parts;
  const auto fill = [&](const std::vector<NamedTriple>& from, std::vector<Triple>& to) {
    for (const auto& [head, relation, tail] : from)
      to.push_back({parts.entities.add(head), parts.relations.add(relation), parts.entities.add(tail)});
  };
  fill(train, parts.train);
  fill(valid, parts.valid);
  fill(test, parts.test);
  return Graph(std::move(parts));
}

struct ReadFile {
  Vocabulary entities, relations;
  std::vector<Triple> triples;
  TripleFileReport report;

  std::string text(std::size_t i) const {
    const Triple& t = triples.at(i);
    return entities.name(t.head) + " " + relations.name(t.relation) + " " + entities.name(t.tail);
  }
};

inline ReadFile readFileOf(const std::filesystem::path& file, const std::string& columns = {}, TripleSyntax syntax = TripleSyntax::Auto) {
  ReadFile read;
  read.report = readTriples(file, syntax, parseTripleColumns(columns), read.entities, read.relations, read.triples, {});
  return read;
}

}  // namespace assay
