// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "core/project/sample_boards.h"
#include "core/project/sample_facts.h"
#include "core/project/sample_sentences.h"
#include "core/project/sample_table.h"

namespace assay {

namespace {

constexpr int defaultBoards = 100, defaultMachines = 60, defaultSentences = 400, defaultRows = 2000;

struct SampleArguments {
  std::string kind, folder;
  int count = 0;   ///< 0: the kind's own
  uint64_t seed = 0;
};

void declareSample(CLI::App& verb, SampleArguments& a) {
  verb.add_option("KIND", a.kind, "boards (pairs of images with defects), facts (a factory as a knowledge graph), sentences (with names and relations marked) or table (rows)")
      ->required()->check(CLI::IsMember({"boards", "facts", "sentences", "table"}));
  verb.add_option("DIR", a.folder, "folder of the new project")->required();
  verb.add_option("--count", a.count, "pairs (100), machines (60), sentences (400) or rows (2000)")->check(CLI::Range(1, 1000000));
  verb.add_option("--seed", a.seed, "equal seeds give equal files")->check(CLI::NonNegativeNumber);
}

struct SampleKind {
  int usual;
  const char* what;
  Project (*create)(const std::filesystem::path&, int, uint64_t, const Progress&);
};

SampleKind kindOf(const std::string& name) {
  if (name == "boards") return {defaultBoards, " pairs", createSampleBoards};
  if (name == "facts") return {defaultMachines, " machines", createSampleFacts};
  if (name == "sentences") return {defaultSentences, " sentences", createSampleSentences};
  return {defaultRows, " rows", createSampleTable};
}

Answer runSample(const SampleArguments& a, Console& console) {
  const SampleKind kind = kindOf(a.kind);
  const int count = a.count > 0 ? a.count : kind.usual;
  const Project project = kind.create(a.folder, count, a.seed, console.progress());
  console.say("created " + project.root.string() + " with " + std::to_string(count) + kind.what);
  return {{{"project", project.root.string()}, {"task", project.task}, {"count", count}, {"seed", a.seed}}};
}

}  // namespace

void addSampleCommand(CommandLine& line) {
  line.verb<SampleArguments>("sample", "a generated, labelled sample project", declareSample, runSample);
}

}  // namespace assay
