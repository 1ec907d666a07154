// SPDX-License-Identifier: Apache-2.0
#include "core/project/sample_facts.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/formats/write_support.h"
#include "core/project/fresh_folder.h"
#include "core/project/sample_fact_reports.h"
#include "core/project/sample_fact_world.h"
#include "core/project/sample_folder.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr double toldShare = 0.60, validShare = 0.15;
constexpr int fewestReports = 6, machinesPerReport = 3;

/// What follows by a rule goes into the three parts, rule by rule.
void holdOut(std::vector<Triple> inferred, Random& random, SampleFacts& facts) {
  std::stable_sort(inferred.begin(), inferred.end(), [](const Triple& a, const Triple& b) { return a.relation < b.relation; });
  for (auto first = inferred.begin(); first != inferred.end();) {
    const auto last = std::find_if(first, inferred.end(), [&](const Triple& t) { return t.relation != first->relation; });
    random.shuffle(std::span<Triple>(first, last));
    const auto count = double(last - first);
    const auto told = first + std::ptrdiff_t(count * toldShare), valid = told + std::ptrdiff_t(count * validShare);
    facts.train.insert(facts.train.end(), first, told);
    facts.valid.insert(facts.valid.end(), told, valid);
    facts.test.insert(facts.test.end(), valid, last);
    first = last;
  }
}

std::string tripleText(const SampleFacts& facts, const std::vector<Triple>& triples) {
  std::string text;
  for (const Triple& t : triples)
    text += facts.entities[std::size_t(t.head)] + '\t' + facts.relations[std::size_t(t.relation)] + '\t' + facts.entities[std::size_t(t.tail)] + '\n';
  return text;
}

}  // namespace

SampleFacts drawFacts(int machines, uint64_t seed) {
  require(machines >= 5 && machines <= 100000, "the number of machines is " + std::to_string(machines) + "; expected 5 to 100000", "count",
          Code::BadOption);
  const FactWorld world = drawWorld(machines, seed);
  SampleFacts facts;
  for (const FactEntity& entity : world.entities) {
    facts.entities.push_back(entity.id);
    facts.entityFile += entity.id + '\t' + entity.chinese + '\t' + entity.type + '\t' + entity.english + '\n';
  }
  for (int32_t i = 0; i < world.relations.size(); ++i) facts.relations.push_back(world.relations.name(i));
  facts.train = world.facts;
  Random random(deriveSeed(seed, "hold out"));
  holdOut(inferFacts(world), random, facts);
  for (auto* part : {&facts.train, &facts.valid, &facts.test}) random.shuffle(std::span<Triple>(*part));
  facts.documents = writeReports(world, std::max(fewestReports, machines / machinesPerReport), seed);
  return facts;
}

Project createSampleFacts(const fs::path& folder, int machines, uint64_t seed, const Progress& progress) {
  const SampleFacts facts = drawFacts(machines, seed);
  FreshFolder fresh(folder);
  Project project = createProject(folder, "knowledge_graph");
  const fs::path graph = project.root / "graph", documents = project.root / "documents";
  writeTextFile(graph / "train.txt", tripleText(facts, facts.train));
  writeTextFile(graph / "valid.txt", tripleText(facts, facts.valid));
  writeTextFile(graph / "test.txt", tripleText(facts, facts.test));
  writeTextFile(graph / "entities.tsv", facts.entityFile);
  for (const auto& [name, text] : facts.documents) writeTextFile(documents / name, text);
  Database database(project.databaseFile(), OpenMode::ReadWrite);
  importSampleFolder(project, database, "triples", graph, progress);
  importSampleFolder(project, database, "documents", documents, progress);
  fresh.keep();
  return project;
}

}  // namespace assay
